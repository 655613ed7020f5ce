import type {
  DescribeServicesResponse,
  Service as EcsService,
  ServiceDeployment,
} from '@aws-sdk/client-ecs';
import type { DeploymentInfo, ECSTarget } from '@aws-sdk/client-codedeploy';
import { createClock } from '../../sandbox/clock';
import {
  AwsError,
  type Call,
  type Cloud,
  type InvocationResult,
  type Operation,
  type Ports,
  type Service,
  type ServiceEvent,
} from '../../sandbox/service';
import { createCodeDeploy } from '../../sandbox/services/codedeploy/codedeploy';
import { createEcs } from '../../sandbox/services/ecs/ecs';
import { createJournal } from '../../sandbox/wire/journal';
import { createSeededRandom } from '../../sandbox/wire/random';

export const NOON = Date.UTC(2026, 10, 21, 12);
export const SECOND = 1_000;
export const MINUTE = 60_000;
export const ROLE = 'arn:aws:iam::123456789012:role/deployer';
const ELB = 'arn:aws:elasticloadbalancing:eu-west-1:123456789012';
export const BLUE_GROUP = `${ELB}:targetgroup/web-blue/1111111111111111`;
export const GREEN_GROUP = `${ELB}:targetgroup/web-green/2222222222222222`;
export const PROD = `${ELB}:listener/app/shop/50dc6c495c0c9188/prod`;
export const TEST = `${ELB}:listener/app/shop/50dc6c495c0c9188/test`;
export const PROD_RULE = `${ELB}:listener-rule/app/shop/50dc6c495c0c9188/f2f7dc8e/prod`;
export const TEST_RULE = `${ELB}:listener-rule/app/shop/50dc6c495c0c9188/f2f7dc8e/test`;

const OPERATOR: Call = {
  caller: { kind: 'operator', arn: 'arn:aws:iam::123456789012:root' },
  requestId: 'request',
};

/** CodeDeploy's hook event, or ECS's. */
export interface HookEvent {
  readonly DeploymentId: string;
  readonly LifecycleEventHookExecutionId: string;
  readonly lifecycleStage: string;
  readonly executionDetails: {
    readonly targetServiceRevisionArn: string;
    readonly testTrafficWeights: Readonly<Record<string, number>>;
    readonly productionTrafficWeights: Readonly<Record<string, number>>;
  };
  readonly hookDetails?: unknown;
}

/** ECS and CodeDeploy on one virtual clock; functions, alarms and roles are the test's to turn. */
export const createContainerWorld = () => {
  const clockErrors: unknown[] = [];
  const clock = createClock({
    startEpochMs: NOON,
    speed: 0,
    onError: (it) => clockErrors.push(it),
  });
  const journal = createJournal(clock);
  const alarms = new Map<string, 'OK' | 'ALARM' | 'INSUFFICIENT_DATA'>();
  const events: ServiceEvent[] = [];
  /** What functions return to ECS, or do with CodeDeploy's event. */
  const functions = new Map<string, (event: HookEvent) => unknown>();
  const invocations: { name: string; event: HookEvent; atMs: number }[] = [];
  const identity = {
    isAllowed: (_role: string, _action: string, _resource: string): boolean | undefined =>
      undefined,
    trusts: (_role: string, _service: string): boolean | undefined => undefined,
  };
  const run = (name: string, payload: string): unknown => {
    const shortName = name.slice(name.lastIndexOf(':') + 1);
    const handler = functions.get(shortName);
    if (handler === undefined)
      throw new AwsError('ResourceNotFoundException', `Function not found: ${name}`);
    const event: HookEvent = JSON.parse(payload);
    invocations.push({ name: shortName, event, atMs: clock.nowEpochMs() - NOON });
    return handler(event);
  };
  const ports = {
    events: { emit: (event: ServiceEvent) => void events.push(event) },
    functions: {
      invokeAsync: (name: string, payload: string) => void run(name, payload),
      invoke: async (name: string, payload: string): Promise<InvocationResult> => {
        const returned = run(name, payload);
        return returned instanceof Error
          ? { payload: '{"errorMessage":"boom"}', functionError: 'Unhandled', executedVersion: '1' }
          : { payload: JSON.stringify(returned ?? null), executedVersion: '1' };
      },
    },
    topics: { publish: () => undefined },
    alarms: { stateOf: (name: string) => alarms.get(name) },
    identity: {
      isAllowed: (...request: [string, string, string]) => identity.isAllowed(...request),
      trusts: (...request: [string, string]) => identity.trusts(...request),
    },
  } as unknown as Ports;
  const cloud: Cloud = {
    account: '123456789012',
    region: 'eu-west-1',
    clock,
    random: createSeededRandom(7),
    journal,
    ports,
    endpoint: () => 'http://127.0.0.1:4580',
  };
  const ecs = createEcs(cloud);
  const codedeploy = createCodeDeploy(cloud, {
    hooksRunOnRollback: false,
    containers: ecs.forCodeDeploy,
  });
  return {
    ...{ cloud, clock, clockErrors, journal, alarms, events, functions, invocations, identity },
    ...{ ecs, codedeploy },
  };
};
export type ContainerWorld = ReturnType<typeof createContainerWorld>;

