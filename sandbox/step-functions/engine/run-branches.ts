import type { Cancellation } from './cancellation';
import { Cancelled } from './failure';

/**
 * Runs `count` branches, at most `limit` at a time, in order. The first that fails cancels the others; once all
 * have ended, its failure is thrown. `lane` numbers the branches that run at the same time, from 0.
 */
export const runBranches = async <T>(
  { count, limit }: { readonly count: number; readonly limit: number },
  cancellation: Cancellation,
  run: (index: number, cancellation: Cancellation, lane: number) => Promise<T>,
): Promise<readonly T[]> => {
  const inner = cancellation.child();
  const results = new Map<number, T>();
  const failures: unknown[] = [];
  let next = 0;
  const work = async (lane: number): Promise<void> => {
    while (next < count && failures.length === 0) {
      const index = next++;
      try {
        results.set(index, await run(index, inner, lane));
      } catch (error) {
        failures.push(error);
        const full = error instanceof Cancelled && error.reason.kind === 'history-full';
        inner.cancel(full ? error.reason : { kind: 'sibling' });
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(limit, count) }, (_, lane) => work(lane)));
  if (failures.length > 0) throw failures[0];
  return [...results].sort(([a], [b]) => a - b).map(([, result]) => result);
};
