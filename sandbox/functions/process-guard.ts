import { spawn } from 'node:child_process';
import { Socket } from 'node:net';

/**
 * Ends the functions' processes when the sandbox dies without stopping them: a frozen or looping process cannot
 * notice that itself. The guard is a shell that knows the process groups by id and outlives the sandbox by a moment.
 */
export interface ProcessGuard {
  watch(pid: number): void;
  /** The process has ended: its id may soon be another's. */
  forget(pid: number): void;
  stop(): void;
}

const SCRIPT = `trap '' INT TERM HUP
live=' '
while read -r sign pid; do
  case $sign in
    +) live="$live$pid " ;;
    -) live="\${live%% $pid *} \${live#* $pid }" ;;
  esac
done
for pid in $live; do kill -KILL -"$pid" 2>/dev/null; done
exit 0`;

/** The shell starts with the first process, and never keeps the sandbox alive. */
export const createProcessGuard = (): ProcessGuard => {
  let stdin: NodeJS.WritableStream | undefined;
  const watched = new Set<number>();
  const start = (): NodeJS.WritableStream => {
    const shell = spawn('/bin/sh', ['-c', SCRIPT], { stdio: ['pipe', 'ignore', 'ignore'] });
    shell.on('error', () => undefined);
    shell.stdin.on('error', () => undefined);
    shell.unref();
    if (shell.stdin instanceof Socket) shell.stdin.unref();
    return shell.stdin;
  };
  return {
    watch: (pid) => {
      stdin ??= start();
      watched.add(pid);
      stdin.write(`+ ${pid}\n`);
    },
    forget: (pid) => {
      if (watched.delete(pid)) stdin?.write(`- ${pid}\n`);
    },
    stop: () => {
      stdin?.end();
      stdin = undefined;
    },
  };
};
