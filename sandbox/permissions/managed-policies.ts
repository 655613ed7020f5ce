import { parsePolicy, type Statement } from './policy';

interface ManagedStatement {
  readonly actions: readonly string[];
  readonly resources?: readonly string[];
  readonly condition?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

const LOGS = ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'];
const OBJECTS = ['s3:GetObject', 's3:GetObjectVersion'];
const lambdaDeployment = (topics: string): readonly ManagedStatement[] => [
  {
    actions: ['cloudwatch:DescribeAlarms', 'lambda:UpdateAlias', 'lambda:GetAlias'],
  },
  { actions: ['lambda:GetProvisionedConcurrencyConfig'] },
  { actions: ['sns:Publish'], resources: [topics] },
  { actions: OBJECTS, resources: ['arn:aws:s3:::*/CodeDeploy/*'] },
  {
    actions: OBJECTS,
    condition: { StringEquals: { 's3:ExistingObjectTag/UseWithCodeDeploy': 'true' } },
  },
  // A hook's function must be named so, or the group's role needs a policy of its own for it.
  {
    actions: ['lambda:InvokeFunction'],
    resources: ['arn:aws:lambda:*:*:function:CodeDeployHook_*'],
  },
];

const TASK_SETS = [
  'ecs:DescribeServices',
  'ecs:CreateTaskSet',
  'ecs:UpdateServicePrimaryTaskSet',
  'ecs:DeleteTaskSet',
  'elasticloadbalancing:DescribeTargetGroups',
  'elasticloadbalancing:DescribeListeners',
  'elasticloadbalancing:ModifyListener',
  'elasticloadbalancing:DescribeRules',
  'elasticloadbalancing:ModifyRule',
  'cloudwatch:DescribeAlarms',
];
const passTaskRoles = (resources: readonly string[]): ManagedStatement => ({
  actions: ['iam:PassRole'],
  resources,
  condition: { StringLike: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' } },
});

/**
 * What the policies that AWS manages allow, for those that a stack with functions and CodeDeploy attaches.
 * Assumed, written from memory of the pages that list them:
 * https://docs.aws.amazon.com/codedeploy/latest/userguide/managed-policies.html,
 * https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html
 * Left out of AWSCodeDeployRole: what it may do to Auto Scaling groups beyond hooks, and to load balancers.
 */
const managedPolicies: Readonly<Record<string, readonly ManagedStatement[]>> = {
  'service-role/AWSLambdaBasicExecutionRole': [{ actions: LOGS }],
  'service-role/AWSLambdaSQSQueueExecutionRole': [
    {
      actions: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes', ...LOGS],
    },
  ],
  'service-role/AWSLambdaVPCAccessExecutionRole': [
    {
      actions: [
        ...LOGS,
        'ec2:CreateNetworkInterface',
        'ec2:DescribeNetworkInterfaces',
        'ec2:DescribeSubnets',
        'ec2:DeleteNetworkInterface',
        'ec2:AssignPrivateIpAddresses',
        'ec2:UnassignPrivateIpAddresses',
      ],
    },
  ],
  AWSXRayDaemonWriteAccess: [
    {
      actions: [
        'xray:PutTraceSegments',
        'xray:PutTelemetryRecords',
        'xray:GetSamplingRules',
        'xray:GetSamplingTargets',
        'xray:GetSamplingStatisticSummaries',
      ],
    },
  ],
  'service-role/AWSCodeDeployRoleForLambda': lambdaDeployment('*'),
  'service-role/AWSCodeDeployRoleForLambdaLimited': lambdaDeployment(
    'arn:aws:sns:*:*:CodeDeployTopic_*',
  ),
  // Unlike those for Lambda, the wide one lets CodeDeploy invoke any function.
  AWSCodeDeployRoleForECS: [
    { actions: [...TASK_SETS, 'lambda:InvokeFunction', 'sns:Publish', ...OBJECTS] },
    passTaskRoles(['*']),
  ],
  AWSCodeDeployRoleForECSLimited: [
    { actions: TASK_SETS },
    { actions: ['sns:Publish'], resources: ['arn:aws:sns:*:*:CodeDeployTopic_*'] },
    {
      actions: ['lambda:InvokeFunction'],
      resources: ['arn:aws:lambda:*:*:function:CodeDeployHook_*'],
    },
    {
      actions: OBJECTS,
      condition: { StringEquals: { 's3:ExistingObjectTag/UseWithCodeDeploy': 'true' } },
    },
    passTaskRoles([
      'arn:aws:iam::*:role/ecsTaskExecutionRole',
      'arn:aws:iam::*:role/ECSTaskExecution*',
    ]),
  ],
  'service-role/AWSCodeDeployRole': [
    {
      actions: [
        'autoscaling:CompleteLifecycleAction',
        'autoscaling:DeleteLifecycleHook',
        'autoscaling:DescribeAutoScalingGroups',
        'autoscaling:DescribeLifecycleHooks',
        'autoscaling:PutLifecycleHook',
        'autoscaling:RecordLifecycleActionHeartbeat',
        'ec2:DescribeInstances',
        'ec2:DescribeInstanceStatus',
        'ec2:TerminateInstances',
        'tag:GetResources',
        'sns:Publish',
        'cloudwatch:DescribeAlarms',
        'cloudwatch:PutMetricAlarm',
      ],
    },
  ],
};

const PREFIX = 'arn:aws:iam::aws:policy/';

/** What stands after `policy/` in the ARN of each that the sandbox knows. */
export const awsManagedPolicyNames: readonly string[] = Object.keys(managedPolicies);

/** As JSON text; undefined where the sandbox does not know the policy. */
export const managedPolicyDocument = (policyArn: string): string | undefined => {
  const policy = managedPolicies[policyArn.replace(PREFIX, '')];
  return (
    policy &&
    JSON.stringify({
      Version: '2012-10-17',
      Statement: policy.map(({ actions, resources = ['*'], condition }) => ({
        Effect: 'Allow',
        Action: actions,
        Resource: resources,
        ...(condition === undefined ? {} : { Condition: condition }),
      })),
    })
  );
};

/** Undefined where the sandbox does not know the policy. */
export const findManagedPolicy = (policyArn: string): readonly Statement[] | undefined => {
  const document = managedPolicyDocument(policyArn);
  return document === undefined ? undefined : parsePolicy(document);
};
