import type {
  GetCommandInvocationResult,
  ListCommandsResult,
  SendCommandResult,
} from '@aws-sdk/client-ssm';
import { createClock } from '../../sandbox/clock';
import type { Host, HostOrder } from '../../sandbox/hosts/host';
import { createHosts } from '../../sandbox/hosts/hosts';
import {
  AwsError,
  type Caller,
  type Cloud,
  type ObjectsPort,
  type Operation,
  type Ports,
  type ServiceEvent,
} from '../../sandbox/service';
import { createSsm } from '../../sandbox/services/ssm/ssm';
import { createJournal } from '../../sandbox/wire/journal';
import { createSeededRandom } from '../../sandbox/wire/random';

export const NOON = Date.parse('2026-03-02T12:00:00.000Z');
const OPERATOR: Caller = { kind: 'operator', arn: 'arn:aws:iam::123456789012:root' };

/** Systems Manager and its hosts, at noon in virtual time. */
export const anSsm = () => {
  const clock = createClock({
    startEpochMs: NOON,
    speed: 0,
    onError: (error) => {
      throw error;
    },
  });
  const journal = createJournal(clock);
  const random = createSeededRandom(3);
  const events: ServiceEvent[] = [];
  const hosts = createHosts({ clock, random, journal });
  /** What is stored in the one bucket, `outputs`, by its key. */
  const stored = new Map<string, string>();
  const objects: ObjectsPort = {
    hasBucket: (bucket) => bucket === 'outputs',
    read: (_bucket, key) => Buffer.from(stored.get(key) ?? ''),
    put: (bucket, key, body) => {
      if (bucket !== 'outputs') throw new AwsError('NoSuchBucket', 'There is no such bucket.', 404);
      stored.set(key, Buffer.from(body).toString());
    },
  };
  const emit = (event: ServiceEvent) => events.push(event);
  const ports = { hosts, events: { emit }, objects };
  const cloud = {
    account: '123456789012',
    region: 'eu-west-1',
    clock,
    random,
    journal,
    ports: ports as Partial<Ports> as Ports,
    endpoint: () => 'http://127.0.0.1:0',
  } satisfies Cloud;
  const { service } = createSsm(cloud);
  const operationOf = (name: string): Operation<unknown, unknown> => {
    const operation: Operation<unknown, unknown> | undefined = service.operations[name];
    if (operation === undefined) throw new Error(`Systems Manager has no operation ${name}`);
    return operation;
  };
  const call = <Output = unknown>(name: string, input: object): Output => {
    const operation = operationOf(name);
    operation.resources(input);
    return operation.run(input, { caller: OPERATOR, requestId: 'request' }) as Output;
  };
  return {
    clock,
    hosts,
    stored,
    events,
    journal,
    service,
    call,
    resourcesOf: (name: string, input: object) => operationOf(name).resources(input),
    addHost: (order?: HostOrder): Host => hosts.add(order),
    /** The id of the command. */
    send: (instanceId: string | undefined, commands: readonly string[], more: object = {}) =>
      call<SendCommandResult>('SendCommand', {
        InstanceIds: [instanceId],
        DocumentName: 'AWS-RunShellScript',
        Parameters: { commands },
        ...more,
      }).Command?.CommandId ?? '',
    invocation: (CommandId: string, InstanceId: string | undefined, more: object = {}) =>
      call<GetCommandInvocationResult>('GetCommandInvocation', { CommandId, InstanceId, ...more }),
    command: (CommandId: string) =>
      call<ListCommandsResult>('ListCommands', { CommandId }).Commands?.[0],
  };
};
export type AnSsm = ReturnType<typeof anSsm>;

/** Runs the body while time stands still but for the body's own `sleep` (seconds). */
export const inTime = async (
  { clock }: AnSsm,
  body: (sleepSec: (seconds: number) => Promise<void>) => Promise<void>,
): Promise<void> => {
  await clock.hold(() => body((seconds) => clock.sleep(seconds * 1000)));
  clock.stop();
};

/** The code of the AwsError that the call ends in; `none` where it ends well. */
export const codeOf = (act: () => unknown): string => {
  try {
    act();
    return 'none';
  } catch (error) {
    if (error instanceof AwsError) return error.code;
    throw error;
  }
};
