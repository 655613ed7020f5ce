import { readFileSync } from 'node:fs';

const POLL_MS = 20;

/**
 * Calls back once when the process's resident memory exceeds the limit, and returns what ends the watch. Hosts
 * without /proc have only V8's heap limit.
 */
export const watchResidentMemory = (
  pid: number,
  limitMiB: number,
  onExceeded: () => void,
): (() => void) => {
  const timer = setInterval(() => {
    const residentMiB = readResidentMiB(pid);
    if (residentMiB === undefined || residentMiB <= limitMiB) return;
    clearInterval(timer);
    onExceeded();
  }, POLL_MS);
  return () => clearInterval(timer);
};

const readResidentMiB = (pid: number): number | undefined => {
  try {
    const match = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
    return match?.[1] === undefined ? undefined : Number(match[1]) / 1024;
  } catch {
    return undefined;
  }
};
