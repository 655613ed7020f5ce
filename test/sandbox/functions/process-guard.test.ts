import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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
  void guard.stop();
  const [, signal] = await once(kept, 'exit');
  // then
  expect(signal).toBe('SIGKILL');
  expect(forgotten.signalCode).toBeNull();
  forgotten.kill('SIGKILL');
});

it('removes what the sandbox has unpacked, whatever the folder is called', async () => {
  // given
  const folder = await mkdtemp(join(tmpdir(), 'slipway guard $x-'));
  await writeFile(join(folder, 'index.js'), '');
  const guard = createProcessGuard();
  guard.sweep(folder);
  // when
  await guard.stop();
  // then
  expect(existsSync(folder)).toBe(false);
});
