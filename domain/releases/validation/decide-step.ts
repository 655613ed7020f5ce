import type { CheckResult } from '../checks/check-result';
import type { GateJudgement } from './judge-gate';
import { judgeGate } from './judge-gate';
import type { CheckStanding } from './judge-check';
import { judgeCheck, unfinished } from './judge-check';
import type { PlannedCheck } from './planned-check';
import { planChecks } from './planned-check';
import type { StandingValidation } from './validation';

/** A look that is due now. */
export interface DueLook {
  readonly planned: PlannedCheck;
  readonly sequence: number;
  readonly handle?: string;
}

/** What a gate needs next. */
export type Step =
  | { readonly step: 'look'; readonly looks: readonly DueLook[] }
  | {
      readonly step: 'wait';
      readonly untilEpochMs: number;
      /** A person is asked, since when. */
      readonly asks: boolean;
    }
  | {
      readonly step: 'conclude';
      readonly judgement: GateJudgement;
      readonly checks: readonly CheckResult[];
    };

/** How often it is looked whether a person has answered. */
const ASKING_INTERVAL_MS = 25_000;

type Standing = CheckStanding & { readonly planned: PlannedCheck };

/**
 * What a gate needs next: looks that are due, waiting, or its end. It ends early when a critical check has failed or
 * could not look, and at its limit with whatever is known. Pure: everything that it knows was stored, so that a gate
 * can be carried on by anybody, and judged again.
 */
export const decideStep = (standing: StandingValidation, nowEpochMs: number): Step => {
  const { validation, approval } = standing;
  const { policy } = validation;
  const checks = judgeStages(standing);
  const ended = checks.flatMap((it) => (it.state === 'ended' ? [toJudged(it)] : []));
  const open = checks.flatMap((it) => (it.state === 'due' ? [it] : []));
  const judgement = judgeGate(policy, ended, approval);
  const isLost = ended.some(({ check, result }) => check.critical && isBad(result));
  if (open.length === 0 || isLost || approval?.decision === 'fail')
    return waitOrConclude(standing, judgement, { ended, nowEpochMs });
  if (nowEpochMs >= Date.parse(validation.limitAt)) {
    const all = [
      ...ended,
      ...open.map((it) => toJudged({ ...it, result: unfinished(it.planned.check) })),
    ];
    return concluded(judgeGate(policy, all, approval), all);
  }
  const due = open.filter((it) => it.atEpochMs <= nowEpochMs);
  if (due.length > 0) return { step: 'look', looks: due };
  const untilEpochMs = Math.min(...open.map((it) => it.atEpochMs), Date.parse(validation.limitAt));
  return { step: 'wait', untilEpochMs, asks: ended.length > 0 && judgement.asks };
};

/** What the checks came to that have ended, in the policy's order. Pure. */
export const judgedSoFar = (standing: StandingValidation): readonly CheckResult[] =>
  judgeStages(standing).flatMap((it) => (it.state === 'ended' ? [it.result] : []));

type JudgedCheck = Parameters<typeof judgeGate>[1][number];

const toJudged = ({
  planned,
  result,
}: {
  readonly planned: PlannedCheck;
  readonly result: CheckResult;
}): JudgedCheck => ({ check: planned.check, result });

const isBad = ({ outcome }: CheckResult): boolean => outcome === 'failed' || outcome === 'error';

const concluded = (judgement: GateJudgement, judged: readonly JudgedCheck[]): Step => ({
  step: 'conclude',
  judgement,
  checks: judged.map(({ result }) => result),
});

/** All is known that will be: only a person's word may be missing. */
const waitOrConclude = (
  { validation }: StandingValidation,
  judgement: GateJudgement,
  { ended, nowEpochMs }: { readonly ended: readonly JudgedCheck[]; readonly nowEpochMs: number },
): Step => {
  const limitEpochMs = Date.parse(validation.limitAt);
  if (!judgement.asks || nowEpochMs >= limitEpochMs) return concluded(judgement, ended);
  const untilEpochMs = Math.min(nowEpochMs + ASKING_INTERVAL_MS, limitEpochMs);
  return { step: 'wait', untilEpochMs, asks: true };
};

/** The gate's own checks, and once these let it, the bake's, whose time starts when the last of them ended. */
const judgeStages = (standing: StandingValidation): readonly Standing[] => {
  const { validation, measurements } = standing;
  const { policy, hook, subject } = validation;
  const planned = planChecks(policy, hook);
  const judge = (some: readonly PlannedCheck[], openEpochMs: number): readonly Standing[] =>
    some.map((it) => ({
      planned: it,
      ...judgeCheck(
        it,
        measurements.filter(({ check }) => check === it.check.name),
        { subject, openEpochMs },
      ),
    }));
  const gate = judge(
    planned.filter(({ stage }) => stage === 'gate'),
    Date.parse(validation.openedAt),
  );
  const bake = planned.filter(({ stage }) => stage === 'bake');
  const results = gate.flatMap((it) => (it.state === 'ended' ? [toJudged(it)] : []));
  if (bake.length === 0 || results.length < gate.length) return gate;
  const judgement = judgeGate({ ...policy, mode: 'enforce' }, results, standing.approval);
  const isBlocked = gate.length > 0 && judgement.answer === 'Failed' && !judgement.asks;
  if (isBlocked) return gate;
  const ends = measurements
    .filter(({ check }) => gate.some((it) => it.planned.check.name === check))
    .map(({ at, durationMs }) => Date.parse(at) + durationMs);
  return [...gate, ...judge(bake, Math.max(Date.parse(validation.openedAt), ...ends))];
};
