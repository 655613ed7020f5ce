import { Cancelled, type CancelReason } from './failure';

/** Ends a branch, and the branches inside it, from outside. */
export interface Cancellation {
  readonly cancel: (reason: CancelReason) => void;
  /** Throws Cancelled once it has been cancelled. */
  check(): void;
  /** Runs at once where it has been cancelled already. Returns what forgets the listener. */
  onCancel(listener: (reason: CancelReason) => void): () => void;
  child(): Cancellation;
}

export const createCancellation = (): Cancellation => {
  const listeners = new Set<(reason: CancelReason) => void>();
  let cancelled: CancelReason | undefined;
  const it: Cancellation = {
    cancel: (reason) => {
      if (cancelled !== undefined) return;
      cancelled = reason;
      for (const listener of [...listeners]) listener(reason);
      listeners.clear();
    },
    check: () => {
      if (cancelled !== undefined) throw new Cancelled(cancelled);
    },
    onCancel: (listener) => {
      if (cancelled !== undefined) listener(cancelled);
      else listeners.add(listener);
      return () => listeners.delete(listener);
    },
    child: () => {
      const inner = createCancellation();
      it.onCancel(inner.cancel);
      return inner;
    },
  };
  return it;
};

export interface Settle<T> {
  readonly resolve: (value: T) => void;
  readonly reject: (error: Error) => void;
}

/**
 * Waits for what `begin` settles, or for the cancellation, whichever is first; then runs what `begin` returned,
 * which takes its timers back. Holds no virtual time: that stands still only while the clock's own holds last.
 */
export const waitUntil = <T>(
  cancellation: Cancellation,
  begin: (settle: Settle<T>) => () => void,
): Promise<T> =>
  new Promise<T>((resolve, reject) => {
    let done = false;
    const held: { cleanUp?: () => void; forget?: () => void } = {};
    const finish = (action: () => void): void => {
      if (done) return;
      done = true;
      held.cleanUp?.();
      held.forget?.();
      action();
    };
    held.forget = cancellation.onCancel((reason) => finish(() => reject(new Cancelled(reason))));
    if (done) {
      held.forget();
      return;
    }
    held.cleanUp = begin({
      resolve: (value) => finish(() => resolve(value)),
      reject: (error) => finish(() => reject(error)),
    });
    if (done) held.cleanUp();
  });
