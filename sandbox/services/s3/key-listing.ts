import { compareKeys } from './bucket-book';

export interface ListingOrder {
  readonly prefix: string;
  readonly delimiter: string;
  /** Only what comes after it; a common prefix that it stands for is not listed again. */
  readonly after: string;
  readonly most: number;
}

export interface KeyListing {
  readonly keys: readonly string[];
  readonly commonPrefixes: readonly string[];
  /** What the next page begins after; undefined where there is none. */
  readonly next?: string;
}

/**
 * A page of keys in their order. Keys that share what stands before a delimiter are one entry, which counts once.
 * documented (https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-prefixes.html)
 */
export const listKeys = (
  all: Iterable<string>,
  { prefix, delimiter, after, most }: ListingOrder,
): KeyListing => {
  const groupOf = (key: string): string | undefined => {
    if (delimiter === '') return undefined;
    const at = key.indexOf(delimiter, prefix.length);
    return at < 0 ? undefined : key.slice(0, at + delimiter.length);
  };
  const entries = new Map<string, boolean>();
  for (const key of all) {
    if (!key.startsWith(prefix)) continue;
    const group = groupOf(key);
    // A group's keys come after it, and yet belong to it.
    if (compareKeys(group ?? key, after) <= 0) continue;
    entries.set(group ?? key, group !== undefined);
  }
  const sorted = [...entries].sort(([one], [other]) => compareKeys(one, other));
  const page = sorted.slice(0, most);
  const last = page.at(-1)?.[0];
  return {
    keys: page.flatMap(([entry, isGroup]) => (isGroup ? [] : [entry])),
    commonPrefixes: page.flatMap(([entry, isGroup]) => (isGroup ? [entry] : [])),
    ...(sorted.length > most && last !== undefined ? { next: last } : {}),
  };
};
