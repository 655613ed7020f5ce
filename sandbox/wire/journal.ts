import type { Clock } from '../clock';
import type { Journal, JournalEntry, TimedEntry } from '../service';

export interface CountingJournal extends Journal {
  /** How many entries of each kind there ever were, also those that are no longer kept. */
  counts(): Readonly<Record<string, number>>;
}

/** A tenth of slack, so that dropping the oldest costs one pass per five hundred entries. */
const SLACK_RATIO = 0.1;

/** Keeps at least the newest `keptPerKind` entries of each kind (at most a tenth more) and counts them all. */
export const createJournal = (
  clock: Pick<Clock, 'nowEpochMs'>,
  keptPerKind = 5_000,
): CountingJournal => {
  let kept: TimedEntry[] = [];
  let sequence = 0;
  const counts = new Map<string, number>();
  const keptOfKind = new Map<string, number>();
  const listeners = new Set<(entry: TimedEntry) => void>();

  const dropOldest = (kind: string): void => {
    let surplus = (keptOfKind.get(kind) ?? 0) - keptPerKind;
    kept = kept.filter((entry) => entry.kind !== kind || surplus-- <= 0);
    keptOfKind.set(kind, keptPerKind);
  };
  const tell = (listener: (entry: TimedEntry) => void, entry: TimedEntry): void => {
    try {
      listener(entry);
    } catch (error) {
      // A listener that fails once is let go: what it follows must not fail for it.
      listeners.delete(listener);
      record({ kind: 'trouble', message: `A listener of the journal failed: ${String(error)}` });
    }
  };
  const record = (entry: JournalEntry): void => {
    sequence += 1;
    const timed = { ...entry, atEpochMs: clock.nowEpochMs(), sequence };
    kept.push(timed);
    counts.set(entry.kind, (counts.get(entry.kind) ?? 0) + 1);
    const held = (keptOfKind.get(entry.kind) ?? 0) + 1;
    keptOfKind.set(entry.kind, held);
    if (held > keptPerKind * (1 + SLACK_RATIO)) dropOldest(entry.kind);
    for (const listener of [...listeners]) tell(listener, timed);
  };
  return {
    record,
    entries: () => [...kept],
    follow: (listener) => {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    counts: () => Object.fromEntries(counts),
  };
};
