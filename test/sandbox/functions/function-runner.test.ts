import type { FunctionRunner, InvocationOutcome } from '../../../sandbox/functions/function-spec';
import { aFunction, anInvocation, aPackagedFunction, aRunner } from './a-function';

const REQUEST_ID = '11111111-2222-4333-8444-555555555555';
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

  it('answers Lambda’s error object for a thrown error', async () => {
    // given
    const source = `class PaymentError extends Error { name = 'PaymentError' }
      exports.handler = async () => { throw new PaymentError('card refused') }`;
    // when
    const outcome = await run(source);
    // then
    expect(parse(outcome)).toEqual({
      errorType: 'PaymentError',
      errorMessage: 'card refused',
      trace: expect.arrayContaining(['PaymentError: card refused']),
    });
    expect(outcome.error).toBe('PaymentError: card refused');
    expect(lines.join()).toContain('Invoke Error');
  });

  it('stays warm after a thrown error', async () => {
    const source = `let calls = 0;
      exports.handler = async () => { calls += 1; if (calls === 1) throw new Error('once'); return calls }`;
    await run(source);
    const outcome = await run(source);
    expect(outcome.payload).toBe('2');
  });

  it.each([
    ['a busy loop', 'exports.handler = async () => { for (;;); }'],
    ['a promise that waits', 'exports.handler = () => new Promise((r) => setTimeout(r, 60_000))'],
  ])('is killed at its time-out: %s', async (_, source) => {
    // when
    const outcome = await run(source, { timeoutSec: 1 });
    // then
    expect(parse(outcome)).toEqual({
      errorType: 'Sandbox.Timedout',
      errorMessage: `RequestId: ${REQUEST_ID} Error: Task timed out after 1.00 seconds`,
    });
    expect(outcome.durationMs).toBeGreaterThanOrEqual(990);
  });

  it('starts cold after a time-out', async () => {
    const source = `let calls = 0;
      exports.handler = async (event) => { calls += 1; if (event.hang) for (;;); return calls }`;
    await run(source, { timeoutSec: 1 }, { payload: '{"hang":true}' });
    const outcome = await run(source, { timeoutSec: 1 });
    expect(outcome.payload).toBe('1');
  });

  it.each([
    ['process.exit(3)', 'Runtime exited with error: exit status 3'],
    ['process.exit(0)', 'Runtime exited without providing a reason'],
    ["process.kill(process.pid, 'SIGKILL')", 'Runtime exited with error: signal: killed'],
  ])('reports a crash: %s', async (crash, reason) => {
    const source = `exports.handler = async () => { ${crash}; await new Promise((r) => setTimeout(r, 5000)) }`;
    const outcome = await run(source);
    expect(parse(outcome)).toEqual({
      errorType: 'Runtime.ExitError',
      errorMessage: `RequestId: ${REQUEST_ID} Error: ${reason}`,
    });
  });

  it('reports an error that nobody caught, and starts cold after it', async () => {
    const source = `let calls = 0;
      exports.handler = (event) => { calls += 1; if (event.ok) return Promise.resolve(calls);
        setTimeout(() => { throw new TypeError('in a timer') }, 1);
        return new Promise((r) => setTimeout(r, 5000)); }`;
    const outcome = await run(source);
    const next = await run(source, {}, { payload: '{"ok":true}' });
    expect(parse(outcome)).toMatchObject({ errorType: 'TypeError', errorMessage: 'in a timer' });
    expect(next.payload).toBe('1');
  });

  it('reports a rejection that nobody caught', async () => {
    const source = `exports.handler = () => { void Promise.reject(new Error('lost'));
      return new Promise((r) => setTimeout(r, 5000)); }`;
    const outcome = await run(source);
    expect(parse(outcome)).toMatchObject({
      errorType: 'Runtime.UnhandledPromiseRejection',
      errorMessage: 'Error: lost',
    });
  });

  it('is killed when its memory is exceeded outside of the heap', async () => {
    const source = `exports.handler = async () => { const kept = [];
      for (;;) { kept.push(Buffer.alloc(16 * 2 ** 20, 1)); await new Promise((r) => setTimeout(r, 5)); } }`;
    const outcome = await run(source, { memoryMiB: 128 });
    expect(parse(outcome)).toEqual({
      errorType: 'Runtime.OutOfMemory',
      errorMessage: `RequestId: ${REQUEST_ID} Error: Runtime exited with error: signal: killed`,
    });
  });

  it('dies when its heap is full', async () => {
    const source = `exports.handler = async () => { const kept = [];
      for (;;) kept.push(Array.from({ length: 1000 }, (_, i) => ({ i }))); }`;
    const outcome = await run(source, { memoryMiB: 128 });
    expect(outcome.error).toMatch(/^Runtime\.(OutOfMemory|ExitError): .*signal: (killed|aborted)$/);
  });

  it.each([
    ['a missing module', { 'index.js': "require('no-such-module')" }, 'Runtime.ImportModuleError'],
    ['a missing file', { 'other.js': '' }, 'Runtime.ImportModuleError'],
    ['a missing export', { 'index.js': 'exports.other = 1' }, 'Runtime.HandlerNotFound'],
    ['a syntax error', { 'index.js': 'exports.handler = (' }, 'Runtime.UserCodeSyntaxError'],
    ['an error of the module', { 'index.js': "throw new RangeError('at load')" }, 'RangeError'],
  ])('reports the start’s failure: %s', async (_, files, errorType) => {
    const outcome = await runner.run(aPackagedFunction(files), anInvocation());
    expect(parse(outcome)).toMatchObject({ errorType });
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

describe('the runner', () => {
  it('lets invocations wait when every process of a function is busy', async () => {
    // given
    const { runner } = aRunner({ perFunction: 1 });
    const spec = aFunction('exports.handler = async () => process.pid');
    // when
    const outcomes = await Promise.all([1, 2, 3].map(() => runner.run(spec, anInvocation())));
    await runner.stop();
    // then
    expect(new Set(outcomes.map(({ payload }) => payload)).size).toBe(1);
  });

  it('ends an idle process when there are too many in all', async () => {
    const { runner } = aRunner({ inAll: 1 });
    const source = 'exports.handler = async () => process.pid';
    const first = await runner.run(aFunction(source, { key: 'a' }), anInvocation());
    await runner.run(aFunction(source, { key: 'b' }), anInvocation());
    const again = await runner.run(aFunction(source, { key: 'a' }), anInvocation());
    await runner.stop();
    expect(again.payload).not.toBe(first.payload);
  });

  it('starts cold after its code was retired', async () => {
    const { runner } = aRunner();
    const spec = aFunction('let n = 0; exports.handler = async () => (n += 1)');
    await runner.run(spec, anInvocation());
    runner.retire(spec.key);
    const outcome = await runner.run(spec, anInvocation());
    await runner.stop();
    expect(outcome.payload).toBe('1');
  });

  it('ends every process when it stops, frozen and busy ones alike', async () => {
    // given
    const { runner } = aRunner();
    const frozen = await runner.run(
      aFunction('exports.handler = async () => process.pid'),
      anInvocation(),
    );
    const busy = runner.run(
      aFunction('exports.handler = () => new Promise((r) => setTimeout(r, 60_000))'),
      anInvocation(),
    );
    // when
    await new Promise((resolve) => setImmediate(resolve));
    await runner.stop();
    // then
    expect((await busy).error).toContain('Runtime.ExitError');
    expect(() => process.kill(Number(frozen.payload), 0)).toThrow('ESRCH');
  });

  it('answers an error for a package that cannot be unpacked', async () => {
    const { runner } = aRunner();
    const spec = aFunction('', { zip: Uint8Array.of(1, 2, 3), codeSha256: 'broken' });
    const outcome = await runner.run(spec, anInvocation());
    await runner.stop();
    expect(outcome.error).toMatch(/^Runtime\.Unknown: /);
  });

  it('does not unpack a file outside of its folder', async () => {
    const { runner } = aRunner();
    const outcome = await runner.run(
      aPackagedFunction({ '../../outside.js': 'x', 'index.js': '' }),
      anInvocation(),
    );
    await runner.stop();
    expect(outcome.error).toContain('"../../outside.js", which lies outside its folder');
  });
});