/** Runs the body while time stands still but for the body's own `sleep`; ends with the clock stopped. */
export const inTime = async (
  world: ContainerWorld,
  body: (sleep: (delayMs: number) => Promise<void>) => Promise<void>,
): Promise<void> => {
  await world.clock.hold(() => body((delayMs) => world.clock.sleep(delayMs)));
  world.clock.stop();
  expect(world.clockErrors).toEqual([]);
};

const callOf =
  (pick: (world: ContainerWorld) => Service) =>
  <Output = Readonly<Record<string, unknown>>>(
    world: ContainerWorld,
    name: string,
    input: object,
  ): Output => {
    const operation = pick(world).operations[name] as unknown as Operation<object, unknown>;
    operation.resources(input);
    return operation.run(input, OPERATOR) as Output;
  };
/** An operation of ECS as the wire would run it. */
export const onEcs = callOf(({ ecs }) => ecs.service);
export const onCodeDeploy = callOf(({ codedeploy }) => codedeploy.service);

/** `code: sentence` of the AwsError that the call ends in; `none` where it ends well. */
export const refusalOf = (act: () => unknown): string => {
  try {
    act();
    return 'none';
  } catch (error) {
    return error instanceof AwsError ? `${error.code}: ${error.message}` : String(error);
  }
};

/** Cluster `shop`, and revisions 1 to 3 of the task definition `web`. */
export const createShop = (world: ContainerWorld): void => {
  onEcs(world, 'CreateCluster', { clusterName: 'shop' });
  for (const image of ['web:1', 'web:2', 'web:3'])
    onEcs(world, 'RegisterTaskDefinition', {
      family: 'web',
      containerDefinitions: [{ name: 'app', image, portMappings: [{ containerPort: 8080 }] }],
    });
};

/** Service `web` of three tasks of `web:1`, deployed by CodeDeploy. */
export const createWebForCodeDeploy = (world: ContainerWorld, overrides: object = {}): void => {
  createShop(world);
  onEcs(world, 'CreateService', {
    cluster: 'shop',
    serviceName: 'web',
    taskDefinition: 'web:1',
    desiredCount: 3,
    deploymentController: { type: 'CODE_DEPLOY' },
    loadBalancers: [{ targetGroupArn: BLUE_GROUP, containerName: 'app', containerPort: 8080 }],
    ...overrides,
  });
};

export const ECS_GROUP = {
  applicationName: 'shop',
  deploymentGroupName: 'web',
  serviceRoleArn: ROLE,
  deploymentConfigName: 'CodeDeployDefault.ECSCanary10Percent5Minutes',
  deploymentStyle: { deploymentType: 'BLUE_GREEN', deploymentOption: 'WITH_TRAFFIC_CONTROL' },
  ecsServices: [{ clusterName: 'shop', serviceName: 'web' }],
  loadBalancerInfo: {
    targetGroupPairInfoList: [
      {
        targetGroups: [{ name: 'web-blue' }, { name: 'web-green' }],
        prodTrafficRoute: { listenerArns: [PROD] },
        testTrafficRoute: { listenerArns: [TEST] },
      },
    ],
  },
  blueGreenDeploymentConfiguration: {
    deploymentReadyOption: { actionOnTimeout: 'CONTINUE_DEPLOYMENT', waitTimeInMinutes: 0 },
    terminateBlueInstancesOnDeploymentSuccess: {
      action: 'TERMINATE',
      terminationWaitTimeInMinutes: 60,
    },
  },
  autoRollbackConfiguration: {
    enabled: true,
    events: ['DEPLOYMENT_FAILURE', 'DEPLOYMENT_STOP_ON_ALARM', 'DEPLOYMENT_STOP_ON_REQUEST'],
  },
};

/** Application `shop` and group `web`: a canary of 10 % for five minutes, an hour until the original task set goes. */
export const createEcsGroup = (world: ContainerWorld, overrides: object = {}): void => {
  onCodeDeploy(world, 'CreateApplication', { applicationName: 'shop', computePlatform: 'ECS' });
  onCodeDeploy(world, 'CreateDeploymentGroup', { ...ECS_GROUP, ...overrides });
};

