import type { Outcome } from '../../outcome';
import { sentenceOf } from '../../errors';
import { shorten } from '../../units';
import type { Check } from '../policy';

/** One check's outcome with its evidence. `expected` and `observed` are short sentences for people. */
export interface CheckResult {
  readonly name: string;
  readonly kind: Check['kind'];
  readonly outcome: Outcome;
  /** A constant code, listed in docs/operations. */
  readonly reason: string;
  readonly expected: string;
  readonly observed: string;
  /** How many observations the outcome rests on. */
  readonly samples: number;
}

/** Evidence is stored and shown: a few hundred characters tell enough, and items have a limit. */
export const EVIDENCE_LENGTH = 300;

/** A check that could not look. Fails closed: an error never passes a release. */
export const errorResult = (check: Check, reason: string, thrown: unknown): CheckResult => ({
  name: check.name,
  kind: check.kind,
  outcome: 'error',
  reason,
  expected: 'an observation',
  observed: shorten(sentenceOf(thrown), EVIDENCE_LENGTH),
  samples: 0,
});
