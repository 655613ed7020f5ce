import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createProcessGuard } from '../../../sandbox/functions/process-guard';

const startFrozen = (): ChildProcess => {
  const child = spawn('sleep', ['60'], { detached: true, stdio: 'ignore' });
  child.kill('SIGSTOP');
  return child;
};

it('ends frozen processes when the sandbox is gone, and leaves alone what was forgotten', async () => {
  // given
  const guard = createProcessGuard();
  const [kept, forgotten] = [startFrozen(), startFrozen()];
  guard.watch(Number(forgotten.pid));
  guard.watch(Number(kept.pid));
  guard.forget(Number(forgotten.pid));
  // when: the guard's input ends, as it does when the sandbox dies
  guard.stop();
  const [, signal] = await once(kept, 'exit');
  // then
  expect(signal).toBe('SIGKILL');
  expect(forgotten.signalCode).toBeNull();
  forgotten.kill('SIGKILL');
});
