import { aBench, arnOf, START, until, untilTime } from './a-lambda';

const QUEUE = 'arn:aws:sqs:eu-west-1:123456789012:failures';
const TOPIC = 'arn:aws:sns:eu-west-1:123456789012:failures';
const HOUR_MS = 3_600_000;

/** A function that notes when it was tried, in seconds after the start, and fails the first tries. */
const aFailingFunction = async (failures: number) => {
  const triedAtSec: number[] = [];
  const bench = aBench({
    checkout: () => {
      triedAtSec.push((bench.clock.nowEpochMs() - START) / 1000);
      if (triedAtSec.length <= failures) throw new Error('not yet');
      return 'done';
    },
  });
  await bench.create('checkout');
  return { ...bench, triedAtSec };
};

it('answers an event call at once and tries twice more, after 1 and 2 minutes', async () => {
  // given
  const { call, clock, triedAtSec, cloud } = await aFailingFunction(99);
  // when
  const answer = await call('Invoke', { FunctionName: 'checkout', InvocationType: 'Event' });
  await untilTime(clock, 24 * HOUR_MS);
  // then
  expect(answer).toEqual({ StatusCode: 202 });
  expect(triedAtSec).toEqual([0, 60, 180]);
  const ids = cloud.journal
    .entries()
    .map((entry) => entry.kind === 'invocation' && entry.requestId);
  expect(new Set(ids).size).toBe(1);
});

it('tries no more once it has succeeded', async () => {
  const { lambda, clock, triedAtSec } = await aFailingFunction(1);
  lambda.port.invokeAsync('checkout', '{}');
  await untilTime(clock, HOUR_MS);
  expect(triedAtSec).toEqual([0, 60]);
});

it('refuses an event for a function that does not exist', async () => {
  const { lambda } = aBench();
  expect(() => lambda.port.invokeAsync('other', '{}')).toThrow(
    expect.objectContaining({ code: 'ResourceNotFoundException' }),
  );
});

it('sends the record of an event whose tries are used up to the failure destination', async () => {
  // given
  const { call, clock, lambda, queues } = await aFailingFunction(99);
  await call('PutFunctionEventInvokeConfig', {
    FunctionName: 'checkout',
    DestinationConfig: { OnFailure: { Destination: QUEUE } },
  });
  // when
  lambda.port.invokeAsync('checkout', '{"order":7}');
  await until(() => queues.sent.length === 1);
  // then
  expect(queues.sent[0]?.arn).toBe(QUEUE);
  expect(JSON.parse(queues.sent[0]?.body ?? '')).toEqual({
    version: '1.0',
    timestamp: '2031-05-06T07:03:00.000Z',
    requestContext: {
      requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      functionArn: arnOf('checkout:$LATEST'),
      condition: 'RetriesExhausted',
      approximateInvokeCount: 3,
    },
    requestPayload: { order: 7 },
    responseContext: {
      statusCode: 200,
      executedVersion: '$LATEST',
      functionError: 'Unhandled',
    },
    responsePayload: { errorType: 'Error', errorMessage: 'not yet', trace: [] },
  });
  await untilTime(clock, HOUR_MS);
  expect(queues.sent).toHaveLength(1);
});

it('sends the event itself to the dead-letter queue, with what went wrong beside it', async () => {
  const { call, lambda, queues } = await aFailingFunction(99);
  await call('UpdateFunctionConfiguration', {
    FunctionName: 'checkout',
    DeadLetterConfig: { TargetArn: QUEUE },
  });
  lambda.port.invokeAsync('checkout', '{"order":7}');
  await until(() => queues.sent.length === 1);
  expect(queues.sent).toEqual([
    {
      arn: QUEUE,
      body: '{"order":7}',
      attributes: {
        RequestID: expect.stringMatching(/^[0-9a-f-]{36}$/),
        ErrorCode: '200',
        ErrorMessage: 'not yet',
      },
    },
  ]);
});

it('sends records to topics, functions and the event bus, of success too', async () => {
  // given
  const seen: unknown[] = [];
  const { call, create, lambda, published, emitted } = aBench({
    checkout: () => 'done',
    recorder: (event) => seen.push(event),
  });
  for (const name of ['checkout', 'recorder']) await create(name);
  const sendTo = (Destination: string) =>
    call('PutFunctionEventInvokeConfig', {
      FunctionName: 'checkout',
      DestinationConfig: { OnSuccess: { Destination } },
    });
  // when
  await sendTo(TOPIC);
  lambda.port.invokeAsync('checkout', '{}');
  await until(() => published.length === 1);
  await sendTo(arnOf('recorder'));
  lambda.port.invokeAsync('checkout', '{}');
  await until(() => seen.length === 1);
  await sendTo('arn:aws:events:eu-west-1:123456789012:event-bus/default');
  lambda.port.invokeAsync('checkout', '{}');
  await until(() => emitted.length === 1);
  // then
  const record = {
    requestContext: { condition: 'Success', approximateInvokeCount: 1 },
    responsePayload: 'done',
  };
  expect(JSON.parse(published[0]?.body ?? '')).toMatchObject(record);
  expect(seen).toEqual([expect.objectContaining({ responsePayload: 'done' })]);
  expect(emitted).toEqual([
    expect.objectContaining({
      source: 'lambda',
      detailType: 'Lambda Function Invocation Result - Success',
      detail: expect.objectContaining({ responsePayload: 'done' }),
    }),
  ]);
});

