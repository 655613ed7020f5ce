import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { judgeBatch } from '../../../../sandbox/services/lambda/event-source/batch-verdict';
import { toSqsEvent } from '../../../../sandbox/services/lambda/event-source/sqs-event';
import { aBench, arnOf, type FakeHandler, START, until, untilTime } from './a-lambda';

const QUEUE = 'arn:aws:sqs:eu-west-1:123456789012:orders';

describe('the verdict on a batch', () => {
  const ids = ['a', 'b', 'c'];
  const failed = (...items: unknown[]) =>
    JSON.stringify({ batchItemFailures: items.map((itemIdentifier) => ({ itemIdentifier })) });

  it.each([
    ['an empty list', '{"batchItemFailures":[]}', []],
    ['a null list', '{"batchItemFailures":null}', []],
    ['an empty answer', '{}', []],
    ['a null answer', 'null', []],
    ['one message', failed('b'), ['b']],
    ['one message twice', failed('b', 'b'), ['b']],
    ['every message', failed('a', 'b', 'c'), ['a', 'b', 'c']],
    ['an answer that is no JSON', 'oops', ids],
    ['an answer that is no object', '"ok"', ids],
    ['a list that is none', '{"batchItemFailures":"a"}', ids],
    ['an empty id', failed(''), ids],
    ['a null id', failed(null), ids],
    ['an id under another name', '{"batchItemFailures":[{"messageId":"a"}]}', ids],
    ['an item that is no object', '{"batchItemFailures":["a"]}', ids],
    ['an id that is not in the batch', failed('a', 'z'), ids],
  ])('with %s', (_, payload, expected) => {
    const verdict = judgeBatch(ids, { payload }, true);
    expect(verdict.failed).toEqual(expected);
    expect(verdict.succeeded).toEqual(ids.filter((id) => !expected.includes(id)));
  });

  it('is failure of all when the function failed, whatever it reports', () => {
    const result = { payload: '{"batchItemFailures":[]}', functionError: 'Unhandled' };
    expect(judgeBatch(ids, result, true).failed).toEqual(ids);
    expect(judgeBatch(ids, result, false).failed).toEqual(ids);
  });

  it('does not read the answer unless failures are to be reported', () => {
    expect(judgeBatch(ids, { payload: failed('a') }, false).failed).toEqual([]);
  });

  it('puts every message on exactly one side', () =>
    fc.assert(
      fc.property(fc.uniqueArray(fc.uuid()), fc.json(), fc.boolean(), (batch, payload, reports) => {
        const { succeeded, failed: left } = judgeBatch(batch, { payload }, reports);
        expect([...succeeded, ...left].sort()).toEqual([...batch].sort());
      }),
    ));
});

