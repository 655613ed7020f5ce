import type { CheckResult } from '../releases/checks/check-result';
import type { OpenGate } from '../releases/ports';
import { judgeCheck } from '../releases/validation/judge-check';
import { planChecks } from '../releases/validation/planned-check';
import type {
  Approval,
  StandingValidation,
  ValidationKey,
} from '../releases/validation/validation';

/** A gate that waits, with everything that was seen and said there. */
export interface WaitingGate {
  readonly due: OpenGate;
  readonly standing: StandingValidation;
}

/** A gate that waits, as people see it. Times are ISO-8601. */
export interface GateView {
  readonly key: ValidationKey;
  readonly hook: string;
  readonly openedAt: string;
  /** When it is looked at again; absent where that is so soon that it would be old before it is read. */
  readonly dueAt?: string;
  /** By then it is answered, whatever is known. */
  readonly limitAt: string;
  readonly question: Question;
  /** What its checks have ended with until now. */
  readonly checks: readonly CheckResult[];
  readonly unfinished: readonly UnfinishedCheck[];
}
export interface UnfinishedCheck {
  readonly name: string;
  /** How often it was looked at. */
  readonly looks: number;
}

/**
 * What a person has to do with it: nothing; a word is awaited, and from whom; the word has been given; or a question
 * came up that nobody can answer (any more).
 */
export type Question =
  | { readonly state: 'none' | 'over' }
  | { readonly state: 'open'; readonly approvers: readonly string[] }
  | { readonly state: 'answered'; readonly approval: Approval };

/**
 * Waits as long as this are told, and told anew when they end. Shorter ones would cost an invocation and a message's
 * update at each look of a bake.
 */
export const TOLD_WAIT_MS = 5 * 60_000;

/** `isReleaseOver` closes every question: what is decided there comes too late. */
export const toGateView = (
  gate: WaitingGate,
  { isReleaseOver, nowEpochMs }: { readonly isReleaseOver: boolean; readonly nowEpochMs: number },
): GateView => {
  const { due, standing } = gate;
  const { validation } = standing;
  const { checks, unfinished } = readChecks(standing);
  return {
    key: { release: validation.release, executionId: validation.executionId },
    hook: validation.hook,
    openedAt: validation.openedAt,
    dueAt: Date.parse(due.dueAt) - nowEpochMs >= TOLD_WAIT_MS ? due.dueAt : undefined,
    limitAt: validation.limitAt,
    question: toQuestion(gate, checks, !isReleaseOver && nowEpochMs < limitOf(standing)),
    checks,
    unfinished,
  };
};

const limitOf = ({ validation }: StandingValidation): number => Date.parse(validation.limitAt);

const toQuestion = (
  { due, standing: { validation, approval } }: WaitingGate,
  checks: readonly CheckResult[],
  isInTime: boolean,
): Question => {
  if (approval !== undefined) return { state: 'answered', approval };
  if (!raisesQuestion(validation, checks)) return { state: 'none' };
  return due.asks && isInTime
    ? { state: 'open', approvers: validation.policy.approvers }
    : { state: 'over' };
};

/** Never changes back for a gate: so that a question that was put is not forgotten while it stands somewhere. */
const raisesQuestion = (
  { policy, hook }: StandingValidation['validation'],
  results: readonly CheckResult[],
): boolean =>
  policy.mode === 'enforce' &&
  planChecks(policy, hook).some(
    ({ check }) =>
      check.critical &&
      check.onInconclusive === 'ask' &&
      results.some((it) => it.name === check.name && it.outcome === 'inconclusive'),
  );

const readChecks = ({
  validation,
  measurements,
}: StandingValidation): Pick<GateView, 'checks' | 'unfinished'> => {
  const { policy, hook, subject, openedAt } = validation;
  const read = planChecks(policy, hook).map((planned) => {
    const { name } = planned.check;
    const looks = measurements.filter(({ check }) => check === name);
    const openEpochMs = Date.parse(openedAt);
    return { name, looks, standing: judgeCheck(planned, looks, { subject, openEpochMs }) };
  });
  return {
    checks: read.flatMap(({ standing }) => (standing.state === 'ended' ? [standing.result] : [])),
    unfinished: read.flatMap(({ name, looks, standing }) =>
      standing.state === 'due' ? [{ name, looks: looks.length }] : [],
    ),
  };
};
