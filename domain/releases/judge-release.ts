import type { Outcome } from '../outcome';
import { worstOf } from '../outcome';
import type { CheckResult } from './checks/check-result';
import type { Mode } from './policy';
import type { HookAnswer } from './verdict';

export interface Judgement {
  readonly outcome: Outcome;
  readonly reason: string;
  readonly answer: HookAnswer;
}

const REASON_OF: Readonly<Record<Outcome, string>> = {
  passed: 'ChecksPassed',
  failed: 'CheckFailed',
  inconclusive: 'CheckInconclusive',
  error: 'CheckError',
};

/**
 * From checks to an answer. Fails closed: in `enforce` only a pass lets traffic on, and no checks are no pass.
 * In `observe` the outcome is as true, and nothing is blocked.
 */
export const judgeRelease = (mode: Mode, checks: readonly CheckResult[]): Judgement => {
  const outcome = worstOf(checks.map((check) => check.outcome));
  const reason = checks.length === 0 ? 'NoChecksRan' : REASON_OF[outcome];
  return {
    outcome,
    reason,
    answer: mode === 'observe' || outcome === 'passed' ? 'Succeeded' : 'Failed',
  };
};
