import type { Clock } from '../../clock';

/** Tells who waits for a queue that messages may have become visible. */
export interface WakeUps {
  /** Something changed: tell everybody now, and again at the next time that a message appears. */
  tell(): void;
  /** Only that next time may have changed. */
  rearm(): void;
  watch(listener: () => void): () => void;
}

/** A timer runs only while somebody waits: an idle queue does not move virtual time. */
export const createWakeUps = (clock: Clock, nextEpochMs: () => number | undefined): WakeUps => {
  const listeners = new Set<() => void>();
  let cancel = (): void => undefined;
  const tell = (): void => {
    for (const listener of [...listeners]) listener();
    rearm();
  };
  const rearm = (): void => {
    cancel();
    cancel = () => undefined;
    const dueEpochMs = listeners.size === 0 ? undefined : nextEpochMs();
    if (dueEpochMs !== undefined) cancel = clock.after(dueEpochMs - clock.nowEpochMs(), tell);
  };
  return {
    tell,
    rearm,
    watch: (listener) => {
      listeners.add(listener);
      rearm();
      return () => {
        listeners.delete(listener);
        rearm();
      };
    },
  };
};
