import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { Socket } from 'node:net';
import type { Writable } from 'node:stream';

/**
 * Ends the functions' processes and removes their packages when the sandbox dies without stopping: a frozen or looping
 * process cannot notice that itself. The guard is a shell that knows the process groups by id, and outlives the
 * sandbox by a moment.
 */
export interface ProcessGuard {
  /** A folder of the sandbox's own, which nobody needs after it. */
  sweep(folder: string): void;
  watch(pid: number): void;
  /** The process has ended: its id may soon be another's. */
  forget(pid: number): void;
  /** Resolves when everything has been ended and removed. */
  stop(): Promise<void>;
}

const SCRIPT = `trap '' INT TERM HUP
live=' '
folder=
while read -r sign pid; do
  case $sign in
    +) live="$live$pid " ;;
    -) live="\${live%% $pid *} \${live#* $pid }" ;;
    /) folder=$pid ;;
  esac
done
for pid in $live; do kill -KILL -"$pid" 2>/dev/null; done
if [ -n "$folder" ]; then rm -rf -- "$folder"; fi
exit 0`;

/** The shell starts with the first process, and never keeps the sandbox alive. */
export const createProcessGuard = (): ProcessGuard => {
  let shell: ChildProcessByStdio<Writable, null, null> | undefined;
  const watched = new Set<number>();
  const tell = (line: string): void => {
    shell ??= start();
    shell.stdin.write(`${line}\n`);
  };
  const start = () => {
    const started = spawn('/bin/sh', ['-c', SCRIPT], { stdio: ['pipe', 'ignore', 'ignore'] });
    started.on('error', () => undefined);
    started.stdin.on('error', () => undefined);
    started.unref();
    if (started.stdin instanceof Socket) started.stdin.unref();
    return started;
  };
  return {
    sweep: (folder) => tell(`/ ${folder}`),
    watch: (pid) => {
      watched.add(pid);
      tell(`+ ${pid}`);
    },
    forget: (pid) => {
      if (watched.delete(pid)) shell?.stdin.write(`- ${pid}\n`);
    },
    stop: async () => {
      const ending = shell;
      shell = undefined;
      if (ending === undefined || ending.exitCode !== null || ending.pid === undefined) return;
      ending.ref();
      const ended = once(ending, 'exit');
      ending.stdin.end();
      await ended;
    },
  };
};