describe('a mapping from a queue', () => {
  const aMapping = async (handler: FakeHandler, mapping: object = {}) => {
    const bench = aBench({ checkout: handler });
    await bench.create('checkout');
    const created = await bench.call('CreateEventSourceMapping', {
      FunctionName: 'checkout',
      EventSourceArn: QUEUE,
      ...mapping,
    });
    return { ...bench, created };
  };
  const bodiesOf = (event: unknown): string[] =>
    Object(event).Records.map((record: { body: string }) => record.body);

  it('gives the function the messages and removes them', async () => {
    // given
    const seen: unknown[] = [];
    const { queues } = await aMapping((event) => seen.push(event));
    // when
    queues.send(QUEUE, 'hello', { traceId: 't-1' });
    await until(() => seen.length === 1 && queues.waiting.length === 0);
    // then
    expect(seen[0]).toEqual({
      Records: [
        {
          messageId: 'm1',
          receiptHandle: 'r1',
          body: 'hello',
          attributes: {
            ApproximateReceiveCount: '1',
            SentTimestamp: String(START),
            SenderId: expect.any(String),
            ApproximateFirstReceiveTimestamp: String(START),
          },
          messageAttributes: {
            traceId: {
              stringValue: 't-1',
              stringListValues: [],
              binaryListValues: [],
              dataType: 'String',
            },
          },
          md5OfBody: '5d41402abc4b2a76b9719d911017c592',
          eventSource: 'aws:sqs',
          eventSourceARN: QUEUE,
          awsRegion: 'eu-west-1',
        },
      ],
    });
  });

  it('makes batches of at most ten by default, and takes what was there before', async () => {
    const sizes: number[] = [];
    const bench = aBench({ checkout: (event) => sizes.push(bodiesOf(event).length) });
    for (let n = 0; n < 23; n++) bench.queues.send(QUEUE, `${n}`);
    await bench.create('checkout');
    await bench.call('CreateEventSourceMapping', {
      FunctionName: 'checkout',
      EventSourceArn: QUEUE,
    });
    await until(() => bench.queues.waiting.length === 0);
    expect(sizes).toEqual([10, 10, 3]);
  });

  it('waits for a full batch as long as its window, from the first message on', async () => {
    // given
    const seen: { atSec: number; bodies: string[] }[] = [];
    const { queues, clock } = await aMapping(
      (event) => seen.push({ atSec: (clock.nowEpochMs() - START) / 1000, bodies: bodiesOf(event) }),
      { BatchSize: 3, MaximumBatchingWindowInSeconds: 20 },
    );
    // when
    for (const [atSec, body] of [
      [1, 'a'],
      [6, 'b'],
      [30, 'c'],
      [31, 'd'],
      [32, 'e'],
    ] as const)
      clock.after(atSec * 1000, () => queues.send(QUEUE, body));
    await until(() => seen.length === 2);
    // then
    expect(seen).toEqual([
      { atSec: 21, bodies: ['a', 'b'] },
      { atSec: 32, bodies: ['c', 'd', 'e'] },
    ]);
  });

  it('leaves the messages of a failed batch to their visibility time-out', async () => {
    // given
    const triedAtSec: number[] = [];
    const { queues, clock } = await aMapping(() => {
      triedAtSec.push((clock.nowEpochMs() - START) / 1000);
      if (triedAtSec.length < 3) throw new Error('not yet');
    });
    // when
    queues.send(QUEUE, 'hello');
    await until(() => queues.waiting.length === 0);
    // then
    expect(triedAtSec).toEqual([0, 30, 60]);
  });

  it('leaves only the messages that the function reports', async () => {
    const batches: string[][] = [];
    const { queues } = await aMapping(
      (event) => {
        batches.push(bodiesOf(event));
        return batches.length === 1 ? { batchItemFailures: [{ itemIdentifier: 'm2' }] } : undefined;
      },
      { FunctionResponseTypes: ['ReportBatchItemFailures'] },
    );
    for (const body of ['a', 'b', 'c']) queues.send(QUEUE, body);
    await until(() => queues.waiting.length === 0);
    expect(batches).toEqual([['a', 'b', 'c'], ['b']]);
  });

  it('invokes the alias that it names', async () => {
    const arns: string[] = [];
    const bench = aBench({
      checkout: (_, { invokedFunctionArn }) => arns.push(invokedFunctionArn),
    });
    await bench.create('checkout', { Publish: true });
    await bench.call('CreateAlias', {
      FunctionName: 'checkout',
      Name: 'live',
      FunctionVersion: '1',
    });
    await bench.call('CreateEventSourceMapping', {
      FunctionName: arnOf('checkout:live'),
      EventSourceArn: QUEUE,
    });
    bench.queues.send(QUEUE, 'hello');
    await until(() => arns.length === 1);
    expect(arns).toEqual([arnOf('checkout:live')]);
  });

  it('rests while it is disabled and ends when it is deleted', async () => {
    // given
    const seen: string[] = [];
    const { queues, call, created, clock } = await aMapping((event) =>
      seen.push(...bodiesOf(event)),
    );
    const UUID = created['UUID'];
    // when
    await call('UpdateEventSourceMapping', { UUID, Enabled: false });
    queues.send(QUEUE, 'first');
    await untilTime(clock, 60_000);
    const whileDisabled = [...seen];
    await call('UpdateEventSourceMapping', { UUID, Enabled: true });
    await until(() => queues.waiting.length === 0);
    await call('DeleteEventSourceMapping', { UUID });
    queues.send(QUEUE, 'second');
    await untilTime(clock, 120_000);
    // then
    expect(whileDisabled).toEqual([]);
    expect(seen).toEqual(['first']);
    await expect(call('GetEventSourceMapping', { UUID })).rejects.toMatchObject({
      code: 'ResourceNotFoundException',
    });
  });

  it('tells its state', async () => {
    const { created, call } = await aMapping(() => null, { BatchSize: 5 });
    expect(created).toMatchObject({
      State: 'Creating',
      BatchSize: 5,
      FunctionArn: arnOf('checkout'),
    });
    const listed = await call('ListEventSourceMappings', { FunctionName: 'checkout' });
    expect(listed['EventSourceMappings']).toMatchObject([
      { UUID: created['UUID'], State: 'Enabled', EventSourceArn: QUEUE },
    ]);
    expect(await call('ListEventSourceMappings', { FunctionName: 'other' })).toMatchObject({
      EventSourceMappings: [],
    });
  });

  it.each([
    [{ BatchSize: 11 }, 'must be greater than 0'],
    [{ EventSourceArn: `${QUEUE}.fifo`, BatchSize: 11 }, 'out of range'],
    [{ EventSourceArn: `${QUEUE}.fifo`, MaximumBatchingWindowInSeconds: 1 }, 'FIFO'],
    [{ EventSourceArn: 'arn:aws:kinesis:eu-west-1:123456789012:stream/s' }, 'SQS queues only'],
    [{ FilterCriteria: { Filters: [{ Pattern: '{}' }] } }, 'does not filter'],
  ])('is refused with %j', async (mapping, message) => {
    await expect(aMapping(() => null, mapping)).rejects.toMatchObject({
      code: 'InvalidParameterValueException',
      message: expect.stringContaining(message),
    });
  });

  it('is refused where the function’s role may not read the queue', async () => {
    const { create, call, denied } = aBench();
    await create('checkout');
    denied.add('sqs:ReceiveMessage');
    await expect(
      call('CreateEventSourceMapping', { FunctionName: 'checkout', EventSourceArn: QUEUE }),
    ).rejects.toMatchObject({
      message:
        'The provided execution role does not have permissions to call ReceiveMessage on SQS',
    });
  });

  it('is refused, and not kept, where there is no such queue', async () => {
    // given
    const { create, call, queues } = aBench();
    await create('checkout');
    queues.absent.add(QUEUE);
    const map = () =>
      call('CreateEventSourceMapping', { FunctionName: 'checkout', EventSourceArn: QUEUE });

    // when
    await expect(map()).rejects.toMatchObject({
      code: 'InvalidParameterValueException',
      message:
        'Error occurred while ReceiveMessage. SQS Error Code: AWS.SimpleQueueService.NonExistentQueue. SQS Error Message: The specified queue does not exist.',
    });

    // then
    queues.absent.delete(QUEUE);
    await expect(map()).resolves.toMatchObject({ EventSourceArn: QUEUE });
  });

  it('exists once for a queue and a function', async () => {
    const { call } = await aMapping(() => null);
    await expect(
      call('CreateEventSourceMapping', { FunctionName: 'checkout', EventSourceArn: QUEUE }),
    ).rejects.toMatchObject({ code: 'ResourceConflictException' });
  });
});

it('has the members of the events that AWS sends', () => {
  // given
  const folder = join(__dirname, '../../../../../shared/samples/events/sqs');
  if (!existsSync(folder)) return console.warn('No recorded SQS events here: not compared.');
  const sample = JSON.parse(readFileSync(join(folder, 'dlq-trigger-event.json'), 'utf8'));
  // when
  const message = {
    messageId: 'm',
    receiptHandle: 'r',
    body: 'b',
    md5OfBody: 'd',
    receiveCount: 1,
    sentEpochMs: 1,
    firstReceivedEpochMs: 1,
    senderId: 'AIDASANDBOXOPERATOR22',
    attributes: {},
    messageAttributes: {},
  };
  const event = toSqsEvent([message], { queueArn: QUEUE, region: 'eu-west-1' });
  // then
  expect(Object.keys(event.Records[0] ?? {}).sort()).toEqual(Object.keys(sample.Records[0]).sort());
});
