import {
  AttachRolePolicyCommand,
  CreateRoleCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  DetachRolePolicyCommand,
  PutRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { arnsOf, type ResourceNames } from '../probe';
import { type MakingContext, type Resource, TAGS } from '../resource';

interface WantedRole {
  readonly roleName: (names: ResourceNames) => string;
  readonly service: string;
  readonly what: string;
  /** Under `arn:aws:iam::aws:policy/`. */
  readonly managedPolicies?: readonly string[];
  /** What its own policy allows. */
  readonly statements?: (context: MakingContext) => readonly object[];
}

const POLICY = 'own';
const arnOfManaged = (name: string): string => `arn:aws:iam::aws:policy/${name}`;

const allow = (action: string | readonly string[], resource: string): object => ({
  Effect: 'Allow',
  Action: action,
  Resource: resource,
});

const aRole = (wanted: WantedRole): Resource => ({
  describe: (names) => `a role ${wanted.roleName(names)}, which ${wanted.what}`,
  needs: [],
  make: async (context) => {
    const { iam } = context.clients;
    const RoleName = wanted.roleName(context.names);
    const trust = {
      Effect: 'Allow',
      Principal: { Service: wanted.service },
      Action: 'sts:AssumeRole',
    };
    await iam.send(
      new CreateRoleCommand({
        RoleName,
        AssumeRolePolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: [trust] }),
        Tags: TAGS,
      }),
    );
    const { managedPolicies = [], statements } = wanted;
    for (const PolicyArn of managedPolicies.map(arnOfManaged))
      await iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn }));
    if (statements === undefined) return;
    const PolicyDocument = JSON.stringify({
      Version: '2012-10-17',
      Statement: statements(context),
    });
    await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: POLICY, PolicyDocument }));
  },
  remove: async ({ clients: { iam }, names }) => {
    const RoleName = wanted.roleName(names);
    const absent = (error: unknown): void => {
      if (!(error instanceof Error && error.name.startsWith('NoSuchEntity'))) throw error;
    };
    for (const PolicyArn of (wanted.managedPolicies ?? []).map(arnOfManaged))
      await iam.send(new DetachRolePolicyCommand({ RoleName, PolicyArn })).catch(absent);
    await iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName: POLICY })).catch(absent);
    await iam.send(new DeleteRoleCommand({ RoleName }));
  },
});

export const lambdaRole = aRole({
  roleName: ({ lambdaRoleName }) => lambdaRoleName,
  service: 'lambda.amazonaws.com',
  what: "Lambda may take on and which may send to the run's queue",
  statements: ({ names, place }) => [allow('sqs:SendMessage', arnsOf(names, place).queue)],
});

export const codeDeployRole = aRole({
  roleName: ({ codeDeployRoleName }) => codeDeployRoleName,
  service: 'codedeploy.amazonaws.com',
  what: "CodeDeploy may take on, with AWS's three policies for it",
  managedPolicies: [
    'service-role/AWSCodeDeployRole',
    'service-role/AWSCodeDeployRoleForLambda',
    'AWSCodeDeployRoleForECS',
  ],
});

/** It may read little and write nothing, but start machines of the run. */
export const statesRole = aRole({
  roleName: ({ statesRoleName }) => statesRoleName,
  service: 'states.amazonaws.com',
  what: "Step Functions may take on: it may start the run's machines, call its function, and read",
  statements: ({ names, place }) => {
    const arns = arnsOf(names, place);
    const { account, region } = place;
    return [
      allow('lambda:InvokeFunction', `${arns.function}*`),
      allow('lambda:GetFunctionConfiguration', `${arns.function}*`),
      allow('states:StartExecution', arns.machine('*')),
      allow(
        ['states:DescribeExecution', 'states:StopExecution'],
        `arn:aws:states:${region}:${account}:execution:${names.prefix}-*`,
      ),
      allow(
        ['events:PutTargets', 'events:PutRule', 'events:DescribeRule'],
        `arn:aws:events:${region}:${account}:rule/StepFunctionsGetEventsForStepFunctionsExecutionRule`,
      ),
      allow('cloudwatch:DescribeAlarms', arns.alarm('allowed')),
      allow(
        'ecs:CreateService',
        `arn:aws:ecs:${region}:${account}:service/${names.clusterName}/${names.prefix}-*`,
      ),
      allow('s3:ListBucket', `arn:aws:s3:::${names.bucketName}`),
      allow('s3:GetObject', `arn:aws:s3:::${names.bucketName}/*`),
      allow(
        [
          'codedeploy:GetApplication',
          'dynamodb:DescribeTable',
          'events:DescribeRule',
          'iam:GetRole',
          'sns:GetTopicAttributes',
          'sqs:GetQueueUrl',
          'ssm:GetParameter',
          'ecs:DescribeClusters',
          'codepipeline:GetPipelineState',
        ],
        '*',
      ),
    ];
  },
});
