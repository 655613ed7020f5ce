import { shorten } from '../../units';
import type { LambdaInvokeCheck } from '../policy';
import type { CheckResult } from './check-result';
import { EVIDENCE_LENGTH } from './check-result';
import { parseJson } from './json';
import { describeExpected, describeMismatches, mismatchesOf } from './match-json';

export interface InvokeObservation {
  readonly executedVersion: string;
  /** Lambda's word where the function failed. */
  readonly functionError?: string;
  /** What the function answered, as text. */
  readonly payload: string;
}

/** Judges the answer of the new version. Fails closed: an answer that is not JSON fails. */
export const judgeLambdaInvoke = (
  check: LambdaInvokeCheck,
  targetVersion: string,
  observation: InvokeObservation,
): CheckResult => {
  const expected = describeExpected(check.expect);
  const result = (outcome: 'passed' | 'failed', reason: string, observed: string): CheckResult => ({
    name: check.name,
    kind: check.kind,
    outcome,
    reason,
    expected: shorten(expected, EVIDENCE_LENGTH),
    observed: shorten(observed, EVIDENCE_LENGTH),
    samples: 1,
  });
  if (observation.executedVersion !== targetVersion)
    return result(
      'failed',
      'WrongVersionAnswered',
      `version ${observation.executedVersion} answered, not version ${targetVersion}`,
    );
  if (observation.functionError !== undefined)
    return result('failed', 'FunctionFailed', `function error: ${observation.payload}`);
  const answer = parseJson(observation.payload);
  if (answer === undefined)
    return result('failed', 'AnswerNotJson', `not JSON: ${observation.payload}`);
  const mismatches = mismatchesOf(check.expect, answer);
  return mismatches.length === 0
    ? result('passed', 'AsExpected', expected)
    : result('failed', 'AnswerDiffers', describeMismatches(mismatches));
};
