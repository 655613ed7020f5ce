import type { Judge } from './observation';

/** Takes a suite at its word: what it answered is the outcome. */
export const judgeSuite: Judge<'suite'> = (_, { outcome, reason, detail, samples }) => ({
  outcome,
  reason,
  expected: 'the suite passes',
  observed: detail === '' ? `the suite says ${outcome}` : detail,
  samples,
});