it('sends nothing that the function’s role may not send, and says so', async () => {
  const { call, lambda, queues, denied, cloud } = await aFailingFunction(99);
  await call('PutFunctionEventInvokeConfig', {
    FunctionName: 'checkout',
    MaximumRetryAttempts: 0,
    DestinationConfig: { OnFailure: { Destination: QUEUE } },
  });
  denied.add('sqs:SendMessage');
  lambda.port.invokeAsync('checkout', '{}');
  await until(() => cloud.journal.entries().some(({ kind }) => kind === 'trouble'));
  expect(queues.sent).toEqual([]);
});

it.each([
  [{ MaximumRetryAttempts: 0 }, [0], 'RetriesExhausted', 1],
  [{ MaximumRetryAttempts: 1 }, [0, 60], 'RetriesExhausted', 2],
  [{ MaximumEventAgeInSeconds: 60 }, [0, 60], 'EventAgeExceeded', 2],
  [{ MaximumEventAgeInSeconds: 179 }, [0, 60], 'EventAgeExceeded', 2],
])('keeps to %j', async (config, tries, condition, approximateInvokeCount) => {
  // given
  const { call, lambda, clock, triedAtSec, queues } = await aFailingFunction(99);
  await call('PutFunctionEventInvokeConfig', {
    FunctionName: 'checkout',
    ...config,
    DestinationConfig: { OnFailure: { Destination: QUEUE } },
  });
  // when
  lambda.port.invokeAsync('checkout', '{}');
  await untilTime(clock, HOUR_MS);
  // then
  expect(triedAtSec).toEqual(tries);
  expect(JSON.parse(queues.sent[0]?.body ?? '')).toMatchObject({
    requestContext: { condition, approximateInvokeCount },
  });
});

it.each([
  [{ MaximumRetryAttempts: 3 }, 'ValidationException'],
  [{ MaximumEventAgeInSeconds: 59 }, 'ValidationException'],
  [
    { DestinationConfig: { OnFailure: { Destination: 'arn:aws:s3:::b' } } },
    'InvalidParameterValueException',
  ],
])('refuses %j', async (config, code) => {
  const { call } = await aFailingFunction(0);
  await expect(
    call('PutFunctionEventInvokeConfig', { FunctionName: 'checkout', ...config }),
  ).rejects.toMatchObject({ code });
});

it('keeps what an update does not name, and forgets what a put does not', async () => {
  const { call } = await aFailingFunction(0);
  const put = { FunctionName: 'checkout', MaximumRetryAttempts: 0, MaximumEventAgeInSeconds: 60 };
  await call('PutFunctionEventInvokeConfig', put);
  expect(
    await call('UpdateFunctionEventInvokeConfig', {
      FunctionName: 'checkout',
      MaximumRetryAttempts: 1,
    }),
  ).toMatchObject({ MaximumRetryAttempts: 1, MaximumEventAgeInSeconds: 60 });
  await call('PutFunctionEventInvokeConfig', { FunctionName: 'checkout' });
  const config = await call('GetFunctionEventInvokeConfig', { FunctionName: 'checkout' });
  expect(config).toMatchObject({ FunctionArn: arnOf('checkout:$LATEST') });
  expect(config['MaximumRetryAttempts']).toBeUndefined();
});

it('sends events untried to the destination when the function may not run at all', async () => {
  // given
  const { call, lambda, triedAtSec, queues } = await aFailingFunction(0);
  await call('PutFunctionConcurrency', {
    FunctionName: 'checkout',
    ReservedConcurrentExecutions: 0,
  });
  await call('PutFunctionEventInvokeConfig', {
    FunctionName: 'checkout',
    DestinationConfig: { OnFailure: { Destination: QUEUE } },
  });
  // when
  lambda.port.invokeAsync('checkout', '{}');
  await until(() => queues.sent.length === 1);
  // then
  expect(triedAtSec).toEqual([]);
  expect(JSON.parse(queues.sent[0]?.body ?? '')).toMatchObject({
    requestContext: { condition: 'ZeroReservedConcurrency', approximateInvokeCount: 0 },
  });
});
