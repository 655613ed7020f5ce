/** What was made and is to be removed, the last first. */
export interface CleanUp {
  /**
   * Told before the thing is made: a call whose answer never came may have made it. Gives what takes that back, for
   * a call that was refused.
   */
  add(what: string, remove: () => Promise<unknown>): () => void;
  /** Removes everything; gives what could not be removed, with the reason. */
  run(): Promise<readonly string[]>;
}

export interface CleanUpOptions {
  readonly wait: (ms: number) => Promise<void>;
  readonly tell: (line: string) => void;
}

const TRIES = 4;
const RETRY_MS = 3_000;

/** AWS's ways to say that there is nothing to remove. */
const isAbsent = (error: unknown): boolean =>
  error instanceof Error && /NotFound|DoesNotExist|NonExistent|NoSuchEntity/.test(error.name);

const reasonOf = (error: unknown): string =>
  error instanceof Error ? `${error.name}: ${error.message}` : String(error);

export const createCleanUp = ({ wait, tell }: CleanUpOptions): CleanUp => {
  const items: { readonly what: string; readonly remove: () => Promise<unknown> }[] = [];

  /** Undefined once it is gone. */
  const removeOne = async (remove: () => Promise<unknown>): Promise<string | undefined> => {
    let reason: string | undefined;
    for (let attempt = 1; attempt <= TRIES; attempt += 1) {
      try {
        await remove();
        return undefined;
      } catch (error) {
        if (isAbsent(error)) return undefined;
        reason = reasonOf(error);
        if (attempt < TRIES) await wait(RETRY_MS);
      }
    }
    return reason;
  };

  return {
    add: (what, remove) => {
      const item = { what, remove };
      items.push(item);
      return () => {
        items.splice(items.indexOf(item), 1);
      };
    },
    run: async () => {
      const left: string[] = [];
      for (const { what, remove } of items.splice(0).reverse()) {
        const reason = await removeOne(remove);
        if (reason === undefined) tell(`removed: ${what}`);
        else left.push(`${what} (${reason})`);
      }
      return left;
    },
  };
};
