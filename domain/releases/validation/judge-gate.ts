import type { Outcome } from '../../outcome';
import { worstOf } from '../../outcome';
import type { Check } from '../checks/check';
import type { CheckResult } from '../checks/check-result';
import type { Policy } from '../policy';
import type { HookAnswer } from '../verdict';
import type { Approval } from './validation';

/** What becomes of a gate by the results of its checks. */
export interface GateJudgement {
  readonly outcome: Outcome;
  readonly reason: string;
  readonly detail?: string;
  readonly answer: HookAnswer;
  /** A person is asked, and the gate waits for the word. */
  readonly asks: boolean;
}

const REASON_OF: Readonly<Record<Outcome, string>> = {
  passed: 'ChecksPassed',
  failed: 'CheckFailed',
  inconclusive: 'CheckInconclusive',
  error: 'CheckError',
};

/**
 * From results to an answer. Critical checks count by the worst of them, the others by weight in the policy's score.
 * Fails closed: in `enforce` only a pass lets traffic on, or an inconclusive gate for which the policy or a person
 * says so; no checks are no pass. In `observe` the outcome is as true, nobody is asked, and nothing is blocked.
 */
export const judgeGate = (
  policy: Pick<Policy, 'mode' | 'score'>,
  judged: readonly { readonly check: Check; readonly result: CheckResult }[],
  approval?: Approval,
): GateJudgement => {
  const critical = judged.filter(({ check }) => check.critical);
  const score = scoreOf(
    policy.score,
    judged.filter(({ check }) => !check.critical),
  );
  const outcome = worstOf([
    ...critical.map(({ result }) => result.outcome),
    ...(score === undefined ? [] : [score.outcome]),
  ]);
  const reason = judged.length === 0 ? 'NoChecksRan' : REASON_OF[outcome];
  // No check that is critical may have failed: what did, then, is the score.
  const detail = score === undefined || score.outcome === 'passed' ? {} : { detail: score.said };
  const ended = (answer: HookAnswer): GateJudgement => ({
    outcome,
    reason,
    ...detail,
    answer,
    asks: false,
  });
  if (policy.mode === 'observe' || outcome === 'passed') return ended('Succeeded');
  const unsure = critical.filter(({ result }) => result.outcome === 'inconclusive');
  const mayPass =
    outcome === 'inconclusive' && unsure.length > 0 && score?.outcome !== 'inconclusive';
  if (!mayPass || unsure.some(({ check }) => check.onInconclusive === 'fail'))
    return ended('Failed');
  if (unsure.every(({ check }) => check.onInconclusive === 'pass'))
    return { ...ended('Succeeded'), reason: 'InconclusiveAllowed' };
  return decideByPerson(ended('Failed'), approval);
};

const decideByPerson = (unsure: GateJudgement, approval: Approval | undefined): GateJudgement => {
  if (approval === undefined) return { ...unsure, reason: 'NobodyAnswered', asks: true };
  const detail = `<@${approval.by}> decided at ${approval.at}.`;
  return approval.decision === 'pass'
    ? { ...unsure, reason: 'PassedByPerson', detail, answer: 'Succeeded' }
    : { ...unsure, reason: 'FailedByPerson', detail };
};

interface Score {
  readonly outcome: Outcome;
  readonly said: string;
}

/**
 * What checks that are not critical add up to; nothing where there are none. Those that passed count. They fail where
 * they are too few even with those that are inconclusive: what had too little to look at has not failed.
 */
const scoreOf = (
  { passPct, marginalPct }: Policy['score'],
  others: readonly { readonly check: Check; readonly result: CheckResult }[],
): Score | undefined => {
  if (others.length === 0) return undefined;
  const weigh = (...outcomes: readonly Outcome[]): number =>
    others
      .filter(({ result }) => outcomes.includes(result.outcome))
      .reduce((sum, { check }) => sum + check.weight, 0);
  const all = weigh('passed', 'failed', 'inconclusive', 'error');
  const passed = weigh('passed');
  const atBest = weigh('passed', 'inconclusive');
  // Multiplied, not divided: 57 of 100 is 57 percent, and no rounding makes it less.
  const reaches = (weight: number, pct: number): boolean => weight * 100 >= pct * all;
  const unsure = atBest > passed ? `, ${toPct(atBest - passed, all)} % are inconclusive` : '';
  const said = `Of the checks that are not critical ${toPct(passed, all)} % passed by weight${unsure}; ${passPct} % pass the gate.`;
  if (reaches(passed, passPct)) return { outcome: 'passed', said };
  return { outcome: reaches(atBest, marginalPct) ? 'inconclusive' : 'failed', said };
};

const toPct = (weight: number, all: number): number => Math.round((weight / all) * 1000) / 10;
