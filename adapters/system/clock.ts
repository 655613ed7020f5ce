import type { Clock } from '../../domain/ports';

/** The time of day, and timers that do not keep a process alive. */
export const systemClock: Clock = {
  nowEpochMs: () => Date.now(),
  abortAfter: (delayMs) => AbortSignal.timeout(Math.max(0, Math.round(delayMs))),
};
