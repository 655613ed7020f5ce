/**
 * The four outcomes. `inconclusive` is "no data, or too little": never healthy. `error` is "could not look".
 */
export type Outcome = 'passed' | 'failed' | 'inconclusive' | 'error';

/** From the one that decides most to the one that decides least. */
const PRECEDENCE = ['failed', 'error', 'inconclusive', 'passed'] as const satisfies Outcome[];

/** How outcomes combine: the worst one stands for all. Of none, nothing is known: `inconclusive`. */
export const worstOf = (outcomes: readonly Outcome[]): Outcome =>
  PRECEDENCE.find((outcome) => outcomes.includes(outcome)) ?? 'inconclusive';