export const anEcsAppSpec = (
  taskDefinition = 'arn:aws:ecs:eu-west-1:123456789012:task-definition/web:2',
  hooks: Readonly<Record<string, string>> = {},
): string =>
  JSON.stringify({
    version: '0.0',
    Resources: [
      {
        TargetService: {
          Type: 'AWS::ECS::Service',
          Properties: {
            TaskDefinition: taskDefinition,
            LoadBalancerInfo: { ContainerName: 'app', ContainerPort: 8080 },
          },
        },
      },
    ],
    Hooks: Object.entries(hooks).map(([event, name]) => ({ [event]: name })),
  });

export const release = (
  world: ContainerWorld,
  content: string = anEcsAppSpec(),
  overrides: object = {},
): string =>
  onCodeDeploy<{ deploymentId: string }>(world, 'CreateDeployment', {
    applicationName: 'shop',
    deploymentGroupName: 'web',
    revision: { revisionType: 'AppSpecContent', appSpecContent: { content } },
    ...overrides,
  }).deploymentId;

export const deploymentOf = (world: ContainerWorld, deploymentId: string): DeploymentInfo =>
  onCodeDeploy<{ deploymentInfo: DeploymentInfo }>(world, 'GetDeployment', { deploymentId })
    .deploymentInfo;

export const ecsTargetOf = (world: ContainerWorld, deploymentId: string): ECSTarget =>
  onCodeDeploy<{ deploymentTargets: { ecsTarget: ECSTarget }[] }>(
    world,
    'BatchGetDeploymentTargets',
    { deploymentId, targetIds: ['shop:web'] },
  ).deploymentTargets[0]!.ecsTarget;

/** Makes a hook function answer CodeDeploy a second after it is invoked. */
export const answersWith = (
  world: ContainerWorld,
  functionName: string,
  status: 'Succeeded' | 'Failed',
): void =>
  void world.functions.set(functionName, (event) => {
    world.clock.after(SECOND, () =>
      onCodeDeploy(world, 'PutLifecycleEventHookExecutionStatus', {
        deploymentId: event.DeploymentId,
        lifecycleEventHookExecutionId: event.LifecycleEventHookExecutionId,
        status,
      }),
    );
  });

/** Shares by target group, as the listener has them. */
export const routesOf = ({ ecs }: ContainerWorld, listenerArn: string) =>
  ecs.forCodeDeploy.listeners.weightsOf(listenerArn);

export const webOf = (world: ContainerWorld): EcsService =>
  onEcs<DescribeServicesResponse>(world, 'DescribeServices', {
    cluster: 'shop',
    services: ['web'],
  }).services![0]!;

export const HOOK_ROLE = 'arn:aws:iam::123456789012:role/ecs-hooks';
export const HOOK = 'arn:aws:lambda:eu-west-1:123456789012:function:judge';

/** Service `web` of three tasks of `web:1`, deployed by ECS itself; its first deployment begins. */
export const createWebForEcs = (
  world: ContainerWorld,
  deploymentConfiguration: object = {},
  overrides: object = {},
): void => {
  createShop(world);
  onEcs(world, 'CreateService', {
    cluster: 'shop',
    serviceName: 'web',
    taskDefinition: 'web:1',
    desiredCount: 3,
    deploymentConfiguration,
    loadBalancers: [
      {
        targetGroupArn: BLUE_GROUP,
        containerName: 'app',
        containerPort: 8080,
        advancedConfiguration: {
          alternateTargetGroupArn: GREEN_GROUP,
          productionListenerRule: PROD_RULE,
          testListenerRule: TEST_RULE,
          roleArn: ROLE,
        },
      },
    ],
    ...overrides,
  });
};

/** A Lambda hook at the given stages. */
export const hookAt = (...lifecycleStages: readonly string[]) => ({
  hookTargetArn: HOOK,
  roleArn: HOOK_ROLE,
  lifecycleStages,
});

/** Deploys `web:2`, or another revision, and gives the service deployment's ARN. */
export const updateWeb = (
  world: ContainerWorld,
  taskDefinition = 'web:2',
  overrides: object = {},
): string => {
  onEcs(world, 'UpdateService', {
    cluster: 'shop',
    service: 'web',
    taskDefinition,
    ...overrides,
  });
  return onEcs<{ serviceDeployments: { serviceDeploymentArn: string }[] }>(
    world,
    'ListServiceDeployments',
    { cluster: 'shop', service: 'web' },
  ).serviceDeployments[0]!.serviceDeploymentArn;
};

export const serviceDeploymentOf = (world: ContainerWorld, arn: string): ServiceDeployment =>
  onEcs<{ serviceDeployments: ServiceDeployment[] }>(world, 'DescribeServiceDeployments', {
    serviceDeploymentArns: [arn],
  }).serviceDeployments[0]!;
