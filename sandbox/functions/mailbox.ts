/** What arrives is kept until somebody takes it; one taker at a time. */
export interface Mailbox<T> {
  put(item: T): void;
  take(): Promise<T>;
}

export const createMailbox = <T>(): Mailbox<T> => {
  const items: T[] = [];
  let waiting: ((item: T) => void) | undefined;
  return {
    put: (item) => {
      const taker = waiting;
      waiting = undefined;
      if (taker === undefined) items.push(item);
      else taker(item);
    },
    take: () =>
      new Promise((resolve) => {
        const item = items.shift();
        if (item === undefined) waiting = resolve;
        else resolve(item);
      }),
  };
};
