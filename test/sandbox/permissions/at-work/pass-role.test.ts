import {
  CodeDeployClient,
  CreateApplicationCommand,
  CreateDeploymentGroupCommand,
} from '@aws-sdk/client-codedeploy';
import { EventBridgeClient, PutRuleCommand, PutTargetsCommand } from '@aws-sdk/client-eventbridge';
import { CreateFunctionCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { CreateStateMachineCommand, SFNClient } from '@aws-sdk/client-sfn';
import {
  aPackage,
  aRole,
  roleArn,
  startSmallStack,
  type SmallStack,
} from '../../../support/small-stack';

const DEFINITION = {
  QueryLanguage: 'JSONata',
  StartAt: 'End',
  States: { End: { Type: 'Succeed' } },
};
const everything = {
  'lambda:*': '*',
  'states:*': '*',
  'events:*': '*',
  'codedeploy:*': '*',
};

let stack: SmallStack;
beforeAll(async () => {
  const passing = aRole('passing', 'lambda.amazonaws.com', everything);
  stack = await startSmallStack({
    Passed: {
      Type: 'AWS::IAM::Role',
      Properties: {
        RoleName: 'passed',
        AssumeRolePolicyDocument: {
          Statement: {
            Effect: 'Allow',
            Principal: {
              Service: ['lambda', 'states', 'events', 'codedeploy'].map(
                (service) => `${service}.amazonaws.com`,
              ),
            },
            Action: 'sts:AssumeRole',
          },
        },
      },
    },
    Untrusting: aRole('untrusting', 'ec2.amazonaws.com'),
    Plain: aRole('plain', 'lambda.amazonaws.com', everything),
    Passing: passing,
    PassToOthers: passTo('passing', 'lambda', 'states', 'events', 'codedeploy'),
    OnlyElsewhere: aRole('only-elsewhere', 'lambda.amazonaws.com', everything),
    PassToElsewhere: passTo('only-elsewhere', 'ec2'),
  });
  await new CodeDeployClient(stack.settings).send(
    new CreateApplicationCommand({ applicationName: 'shop', computePlatform: 'Lambda' }),
  );
  await new EventBridgeClient(stack.settings).send(
    new PutRuleCommand({ Name: 'rule', EventPattern: '{"source":["shop"]}' }),
  );
});
afterAll(() => stack.stop());

function passTo(role: string, ...services: readonly string[]): object {
  const names = services.map((service) => `${service}.amazonaws.com`);
  return {
    Type: 'AWS::IAM::Policy',
    DependsOn: role === 'passing' ? 'Passing' : 'OnlyElsewhere',
    Properties: {
      PolicyName: 'pass',
      Roles: [role],
      PolicyDocument: {
        Statement: {
          Effect: 'Allow',
          Action: 'iam:PassRole',
          Resource: roleArn('passed'),
          Condition: { StringEquals: { 'iam:PassedToService': names } },
        },
      },
    },
  };
}

type Settings = SmallStack['settings'];
type Attempt = (settings: Settings, role: string, name: string) => Promise<unknown>;
const calls: Readonly<Record<string, Attempt>> = {
  CreateFunction: (settings, role, name) =>
    new LambdaClient(settings).send(
      new CreateFunctionCommand({
        FunctionName: name,
        Role: role,
        Runtime: 'nodejs24.x',
        Handler: 'index.handler',
        Code: { ZipFile: aPackage('exports.handler = async () => 1;') },
      }),
    ),
  CreateStateMachine: (settings, role, name) =>
    new SFNClient(settings).send(
      new CreateStateMachineCommand({
        name,
        roleArn: role,
        definition: JSON.stringify(DEFINITION),
      }),
    ),
  PutTargets: (settings, role) =>
    new EventBridgeClient(settings).send(
      new PutTargetsCommand({
        Rule: 'rule',
        Targets: [{ Id: '1', RoleArn: role, Arn: 'arn:aws:sqs:eu-west-1:123456789012:jobs' }],
      }),
    ),
  CreateDeploymentGroup: (settings, role, name) =>
    new CodeDeployClient(settings).send(
      new CreateDeploymentGroupCommand({
        applicationName: 'shop',
        deploymentGroupName: name,
        serviceRoleArn: role,
        deploymentStyle: { deploymentType: 'BLUE_GREEN', deploymentOption: 'WITH_TRAFFIC_CONTROL' },
      }),
    ),
};
const outcomeOf = (attempt: Promise<unknown>): Promise<string> =>
  attempt.then(
    () => 'done',
    (error: Error) => `${error.name}: ${error.message}`,
  );

describe.each(Object.entries(calls))('%s', (_, attempt) => {
  it.each(['plain', 'only-elsewhere'])('is refused to the role %s', async (caller) => {
    expect(await outcomeOf(attempt(stack.settingsOf(caller), roleArn('passed'), caller))).toBe(
      `AccessDeniedException: User: arn:aws:sts::123456789012:assumed-role/${caller}/session is not authorized to ` +
        'perform: iam:PassRole on resource: arn:aws:iam::123456789012:role/passed because no identity-based policy ' +
        'allows the iam:PassRole action',
    );
  });
  it('is done for a role that may pass this one to this service', async () => {
    const settings = stack.settingsOf('passing');
    expect(await outcomeOf(attempt(settings, roleArn('passed'), 'passing'))).toBe('done');
  });
  it('asks the operator for nothing', async () => {
    expect(await outcomeOf(attempt(stack.settings, roleArn('passed'), 'operators'))).toBe('done');
  });
});

it.each([
  ['CreateFunction', 'InvalidParameterValueException'],
  ['CreateStateMachine', 'AccessDeniedException'],
  ['CreateDeploymentGroup', 'InvalidRoleException'],
])('%s refuses a role that does not trust the service with %s', async (name, code) => {
  const attempt = calls[name]?.(stack.settings, roleArn('untrusting'), 'untrusted');
  expect(await outcomeOf(attempt ?? Promise.resolve())).toMatch(new RegExp(`^${code}: `));
});
