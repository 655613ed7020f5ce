import { aBench, arnOf, payloadOf, ROLE, START } from './a-lambda';

const parse = (text: unknown): unknown => JSON.parse(String(text));

it('answers a synchronous call with what the handler returns', async () => {
  // given
  const { create, call, cloud } = aBench({
    checkout: (event, invocation, spec) => ({ event, arn: invocation.invokedFunctionArn, spec }),
  });
  await create('checkout', { Environment: { Variables: { STAGE: 'prod' } }, Timeout: 9 });
  // when
  const answer = await call('Invoke', {
    FunctionName: 'checkout',
    Payload: Buffer.from('{"n":1}'),
    LogType: 'Tail',
  });
  // then
  expect(answer).toMatchObject({ StatusCode: 200, ExecutedVersion: '$LATEST' });
  expect(answer).not.toHaveProperty('FunctionError');
  expect(payloadOf(answer)).toMatchObject({
    event: { n: 1 },
    arn: arnOf('checkout'),
    spec: {
      timeoutSec: 9,
      environment: {
        STAGE: 'prod',
        AWS_ACCESS_KEY_ID: 'key-of-checkout',
        AWS_SECRET_ACCESS_KEY: ROLE,
      },
    },
  });
  expect(Buffer.from(String(answer['LogResult']), 'base64').toString()).toMatch(
    /^START RequestId: \S+ Version: \$LATEST\na line\nEND RequestId: \S+\nREPORT RequestId: /,
  );
  expect(cloud.journal.entries()).toEqual([
    expect.objectContaining({
      kind: 'invocation',
      functionName: 'checkout',
      version: '$LATEST',
      event: { n: 1 },
      durationMs: 1,
    }),
  ]);
});

it('says that the function failed, in a successful answer', async () => {
  const { create, call, cloud } = aBench({
    checkout: () => {
      throw new Error('card refused');
    },
  });
  await create('checkout');
  const answer = await call('Invoke', { FunctionName: 'checkout' });
  expect(answer).toMatchObject({ StatusCode: 200, FunctionError: 'Unhandled' });
  expect(payloadOf(answer)).toMatchObject({ errorType: 'Error', errorMessage: 'card refused' });
  expect(cloud.journal.entries()).toEqual([
    expect.objectContaining({ error: 'Error: card refused' }),
  ]);
});

it('runs the version that the qualifier names, and tells the function how it was called', async () => {
  // given
  const { create, call, lambda } = aBench({
    checkout: (_, { invokedFunctionArn }) => invokedFunctionArn,
  });
  await create('checkout', { Publish: true });
  await call('CreateAlias', { FunctionName: 'checkout', Name: 'live', FunctionVersion: '1' });
  // when
  const byAlias = await call('Invoke', { FunctionName: 'checkout', Qualifier: 'live' });
  const byPort = await lambda.port.invoke(arnOf('checkout:1'), '{}');
  // then
  expect(byAlias['ExecutedVersion']).toBe('1');
  expect(payloadOf(byAlias)).toBe(arnOf('checkout:live'));
  expect(byPort).toMatchObject({ executedVersion: '1', payload: `"${arnOf('checkout:1')}"` });
});

it('splits the calls of an alias by its weights', async () => {
  // given
  const { create, call, lambda } = aBench();
  await create('checkout', { Publish: true });
  await call('UpdateFunctionConfiguration', { FunctionName: 'checkout', Timeout: 5 });
  await call('PublishVersion', { FunctionName: 'checkout' });
  await call('CreateAlias', {
    FunctionName: 'checkout',
    Name: 'live',
    FunctionVersion: '1',
    RoutingConfig: { AdditionalVersionWeights: { '2': 0.1 } },
  });
  // when
  const versions: string[] = [];
  for (let n = 0; n < 400; n++)
    versions.push((await lambda.port.invoke('checkout:live', '{}')).executedVersion);
  // then
  const second = versions.filter((version) => version === '2').length;
  expect(second).toBeGreaterThan(20);
  expect(second).toBeLessThan(65);
});

it.each([
  ['an unknown function', { FunctionName: 'other' }, 'ResourceNotFoundException', 404],
  ['an unknown version', { FunctionName: 'checkout:9' }, 'ResourceNotFoundException', 404],
  ['a payload that is no JSON', { Payload: '{' }, 'InvalidRequestContentException', 400],
  [
    'more than 6 MB',
    { Payload: JSON.stringify('x'.repeat(6 * 2 ** 20)) },
    'RequestTooLargeException',
    413,
  ],
  [
    'more than 1 MB of an event',
    { InvocationType: 'Event', Payload: JSON.stringify('x'.repeat(2 ** 20)) },
    'RequestTooLargeException',
    413,
  ],
])('refuses %s', async (_, request, code, statusCode) => {
  const { create, call } = aBench();
  await create('checkout');
  await expect(call('Invoke', { FunctionName: 'checkout', ...request })).rejects.toMatchObject({
    code,
    statusCode,
  });
});

