/** Who may be served next, of requests that one invocation made at once. */
export interface RequestOrder {
  /**
   * Waits for the request's turn; returns what passes the turn on. `place` is the header that a function's process
   * sends on a virtual clock: an invocation, and the how manieth of its requests it is, from 0. Without it a request
   * is served at once.
   */
  take(place: string | undefined): Promise<() => void>;
}

export const ORDER_HEADER = 'x-sandbox-order';

interface Line {
  next: number;
  readonly waiting: Map<number, () => void>;
}

/** Real time: a request before it may never come, or hang for ever. Well below what clients wait for an answer. */
const PATIENCE_MS = 3_000;
const KEPT_LINES = 1_000;

const PLACE = /^(.+) (\d+)$/;

/**
 * Makes the order in which a function asks the order in which it is answered, one request after the other: over
 * several connections it would be chance.
 */
export const createRequestOrder = (patienceMs = PATIENCE_MS): RequestOrder => {
  const lines = new Map<string, Line>();
  const lineOf = (name: string): Line => {
    const line = lines.get(name) ?? { next: 0, waiting: new Map<number, () => void>() };
    lines.set(name, line);
    for (const oldest of lines.keys()) {
      if (lines.size <= KEPT_LINES) break;
      lines.delete(oldest);
    }
    return line;
  };
  const turnOf = ({ next, waiting }: Line, number: number): Promise<void> | undefined =>
    number <= next
      ? undefined
      : new Promise((resolve) => {
          const go = (): void => {
            clearTimeout(timer);
            waiting.delete(number);
            resolve();
          };
          const timer = setTimeout(go, patienceMs);
          waiting.set(number, go);
        });
  return {
    take: async (place = '') => {
      const [, name, digits] = PLACE.exec(place) ?? [];
      if (name === undefined) return () => undefined;
      const line = lineOf(name);
      const number = Number(digits);
      await turnOf(line, number);
      return () => {
        line.next = Math.max(line.next, number + 1);
        line.waiting.get(line.next)?.();
      };
    },
  };
};
