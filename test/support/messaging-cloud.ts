import { createClock } from '../../sandbox/clock';
import type { Clock } from '../../sandbox/clock';
import type {
  Call,
  Cloud,
  FunctionsPort,
  IdentityPort,
  Ports,
  Service,
  ServicePrincipal,
  TimedEntry,
} from '../../sandbox/service';
import { AwsError } from '../../sandbox/service';
import { createCloudWatch } from '../../sandbox/services/cloudwatch/cloudwatch';
import { createEventBridge } from '../../sandbox/services/eventbridge/eventbridge';
import { createSns } from '../../sandbox/services/sns/sns';
import { createSqs } from '../../sandbox/services/sqs/sqs';
import { createParameters } from '../../sandbox/services/ssm/parameters';
import { createJournal } from '../../sandbox/wire/journal';
import { createSeededRandom } from '../../sandbox/wire/random';

export const NOON = Date.UTC(2026, 10, 21, 12, 0, 0);
const OPERATOR: Call = {
  caller: { kind: 'operator', arn: 'arn:aws:iam::123456789012:user/operator' },
  requestId: 'request-1',
};

export interface Invocation {
  readonly name: string;
  readonly payload: unknown;
  readonly as?: ServicePrincipal;
}

/** The five messaging services on one virtual clock, and functions that only note what they are invoked with. */
export const aMessagingCloud = () => {
  const clock: Clock = createClock({
    startEpochMs: NOON,
    speed: 0,
    onError: (error) => {
      throw error;
    },
  });
  const journal = createJournal(clock);
  const invocations: Invocation[] = [];
  /** What the next invocations throw, by function. */
  const failures = new Map<string, AwsError>();
  /** Role ARN → whether it may do what is asked; a role that is not named is not known. */
  const roles = new Map<string, boolean>();
  const functions: Partial<FunctionsPort> = {
    invokeAsync: (name, payload, as) => {
      const failure = failures.get(name);
      if (failure !== undefined) throw failure;
      invocations.push({ name, payload: JSON.parse(payload), as });
    },
    hasVersion: (name) => name !== 'absent',
  };
  const identity: Partial<IdentityPort> = {
    isAllowed: (roleArn) => roles.get(roleArn),
    trusts: (roleArn) => (roles.has(roleArn) ? true : undefined),
  };
  const ports = { functions, identity } as Ports & Record<string, unknown>;
  const cloud: Cloud = {
    account: '123456789012',
    region: 'eu-west-1',
    clock,
    random: createSeededRandom(1),
    journal,
    ports,
    endpoint: () => 'http://127.0.0.1:4566',
  };
  const events = createEventBridge(cloud);
  const sqs = createSqs(cloud);
  const sns = createSns(cloud);
  const cloudwatch = createCloudWatch(cloud);
  const parameters = createParameters(cloud);
  Object.assign(ports, {
    events: events.port,
    queues: sqs.port,
    topics: sns.port,
    alarms: cloudwatch.port,
  });
  return {
    cloud,
    clock,
    journal,
    invocations,
    failures,
    roles,
    events,
    sqs,
    sns,
    cloudwatch,
    parameters,
    /** Waits until the virtual clock has come to the given time after noon. */
    until: (sinceNoonMs: number) =>
      new Promise<void>((resolve) => clock.after(NOON + sinceNoonMs - clock.nowEpochMs(), resolve)),
    troubles: (): string[] =>
      journal
        .entries()
        .flatMap((entry: TimedEntry) => (entry.kind === 'trouble' ? [entry.message] : [])),
  };
};
export type MessagingCloud = ReturnType<typeof aMessagingCloud>;

/** Runs an operation as the wire would, as the operator. */
export const call = async <Output = Record<string, never>>(
  { service }: { service: Service },
  operationName: string,
  input: object,
): Promise<Output> => {
  const operation = service.operations[operationName];
  if (operation === undefined) throw new Error(`no operation ${operationName}`);
  return (await operation.run(input as never, OPERATOR)) as Output;
};

/** What the operation would be authorised on. */
export const resourcesOf = (
  { service }: { service: Service },
  operationName: string,
  input: object,
): readonly string[] => service.operations[operationName]!.resources(input as never);

/** The code and the words of the refusal. */
export const refusalOf = async (work: Promise<unknown>): Promise<string> => {
  try {
    await work;
  } catch (error) {
    if (error instanceof AwsError) return `${error.code}: ${error.message}`;
    throw error;
  }
  throw new Error('it was not refused');
};

/** Creates a resource of a template. */
export const create = async (
  { service }: { service: Service },
  type: string,
  properties: Readonly<Record<string, unknown>>,
) => service.resources![type]!.create({ logicalId: 'Thing', properties });

/** The bodies that are visible in a queue now. */
export const bodiesIn = ({ sqs }: MessagingCloud, queueArn: string): unknown[] =>
  sqs.port.receive(queueArn, 10).map(({ body }) => JSON.parse(body) as unknown);
