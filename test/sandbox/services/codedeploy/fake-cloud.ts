import type {
  BatchGetDeploymentTargetsOutput,
  CreateDeploymentInput,
  CreateDeploymentOutput,
  GetDeploymentOutput,
  LambdaTarget,
  LifecycleEventStatus,
} from '@aws-sdk/client-codedeploy';

import { createClock } from '../../../../sandbox/clock';
import { createHosts } from '../../../../sandbox/hosts/hosts';
import {
  type AliasState,
  AwsError,
  type Caller,
  type Cloud,
  type Journal,
  type JournalEntry,
  type Operation,
  type ServiceEvent,
  type TimedEntry,
} from '../../../../sandbox/service';
import { createSeededRandom } from '../../../../sandbox/wire/random';
import {
  createCodeDeploy,
  type CodeDeployParts,
} from '../../../../sandbox/services/codedeploy/codedeploy';

export const NOON = Date.parse('2026-03-02T12:00:00.000Z');
export const MINUTE = 60_000;
export const ROLE = 'arn:aws:iam::123456789012:role/service-role';
export const OPERATOR: Caller = { kind: 'operator', arn: 'arn:aws:iam::123456789012:root' };

export interface HookEvent {
  readonly DeploymentId: string;
  readonly LifecycleEventHookExecutionId: string;
}
export interface Invocation {
  readonly functionName: string;
  readonly payload: HookEvent;
  readonly atEpochMs: number;
}
/** What a test may look at and turn: the ports' insides. */
export interface World {
  readonly cloud: Cloud;
  readonly codedeploy: CodeDeployParts;
  readonly alias: { state: AliasState | undefined };
  readonly versions: Set<string>;
  readonly alarms: Map<string, 'OK' | 'ALARM' | 'INSUFFICIENT_DATA'>;
  /** Hook functions that exist, and what each does when it is invoked. */
  readonly functions: Map<string, (event: HookEvent) => void>;
  readonly permissions: { isAllowed: Cloud['ports']['identity']['isAllowed'] };
  readonly invocations: Invocation[];
  readonly events: ServiceEvent[];
  readonly topics: { topicArn: string; subject?: string; body: string }[];
  readonly journal: TimedEntry[];
  readonly clockErrors: unknown[];
}

/** One function, `checkout` with versions 1, 2, 3 and the alias `live` on 1; hooks `CodeDeployHook_before` and `…_after`. */
export const createWorld = (options?: { readonly hooksRunOnRollback: boolean }): World => {
  const inside = {
    alias: { state: { version: '1', additional: {} } },
    versions: new Set(['1', '2', '3']),
    alarms: new Map(),
    functions: new Map([
      ['CodeDeployHook_before', () => undefined],
      ['CodeDeployHook_after', () => undefined],
    ]),
    permissions: { isAllowed: () => undefined },
    invocations: [],
    events: [],
    topics: [],
    journal: [],
    clockErrors: [],
  } satisfies Omit<World, 'cloud' | 'codedeploy'>;
  const world: Omit<World, 'cloud' | 'codedeploy'> = inside;
  const clock = createClock({
    startEpochMs: NOON,
    speed: 0,
    onError: (error) => world.clockErrors.push(error),
  });
  const random = createSeededRandom(7);
  const journal: Journal = {
    record: (entry: JournalEntry) =>
      world.journal.push({
        ...entry,
        atEpochMs: clock.nowEpochMs(),
        sequence: world.journal.length,
      }),
    entries: () => world.journal,
    follow: () => () => undefined,
  };
  const cloud: Cloud = {
    account: '123456789012',
    region: 'eu-west-1',
    clock,
    random,
    journal,
    endpoint: () => 'http://127.0.0.1:0',
    ports: {
      events: { emit: (event) => world.events.push(event) },
      functions: {
        invokeAsync: (functionName, payload) => {
          const hook = world.functions.get(functionName);
          if (hook === undefined)
            throw new AwsError('ResourceNotFoundException', `Function not found: ${functionName}`);
          const event: HookEvent = JSON.parse(payload);
          world.invocations.push({ functionName, payload: event, atEpochMs: clock.nowEpochMs() });
          hook(event);
        },
        invoke: () => Promise.reject(new Error('not used by CodeDeploy')),
        findAlias: (functionName, alias) =>
          functionName === 'checkout' && alias === 'live' ? world.alias.state : undefined,
        hasVersion: (functionName, version) =>
          functionName === 'checkout' && world.versions.has(version),
        pointAlias: (_functionName, _alias, target) => {
          if (world.alias.state === undefined)
            throw new AwsError('ResourceNotFoundException', 'Cannot find alias live');
          world.alias.state = target;
        },
      },
      queues: {
        send: () => undefined,
        receive: () => [],
        remove: () => undefined,
        watch: () => () => undefined,
      },
      topics: {
        publish: (topicArn, message) => void world.topics.push({ topicArn, ...message }),
      },
      alarms: { stateOf: (name) => world.alarms.get(name) },
      hosts: createHosts({ clock, random, journal }),
      identity: {
        isAllowed: (...request) => world.permissions.isAllowed(...request),
        trusts: () => undefined,
        credentialsFor: () => ({}),
      },
    },
  };
  return { ...world, cloud, codedeploy: createCodeDeploy(cloud, options) };
};

