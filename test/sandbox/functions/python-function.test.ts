import { runtimeCommand } from '../../../sandbox/functions/runtimes';
import { anInvocation, aPackagedFunction, aRunner } from './a-function';

const hasPython =
  runtimeCommand('python3.12', 128, { nowEpochMs: 0, virtual: false }) !== undefined;
if (!hasPython) console.warn('python3 is not on PATH: Python functions are not tested.');
const describeWithPython = hasPython ? describe : describe.skip;

describeWithPython('a Python function', () => {
  const { runner, lines } = aRunner();
  afterAll(() => runner.stop());

  const run = (source: string, overrides = {}, invocation = {}) =>
    runner.run(
      aPackagedFunction(
        { 'app.py': source },
        { runtime: 'python3.12', handler: 'app.handler', ...overrides },
      ),
      anInvocation(invocation),
    );

  it('sees event, context, environment and the time of the sandbox', async () => {
    // given
    const source = `import os, time, datetime
def handler(event, context):
    print("hello")
    return [event["n"], context.function_name, os.environ["AWS_REGION"], os.environ.get("HOME"),
            time.gmtime(time.time()).tm_year, datetime.datetime.now().year]`;
    // when
    const outcome = await run(source, {}, { payload: '{"n":1}' });
    // then
    expect(JSON.parse(outcome.payload)).toEqual([1, 'checkout', 'eu-west-1', null, 2031, 2031]);
    expect(lines).toContain('checkout: hello');
  });

  it('answers Lambda’s error object for an exception', async () => {
    const outcome = await run('def handler(event, context):\n    raise ValueError("bad amount")');
    expect(JSON.parse(outcome.payload)).toEqual({
      errorType: 'ValueError',
      errorMessage: 'bad amount',
      requestId: '11111111-2222-4333-8444-555555555555',
      stackTrace: [expect.stringContaining('in handler')],
    });
  });

  it('reports a missing module and a missing handler', async () => {
    const module = await run('import no_such_module');
    const handler = await run('other = 1');
    expect(JSON.parse(module.payload)).toMatchObject({ errorType: 'Runtime.ImportModuleError' });
    expect(JSON.parse(handler.payload)).toMatchObject({ errorType: 'Runtime.HandlerNotFound' });
  });

  it('is killed at its time-out', async () => {
    const source = 'def handler(event, context):\n    while True: pass';
    const outcome = await run(source, { timeoutSec: 1 });
    expect(outcome.error).toContain('Task timed out after 1.00 seconds');
  });
});