it('answers a dry run without running', async () => {
  const { create, call, cloud } = aBench();
  await create('checkout');
  expect(await call('Invoke', { FunctionName: 'checkout', InvocationType: 'DryRun' })).toEqual({
    StatusCode: 204,
  });
  expect(cloud.journal.entries()).toEqual([]);
});

it('is authorised as InvokeFunction on the qualified function', () => {
  const invoke = aBench().lambda.service.operations['Invoke'];
  expect(invoke?.action).toBe('InvokeFunction');
  expect(
    Reflect.apply(invoke?.resources ?? (() => []), invoke, [
      { FunctionName: 'checkout', Qualifier: 'live' },
    ]),
  ).toEqual([arnOf('checkout:live')]);
});

it('throttles beyond the reserved concurrency', async () => {
  // given
  let release: () => void = () => undefined;
  const { create, call } = aBench({
    checkout: () => new Promise<void>((resolve) => (release = resolve)),
  });
  await create('checkout');
  await call('PutFunctionConcurrency', {
    FunctionName: 'checkout',
    ReservedConcurrentExecutions: 1,
  });
  // when
  const first = call('Invoke', { FunctionName: 'checkout' });
  const second = call('Invoke', { FunctionName: 'checkout' });
  // then
  await expect(second).rejects.toMatchObject({ code: 'TooManyRequestsException', statusCode: 429 });
  release();
  expect(await first).toMatchObject({ StatusCode: 200 });
});

it('holds virtual time while a function runs', async () => {
  // given
  const { create, call, clock } = aBench({
    checkout: async () => {
      for (let turn = 0; turn < 50; turn++) await new Promise((r) => setImmediate(r));
      return clock.nowEpochMs();
    },
  });
  await create('checkout');
  // when
  const answer = call('Invoke', { FunctionName: 'checkout' });
  clock.after(1000, () => undefined);
  // then
  expect(payloadOf(await answer)).toBe(START);
});

describe('in a process of its own', () => {
  it('runs the package with the sandbox’s time, the role’s credentials and a log', async () => {
    // given
    const { create, call, cloud, lambda } = aBench({}, { runner: 'processes' });
    const { zipOf } = await import('../../functions/a-function');
    const source = `exports.handler = async (event, context) => {
      console.log('order', event.order);
      return [new Date().getFullYear(), process.env.AWS_ACCESS_KEY_ID, context.functionVersion,
        /^Root=1-[0-9a-f]{8}-[0-9a-f]{24};Parent=[0-9a-f]{16};Sampled=1$/.test(process.env._X_AMZN_TRACE_ID)] }`;
    await create('checkout', {
      Code: { ZipFile: zipOf({ 'index.js': source }) },
      TracingConfig: { Mode: 'Active' },
      Timeout: 20,
      MemorySize: 256,
    });
    // when
    const answer = await call('Invoke', { FunctionName: 'checkout', Payload: '{"order":7}' });
    await lambda.stop();
    // then
    expect(payloadOf(answer)).toEqual([2031, 'key-of-checkout', '$LATEST', true]);
    expect(cloud.journal.entries()).toEqual([
      expect.objectContaining({ kind: 'log', line: expect.stringContaining('INFO\torder 7') }),
      expect.objectContaining({ kind: 'invocation', functionName: 'checkout' }),
    ]);
  });

  it('runs new code after an update', async () => {
    const { create, call, lambda } = aBench({}, { runner: 'processes' });
    const { zipOf } = await import('../../functions/a-function');
    await create('checkout', { Timeout: 20, MemorySize: 256 });
    const before = payloadOf(await call('Invoke', { FunctionName: 'checkout' }));
    const ZipFile = zipOf({ 'index.js': "exports.handler = async () => 'new'" });
    await call('UpdateFunctionCode', { FunctionName: 'checkout', ZipFile });
    const after = payloadOf(await call('Invoke', { FunctionName: 'checkout' }));
    await lambda.stop();
    expect([before, after]).toEqual(['checkout', 'new']);
  });
});

it('lets other services in by the function’s policy alone', async () => {
  // given
  const { create, call, lambda } = aBench();
  await create('checkout');
  await call('AddPermission', {
    FunctionName: 'checkout',
    StatementId: 'rule',
    Action: 'lambda:InvokeFunction',
    Principal: 'events.amazonaws.com',
    SourceArn: 'arn:aws:events:eu-west-1:123456789012:rule/tick',
  });
  const as = (rule: string) => ({
    service: 'events.amazonaws.com',
    sourceArn: `arn:aws:events:eu-west-1:123456789012:rule/${rule}`,
  });
  // then
  expect(() => lambda.port.invokeAsync('checkout', '{}', as('tick'))).not.toThrow();
  expect(() => lambda.port.invokeAsync('checkout', '{}', as('other'))).toThrow(
    expect.objectContaining({ code: 'AccessDeniedException' }),
  );
  expect(parse(lambda.policyOf('checkout'))).toMatchObject({ Id: 'default' });
});