/** Runs the body while time stands still but for the body's own `sleep`; ends with the clock stopped. */
export const inTime = async (
  world: World,
  body: (sleep: (delayMs: number) => Promise<void>) => Promise<void>,
): Promise<void> => {
  await world.cloud.clock.hold(() => body((delayMs) => world.cloud.clock.sleep(delayMs)));
  world.cloud.clock.stop();
  expect(world.clockErrors).toEqual([]);
};

// The wire checks inputs and outputs against the model; a test takes its own for what it says.
const isTaken = <Value>(_value: unknown): _value is Value => true;
const required = <Value>(value: Value | undefined): Value => {
  if (value === undefined) throw new Error('The answer lacks what the test looks for.');
  return value;
};

/** The operation as the wire would call it, authorisation's look-up included. */
export const call = <Output>(
  world: World,
  name: string,
  input: unknown,
  caller: Caller = OPERATOR,
): Output => {
  const operation: Operation<unknown, unknown> | undefined =
    world.codedeploy.service.operations[name];
  if (operation === undefined) throw new Error(`CodeDeploy has no operation ${name}`);
  operation.resources(input);
  const output = operation.run(input, { caller, requestId: 'request' });
  if (isTaken<Output>(output)) return output;
  throw new Error('not reached');
};

/** The code of the AwsError that the call ends in; `none` where it ends well. */
export const codeOf = (act: () => unknown): string => {
  try {
    act();
    return 'none';
  } catch (error) {
    return error instanceof AwsError ? error.code : `not an AwsError: ${String(error)}`;
  }
};

export interface SpecOptions {
  readonly from?: string;
  readonly to?: string;
  readonly before?: string;
  readonly after?: string;
}
export const anAppSpec = ({ from = '1', to = '2', before, after }: SpecOptions = {}): string =>
  JSON.stringify({
    version: '0.0',
    Resources: [
      {
        Checkout: {
          Type: 'AWS::Lambda::Function',
          Properties: { Name: 'checkout', Alias: 'live', CurrentVersion: from, TargetVersion: to },
        },
      },
    ],
    Hooks: [
      ...(before === undefined ? [] : [{ BeforeAllowTraffic: before }]),
      ...(after === undefined ? [] : [{ AfterAllowTraffic: after }]),
    ],
  });
export const BOTH_HOOKS: SpecOptions = {
  before: 'CodeDeployHook_before',
  after: 'CodeDeployHook_after',
};

/** Application `shop` and group `checkout`, rolled back on everything unless the overrides say otherwise. */
export const createGroup = (world: World, overrides: object = {}): void => {
  call(world, 'CreateApplication', { applicationName: 'shop', computePlatform: 'Lambda' });
  call(world, 'CreateDeploymentGroup', {
    applicationName: 'shop',
    deploymentGroupName: 'checkout',
    serviceRoleArn: ROLE,
    deploymentConfigName: 'CodeDeployDefault.LambdaCanary10Percent5Minutes',
    deploymentStyle: {
      deploymentType: 'BLUE_GREEN',
      deploymentOption: 'WITH_TRAFFIC_CONTROL',
    },
    autoRollbackConfiguration: {
      enabled: true,
      events: ['DEPLOYMENT_FAILURE', 'DEPLOYMENT_STOP_ON_ALARM', 'DEPLOYMENT_STOP_ON_REQUEST'],
    },
    ...overrides,
  });
};

export const deploy = (
  world: World,
  spec: SpecOptions = {},
  overrides: Partial<CreateDeploymentInput> = {},
): string =>
  required(
    call<CreateDeploymentOutput>(world, 'CreateDeployment', {
      applicationName: 'shop',
      deploymentGroupName: 'checkout',
      revision: { revisionType: 'AppSpecContent', appSpecContent: { content: anAppSpec(spec) } },
      ...overrides,
    }).deploymentId,
  );

export type Info = NonNullable<GetDeploymentOutput['deploymentInfo']>;
export const get = (world: World, deploymentId: string): Info =>
  required(call<GetDeploymentOutput>(world, 'GetDeployment', { deploymentId }).deploymentInfo);

export const targetOf = (world: World, deploymentId: string): LambdaTarget =>
  required(
    call<BatchGetDeploymentTargetsOutput>(world, 'BatchGetDeploymentTargets', {
      deploymentId,
      targetIds: ['checkout'],
    }).deploymentTargets?.[0]?.lambdaTarget,
  );

/** Lifecycle event to status. */
export const eventsOf = (
  world: World,
  deploymentId: string,
): Readonly<Record<string, LifecycleEventStatus | undefined>> =>
  Object.fromEntries(
    (targetOf(world, deploymentId).lifecycleEvents ?? []).map((event) => [
      event.lifecycleEventName,
      event.status,
    ]),
  );

export const answer = (world: World, event: HookEvent, status: string | undefined): void =>
  call(world, 'PutLifecycleEventHookExecutionStatus', {
    deploymentId: event.DeploymentId,
    lifecycleEventHookExecutionId: event.LifecycleEventHookExecutionId,
    status,
  });

/** Makes the hook function answer a second after it is invoked. */
export const answersWith = (world: World, functionName: string, status: 'Succeeded' | 'Failed') =>
  world.functions.set(functionName, (event) => {
    world.cloud.clock.after(1_000, () => answer(world, event, status));
  });

/** The rollback deployment of this one. */
export const rollbackOf = (world: World, deploymentId: string): Info => {
  const id = get(world, deploymentId).rollbackInfo?.rollbackDeploymentId;
  if (id === undefined) throw new Error(`${deploymentId} was not rolled back`);
  return get(world, id);
};
