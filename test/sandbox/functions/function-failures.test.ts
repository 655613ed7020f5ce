import type { FunctionRunner, InvocationOutcome } from '../../../sandbox/functions/function-spec';
import { aFunction, anInvocation, aPackagedFunction, aRunner } from './a-function';

const REQUEST_ID = '11111111-2222-4333-8444-555555555555';
const parse = (outcome: InvocationOutcome): unknown => JSON.parse(outcome.payload);

describe('a function that fails', () => {
  let runner: FunctionRunner;
  let lines: string[];
  beforeEach(() => {
    ({ runner, lines } = aRunner());
  });
  afterEach(() => runner.stop());

  const run = (source: string, overrides = {}, invocation = {}) =>
    runner.run(aFunction(source, overrides), anInvocation(invocation));

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
});
