import type { Check } from './check';
import type { Judged } from './observation';

/** One thing that is not as it should be. */
export interface Problem<Reason extends string> {
  readonly reason: Reason;
  /** What was seen. */
  readonly text: string;
}

/** Each text once, in the order of their first; `(2 of 5)` where it is not true of all samples. */
export const tally = (texts: readonly string[], samples: number): readonly string[] =>
  [...new Set(texts)].map((text) => {
    const count = texts.filter((it) => it === text).length;
    return count >= samples ? text : `${text} (${count} of ${samples})`;
  });

/** What the policy says of a look that had nothing to look at. */
export const judgeNothing = ({ noData }: Pick<Check, 'noData'>, expected: string): Judged => ({
  outcome: noData,
  reason: 'NothingToLookAt',
  expected,
  observed: 'nothing',
  samples: 0,
});
