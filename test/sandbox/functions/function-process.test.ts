import type { FunctionRunner, InvocationOutcome } from '../../../sandbox/functions/function-spec';
import { aFunction, anInvocation, aPackagedFunction, aRunner } from './a-function';

const REQUEST_ID = '11111111-2222-4333-8444-555555555555';
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const parse = (outcome: InvocationOutcome): unknown => JSON.parse(outcome.payload);

describe('a function in its process', () => {
  let runner: FunctionRunner;
  let lines: string[];
  beforeEach(() => {
    ({ runner, lines } = aRunner());
  });
  afterEach(() => runner.stop());

  const run = (source: string, overrides = {}, invocation = {}) =>
    runner.run(aFunction(source, overrides), anInvocation(invocation));

  it('gets the event and answers what the handler returns', async () => {
    // given
    const source = 'exports.handler = async (event) => ({ doubled: event.n * 2 })';
    // when
    const outcome = await run(source, {}, { payload: '{"n":21}' });
    // then
    expect(parse(outcome)).toEqual({ doubled: 42 });
    expect(outcome.error).toBeUndefined();
  });

  it('answers null for a handler that returns nothing', async () => {
    const outcome = await run('exports.handler = async () => {}');
    expect(outcome.payload).toBe('null');
  });

  it('waits for the callback, and for the event loop to be empty', async () => {
    const source = `exports.handler = (event, context, callback) => {
      callback(null, 'early');
      setTimeout(() => console.log('late work'), 20);
    }`;
    const outcome = await run(source);
    expect(outcome.payload).toBe('"early"');
    expect(outcome.lines).toEqual([expect.stringContaining('late work')]);
  });

  it('answers a callback at once when told not to wait for the event loop', async () => {
    const source = `exports.handler = (event, context, callback) => {
      context.callbackWaitsForEmptyEventLoop = false;
      setTimeout(() => {}, 60_000);
      callback(null, 'at once');
    }`;
    const outcome = await run(source);
    expect(outcome.payload).toBe('"at once"');
  });

  it('answers null when the event loop is empty and nobody answered', async () => {
    const outcome = await run('exports.handler = () => {}');
    expect(outcome.payload).toBe('null');
  });

  it('sees the context of its invocation', async () => {
    // given
    const source = `exports.handler = async (event, context) => ({
      ...context, remaining: context.getRemainingTimeInMillis() })`;
    // when
    const context = parse(await run(source, { timeoutSec: 5 }));
    // then
    expect(context).toMatchObject({
      awsRequestId: REQUEST_ID,
      functionName: 'checkout',
      functionVersion: '3',
      invokedFunctionArn: 'arn:aws:lambda:eu-west-1:123456789012:function:checkout:live',
      memoryLimitInMB: '256',
      logGroupName: '/aws/lambda/checkout',
    });
    expect(context).toHaveProperty('remaining', expect.any(Number));
  });

  it('counts the remaining time in real milliseconds', async () => {
    const source = `exports.handler = async (event, context) => {
      await new Promise((resolve) => setTimeout(resolve, 100));
      return context.getRemainingTimeInMillis(); }`;
    const outcome = await run(source, { timeoutSec: 10 });
    expect(Number(outcome.payload)).toBeLessThanOrEqual(9_900);
    expect(Number(outcome.payload)).toBeGreaterThan(5_000);
  });

  it('lives in the time of the sandbox, from the loading of its module on', async () => {
    // given
    const source = `const loaded = Date.now();
      class Stamp extends Date {}
      exports.handler = async () => ({
        loaded, now: Date.now(), made: new Date().toISOString().slice(0, 10), text: Date().slice(11, 15),
        fixed: new Date(0).getTime(), isDate: new Date() instanceof Date, sub: new Stamp().getFullYear(),
        again: new (new Date(0).constructor)().getFullYear() })`;
    const nowEpochMs = Date.parse('2031-05-06T07:08:09.000Z');
    // when
    const seen = parse(await run(source, {}, { nowEpochMs }));
    // then
    expect(seen).toMatchObject({
      made: '2031-05-06',
      text: '2031',
      fixed: 0,
      isDate: true,
      sub: 2031,
      again: 2031,
    });
    for (const [name, limitMs] of [['loaded', 20_000] as const, ['now', 5_000] as const]) {
      const seenMs = Number(Object(seen)[name]);
      expect(seenMs).toBeGreaterThanOrEqual(nowEpochMs);
      expect(seenMs).toBeLessThan(nowEpochMs + limitMs);
    }
  });

  it('is told the time anew by each invocation of a warm process', async () => {
    const source = 'exports.handler = async () => [process.pid, new Date().getFullYear()]';
    const first = parse(await run(source, {}, { nowEpochMs: Date.parse('2031-01-01T12:00:00Z') }));
    const second = parse(await run(source, {}, { nowEpochMs: Date.parse('2040-01-01T12:00:00Z') }));
    expect(first).toEqual([expect.any(Number), 2031]);
    expect(second).toEqual([Object(first)[0], 2040]);
  });

  it('sees a time that stands still, and draws from its seed, on a virtual clock', async () => {
    // given
    const source = `const crypto = require('node:crypto');
      exports.handler = async () => {
        const before = Date.now();
        await new Promise((resolve) => setTimeout(resolve, 20));
        return [before, Date.now(), Math.random(), crypto.randomUUID()]; }`;
    const virtual = aRunner({ virtualTime: true });
    const draw = async (invocation: object): Promise<unknown> =>
      parse(await virtual.runner.run(aFunction(source), anInvocation(invocation)));
    try {
      // when
      const first = await draw({ nowEpochMs: 1_000 });
      const again = await draw({ nowEpochMs: 1_000 });
      const nextTry = await draw({ nowEpochMs: 1_000, traceId: 'Root=1-65000000-2' });
      // then
      expect(first).toEqual([1_000, 1_000, expect.any(Number), expect.stringMatching(UUID)]);
      expect(again).toEqual(first);
      expect(Object(nextTry)[2]).not.toBe(Object(first)[2]);
      expect(Object(nextTry)[3]).not.toBe(Object(first)[3]);
    } finally {
      await virtual.runner.stop();
    }
  });

  it('has the environment of Lambda and nothing of the parent but PATH', async () => {
    // given
    process.env.SLIPWAY_TEST_LEAK = 'leaked';
    const source = 'exports.handler = async () => ({ env: process.env, cwd: process.cwd() })';
    const environment = { STAGE: 'prod', AWS_ACCESS_KEY_ID: 'AKIAFUNCTION', AWS_ENDPOINT_URL: 'x' };
    // when
    const seen = parse(await run(source, { environment }));
    delete process.env.SLIPWAY_TEST_LEAK;
    // then
    const { env, cwd } = Object(seen);
    expect(env).toEqual({
      PATH: process.env.PATH,
      LANG: 'en_US.UTF-8',
      STAGE: 'prod',
      AWS_ACCESS_KEY_ID: 'AKIAFUNCTION',
      TZ: ':UTC',
      PWD: cwd,
      LAMBDA_TASK_ROOT: cwd,
      _HANDLER: 'index.handler',
      AWS_REGION: 'eu-west-1',
      AWS_DEFAULT_REGION: 'eu-west-1',
      AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs20.x',
      AWS_LAMBDA_FUNCTION_NAME: 'checkout',
      AWS_LAMBDA_FUNCTION_VERSION: '3',
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '256',
      AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
      AWS_LAMBDA_LOG_GROUP_NAME: '/aws/lambda/checkout',
      AWS_LAMBDA_LOG_STREAM_NAME: '2031/05/06/[3]00000000000000000000000000000001',
      AWS_XRAY_CONTEXT_MISSING: 'LOG_ERROR',
      AWS_ENDPOINT_URL: 'http://127.0.0.1:4566',
      SLACK_API_URL: 'http://127.0.0.1:4566/slack/api/',
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
      _X_AMZN_TRACE_ID:
        'Root=1-65000000-000000000000000000000001;Parent=0000000000000001;Sampled=1',
    });
  });

  it('does not find the modules of this repository', async () => {
    const outcome = await run("require('zod'); exports.handler = async () => 1");
    expect(outcome.error).toContain("Cannot find module 'zod'");
  });

  it('loads ES modules and handlers in folders', async () => {
    const files = { 'src/app.mjs': 'export const handler = async () => import.meta.url' };
    const outcome = await runner.run(
      aPackagedFunction(files, { handler: 'src/app.handler' }),
      anInvocation(),
    );
    expect(outcome.payload).toMatch(/\/src\/app\.mjs"$/);
  });

  it('gives its lines to the log, in the runtime’s format', async () => {
    const source = `exports.handler = async () => { console.warn('two\\nlines'); process.stdout.write('{"raw":1}\\n') }`;
    const outcome = await run(source);
    expect(outcome.lines).toEqual([
      expect.stringMatching(/^2031-05-06T07:08:\d\d\.\d{3}Z\t11111111-.*\tWARN\ttwo\rlines$/),
      '{"raw":1}',
    ]);
    expect(lines).toContain('checkout: {"raw":1}');
  });

  it('is frozen between invocations: what was not awaited goes on in the next one', async () => {
    // given
    const source = `let ticks = 0;
      exports.handler = async (event) => {
        if (event.start) { setInterval(() => { ticks += 1 }, 5); return ticks; }
        return ticks; }`;
    const other =
      "exports.handler = () => new Promise((resolve) => setTimeout(resolve, 300, 'later'))";
    await run(source, {}, { payload: '{"start":true}' });
    // when: 300 ms pass in which a free process would have ticked about 60 times
    await run(other, { key: 'other' });
    const outcome = await run(source);
    // then
    expect(Number(outcome.payload)).toBeLessThan(10);
  });

  it('runs one invocation at a time in a process, and several processes at once', async () => {
    const source = `let busy = 0;
      exports.handler = async () => { busy += 1; await new Promise((r) => setTimeout(r, 30));
        const seen = busy; busy -= 1; return [process.pid, seen] }`;
    const outcomes = await Promise.all([run(source), run(source), run(source)]);
    const pids = new Set(outcomes.map((outcome) => Object(parse(outcome))[0]));
    expect(pids.size).toBe(3);
    expect(outcomes.map((outcome) => Object(parse(outcome))[1])).toEqual([1, 1, 1]);
  });

  it('refuses a response of more than 6 MiB', async () => {
    const outcome = await run("exports.handler = async () => 'x'.repeat(7 * 2 ** 20)");
    expect(parse(outcome)).toMatchObject({ errorType: 'Function.ResponseSizeTooLarge' });
  });
});
