import type { OpenGate } from '../releases/ports';
import { decideStep } from '../releases/validation/decide-step';
import type { Approval, StandingValidation } from '../releases/validation/validation';
import type { Verdict } from '../releases/verdict';

/** What the ledger knows of a gate that somebody answers for. */
export interface KnownGate {
  /** Absent for a gate that never opened. */
  readonly standing?: StandingValidation;
  /** Absent for one that waits for nothing (any more). */
  readonly open?: OpenGate;
  readonly verdict?: Verdict;
}

export type RefusalReason =
  'GateUnknown' | 'NotAnApprover' | 'AlreadyDecided' | 'GateIsOver' | 'NobodyAsked';

export type ApprovalDecision =
  | {
      /** `stands`: this very word was recorded before. */
      readonly decision: 'record' | 'stands';
      readonly reason: 'ByApprover';
    }
  | Refused;
export interface Refused {
  readonly decision: 'refuse';
  readonly reason: RefusalReason;
  /** The word that stands instead, where one does. */
  readonly standing?: Approval;
}

/**
 * Whether a person's word counts at a gate. Fails closed: it does only for an approver of the policy that the gate
 * opened with, who speaks first, in time, where the gate blocks and a person is asked.
 */
export const decideApproval = (
  word: Approval,
  { standing, open, verdict }: KnownGate,
  nowEpochMs: number,
): ApprovalDecision => {
  if (standing === undefined) return refuse('GateUnknown');
  const { validation, approval } = standing;
  const { policy } = validation;
  if (!policy.approvers.includes(word.by)) return refuse('NotAnApprover');
  if (approval !== undefined)
    return isSame(approval, word)
      ? { decision: 'stands', reason: 'ByApprover' }
      : { ...refuse('AlreadyDecided'), standing: approval };
  const isEnded = verdict !== undefined || open === undefined;
  const isLate = nowEpochMs >= Date.parse(validation.limitAt);
  if (isEnded || isLate || decideStep(standing, nowEpochMs).step === 'conclude')
    return refuse('GateIsOver');
  return policy.mode === 'enforce' && open.asks
    ? { decision: 'record', reason: 'ByApprover' }
    : refuse('NobodyAsked');
};

const refuse = (reason: RefusalReason): Refused => ({ decision: 'refuse', reason });

/** Two presses differ in their time at least. */
export const isSame = (left: Approval, right: Approval): boolean =>
  left.by === right.by && left.at === right.at && left.decision === right.decision;
