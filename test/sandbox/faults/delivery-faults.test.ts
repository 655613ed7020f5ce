import type { Fault } from '../../../sandbox/faults/fault';
import { createFaults } from '../../../sandbox/faults/faults';
import { aMessagingCloud, create, type MessagingCloud } from '../../support/messaging-cloud';
import { aBench, untilTime } from '../services/lambda/a-lambda';

const FUNCTION = 'arn:aws:lambda:eu-west-1:123456789012:function:notify';
const QUEUE = 'arn:aws:sqs:eu-west-1:123456789012:jobs';
const MINUTE = 60_000;

// A schedule would keep a virtual clock running after its test.
const clouds: MessagingCloud[] = [];
afterEach(() => {
  for (const { clock } of clouds.splice(0)) clock.stop();
});

/** The messaging services with these faults. */
const aFaultyCloud = (...faults: readonly Fault[]) => {
  const cloud = aMessagingCloud();
  const { switches, ordered } = createFaults(cloud.cloud, {
    seed: 1,
    services: () => [cloud.sqs.service],
  });
  Object.assign(cloud.cloud, { faults: ordered });
  for (const fault of faults) switches.add(fault);
  clouds.push(cloud);
  return cloud;
};

/** Emits `one`, `two`, … at once; gives what the rule's function got in an hour, as `minute state id`. */
const deliveriesUnder = async (
  faults: readonly Fault[],
  states: readonly string[],
): Promise<readonly string[]> => {
  const cloud = aFaultyCloud(...faults);
  await create(cloud.events, 'AWS::Events::Rule', {
    Name: 'releases',
    EventPattern: { source: ['aws.codedeploy'] },
    Targets: [{ Id: 'one', Arn: FUNCTION }],
  });
  const seen: string[] = [];
  const startEpochMs = cloud.clock.nowEpochMs();
  const ids = new Map<string, string>();
  cloud.journal.follow((entry) => {
    if (entry.kind === 'event') ids.set(String(entry.event['id']), String(ids.size + 1));
    if (entry.kind === 'delivery')
      seen.push(
        `${(entry.atEpochMs - startEpochMs) / MINUTE} min: event ${ids.get(entry.eventId) ?? '?'}`,
      );
  });
  for (const state of states)
    cloud.events.port.emit({
      source: 'aws.codedeploy',
      detailType: 'state',
      resources: [],
      detail: { state },
    });
  await cloud.until(60 * MINUTE);
  return seen;
};

describe('an event', () => {
  it('is delivered once, at once and in order, where nothing is ordered', async () => {
    expect(await deliveriesUnder([], ['one', 'two'])).toEqual(['0 min: event 1', '0 min: event 2']);
  });

  it('is dropped', async () => {
    expect(await deliveriesUnder([{ kind: 'drop', times: 1 }], ['one', 'two'])).toEqual([
      '0 min: event 2',
    ]);
  });

  it('comes twice, with one id', async () => {
    const faults: readonly Fault[] = [{ kind: 'duplicate', times: 1, delayMs: 5 * MINUTE }];
    expect(await deliveriesUnder(faults, ['one', 'two'])).toEqual([
      '0 min: event 1',
      '0 min: event 2',
      '5 min: event 1',
    ]);
  });

  it('comes late', async () => {
    const faults: readonly Fault[] = [{ kind: 'delay', times: 1, delayMs: 3 * MINUTE }];
    expect(await deliveriesUnder(faults, ['one', 'two'])).toEqual([
      '0 min: event 2',
      '3 min: event 1',
    ]);
  });

  it('is held back behind the next ones', async () => {
    const faults: readonly Fault[] = [{ kind: 'reorder', times: 1, behind: 2 }];
    expect(await deliveriesUnder(faults, ['one', 'two', 'three', 'four'])).toEqual([
      '0 min: event 2',
      '0 min: event 3',
      '0 min: event 1',
      '0 min: event 4',
    ]);
  });

  it('is not held back for ever where no other comes', async () => {
    const faults: readonly Fault[] = [{ kind: 'reorder', delayMs: 2 * MINUTE }];
    expect(await deliveriesUnder(faults, ['one'])).toEqual(['2 min: event 1']);
  });

  it('is left alone where the fault is for others', async () => {
    const faults: readonly Fault[] = [
      { kind: 'drop', source: 'aws.codepipeline' },
      { kind: 'drop', detailType: 'other' },
    ];
    expect(await deliveriesUnder(faults, ['one'])).toEqual(['0 min: event 1']);
  });

  it('of a schedule may be dropped too', async () => {
    // given
    const cloud = aFaultyCloud({ kind: 'drop', source: 'aws.events', times: 2 });
    await create(cloud.events, 'AWS::Events::Rule', {
      Name: 'reconcile',
      ScheduleExpression: 'rate(1 minute)',
      Targets: [{ Id: 'one', Arn: FUNCTION }],
    });
    // when
    await cloud.until(5 * MINUTE + 1);
    // then
    expect(cloud.invocations).toHaveLength(3);
  });
});

it('makes an asynchronous invocation twice, with one request id', async () => {
  // given
  const requestIds: string[] = [];
  const { lambda, cloud, clock, create: createFunction } = aBench({ checkout: () => 'done' });
  const faults = createFaults(cloud, { seed: 1, services: () => [lambda.service] });
  Object.assign(cloud, { faults: faults.ordered });
  await createFunction('checkout');
  await createFunction('other');
  faults.switches.add({ kind: 'invoke-twice', functionName: 'checkout', times: 1 });
  cloud.journal.follow((entry) => {
    if (entry.kind === 'invocation') requestIds.push(`${entry.functionName} ${entry.requestId}`);
  });
  // when
  for (const name of ['other', 'checkout', 'checkout']) lambda.port.invokeAsync(name, '{}');
  await untilTime(clock, MINUTE);
  // then
  expect(requestIds).toHaveLength(4);
  expect(requestIds[1]).toMatch(/^checkout /);
  expect(requestIds[2]).toBe(requestIds[1]);
});

it('delivers a message again whose deletion SQS forgot, when its visibility time-out is over', async () => {
  // given
  const { clock, sqs, until } = aFaultyCloud({ kind: 'deliver-twice', queue: 'jobs', times: 1 });
  await create({ service: sqs.service }, 'AWS::SQS::Queue', {
    QueueName: 'jobs',
    VisibilityTimeout: 60,
  });
  const startEpochMs = clock.nowEpochMs();
  const received: string[] = [];
  sqs.port.watch(QUEUE, () => {
    for (const { body, receiptHandle, receiveCount } of sqs.port.receive(QUEUE, 10)) {
      received.push(`${(clock.nowEpochMs() - startEpochMs) / MINUTE} min: ${body} ${receiveCount}`);
      sqs.port.remove(QUEUE, receiptHandle);
    }
  });
  // when
  sqs.port.send(QUEUE, 'text');
  await until(10 * MINUTE);
  // then
  expect(received).toEqual(['0 min: text 1', '1 min: text 2']);
});
