import { aFunction, anInvocation, aPackagedFunction, aRunner } from './a-function';

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
