import { shorten } from '../../units';
import type { HttpCheck } from '../policy';
import type { CheckResult } from './check-result';
import { EVIDENCE_LENGTH } from './check-result';
import { parseJson } from './json';
import { describeExpected, describeMismatches, mismatchesOf } from './match-json';

export interface HttpObservation {
  readonly status: number;
  /** At most so much of the body as the probe reads. */
  readonly body: string;
  readonly durationMs: number;
}

/** Judges one HTTP answer: its status, then the members of its JSON body. Fails closed. */
export const judgeHttp = (check: HttpCheck, observation: HttpObservation): CheckResult => {
  const { status, json } = check.expect;
  const expected = `status ${status}${json === undefined ? '' : `, ${describeExpected(json)}`}`;
  const result = (outcome: 'passed' | 'failed', reason: string, observed: string): CheckResult => ({
    name: check.name,
    kind: check.kind,
    outcome,
    reason,
    expected: shorten(expected, EVIDENCE_LENGTH),
    observed: shorten(`${observed} in ${Math.round(observation.durationMs)} ms`, EVIDENCE_LENGTH),
    samples: 1,
  });
  if (observation.status !== status)
    return result('failed', 'StatusDiffers', `status ${observation.status}`);
  if (json === undefined) return result('passed', 'AsExpected', expected);
  const answer = parseJson(observation.body);
  if (answer === undefined)
    return result('failed', 'AnswerNotJson', `status ${status}, a body that is not JSON`);
  const mismatches = mismatchesOf(json, answer);
  return mismatches.length === 0
    ? result('passed', 'AsExpected', expected)
    : result('failed', 'AnswerDiffers', `status ${status}, ${describeMismatches(mismatches)}`);
};
