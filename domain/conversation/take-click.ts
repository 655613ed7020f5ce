import type { AuditTrail } from '../ledger/audit-trail';
import type { Clock } from '../ports';
import type { OpenGates, Validations, Verdicts } from '../releases/ports';
import type { ValidationKey } from '../releases/validation/validation';
import type { ApprovalDecision, KnownGate, RefusalReason } from './authorise';
import { decideApproval, isSame } from './authorise';
import type { Message } from './message';
import type { Announcements, GateClick } from './ports';
import { toRefusalMessage } from './refusal';

export interface ClickPorts {
  readonly validations: Pick<Validations, 'read' | 'approve'>;
  readonly openGates: Pick<OpenGates, 'list'>;
  readonly verdicts: Pick<Verdicts, 'find'>;
  readonly audit: AuditTrail;
  readonly announcements: Announcements;
  readonly clock: Clock;
}

export interface TakenClick {
  readonly decided: ApprovalDecision;
  /** What the presser alone is to be told. */
  readonly tell?: Message;
}

/** After these the message in Slack may show buttons that it should not: it is told anew. */
const MESSAGE_IS_OLD: Readonly<Record<RefusalReason | 'ByApprover', boolean>> = {
  ByApprover: true,
  AlreadyDecided: true,
  GateIsOver: true,
  NobodyAsked: true,
  NotAnApprover: false,
  GateUnknown: false,
};

/**
 * Takes a person's word for a gate, if it counts, writes down that it was said, and has the story told anew. Key: the
 * gate's execution id: the first word stands, and a click that is delivered twice is taken once. Fails closed. Throws
 * where the ledger or the queue fails: the same click can be taken again.
 */
export const createClickTaker =
  (ports: ClickPorts) =>
  async (click: GateClick): Promise<TakenClick> => {
    const { gate, word } = click;
    const known = await readGate(ports, gate);
    const decided = await recordIfAllowed(
      ports,
      click,
      decideApproval(word, known, ports.clock.nowEpochMs()),
    );
    const { deploymentId } = gate.release;
    if (MESSAGE_IS_OLD[decided.reason]) await ports.announcements.announce({ deploymentId });
    const isNew = await writeDown(ports, click, decided);
    return decided.decision === 'refuse' && isNew
      ? { decided, tell: toRefusalMessage(decided) }
      : { decided };
  };

const readGate = async (ports: ClickPorts, gate: ValidationKey): Promise<KnownGate> => {
  const [standing, openGates, verdict] = await Promise.all([
    ports.validations.read(gate),
    ports.openGates.list(),
    ports.verdicts.find(gate.release, gate.executionId),
  ]);
  return { standing, verdict, open: openGates.find((it) => isSameGate(it, gate)) };
};

export const isSameGate = (left: ValidationKey, right: ValidationKey): boolean =>
  left.executionId === right.executionId &&
  left.release.deploymentId === right.release.deploymentId &&
  left.release.region === right.release.region &&
  left.release.account === right.release.account;

/** Somebody else's word may have come in between: then that one stands. */
const recordIfAllowed = async (
  { validations }: ClickPorts,
  { gate, word }: GateClick,
  decided: ApprovalDecision,
): Promise<ApprovalDecision> => {
  if (decided.decision !== 'record') return decided;
  const standing = await validations.approve(gate, word);
  return isSame(standing, word)
    ? decided
    : { decision: 'refuse', reason: 'AlreadyDecided', standing };
};

/** Says whether it was not written down before. Of a gate that nobody knows there is nothing to write under. */
const writeDown = async (
  { audit }: ClickPorts,
  { gate, word }: GateClick,
  { decision, reason }: ApprovalDecision,
): Promise<boolean> =>
  reason === 'GateUnknown' ||
  audit.append(gate.release, {
    executionId: gate.executionId,
    what: 'answer-for-gate',
    who: word.by,
    at: word.at,
    decision: word.decision,
    outcome: decision === 'refuse' ? 'refused' : 'recorded',
    reason,
  });
