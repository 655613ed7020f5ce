import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

const BOOTSTRAP = join(__dirname, 'bootstrap');

/** V8's heap gets this share of MemorySize: the rest is for buffers, code and stacks. */
const HEAP_RATIO = 0.85;

/** How a runtime's process is started. */
export interface RuntimeCommand {
  readonly file: string;
  readonly args: readonly string[];
}

const isOnPath = (program: string): boolean =>
  (process.env.PATH ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });

/**
 * Undefined where the sandbox cannot run it: it runs `nodejs*` on its own Node.js and `python3.*` on the host's
 * python3. The process finds the sandbox's time among its arguments, so that its start-up sees it too, and whether
 * that time is virtual: then it stands still, and what is random in the process is drawn from a seed.
 */
export const runtimeCommand = (
  runtime: string,
  memoryMiB: number,
  { nowEpochMs, virtual }: { readonly nowEpochMs: number; readonly virtual: boolean },
): RuntimeCommand | undefined => {
  const time = [String(nowEpochMs), virtual ? 'virtual' : 'running'];
  if (/^nodejs\d+\.x$/.test(runtime)) {
    const heapMiB = Math.floor(memoryMiB * HEAP_RATIO);
    const args = [`--max-old-space-size=${heapMiB}`, join(BOOTSTRAP, 'main.cjs'), ...time];
    return { file: process.execPath, args };
  }
  if (/^python3\.\d+$/.test(runtime) && isOnPath('python3'))
    return { file: 'python3', args: ['-u', join(BOOTSTRAP, 'main.py'), ...time] };
  return undefined;
};
