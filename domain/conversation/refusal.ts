import type { Refused, RefusalReason } from './authorise';
import type { Message } from './message';
import { toDecisionLine } from './gate-message';

const SENTENCES: Readonly<Record<RefusalReason, string>> = {
  GateUnknown: 'Slipway knows no such gate: the message may be of another stack.',
  NotAnApprover:
    'You are not among the approvers of this release. Its policy names them under approvers.',
  AlreadyDecided: 'Somebody has decided already, and the first word stands.',
  GateIsOver: 'It comes too late: this gate has been answered, or its time is over.',
  NobodyAsked: 'Nobody is asked at this gate now.',
};

/** What a person whose word does not count is told, and nobody else. */
export const toRefusalMessage = ({ reason, standing }: Refused): Message => ({
  kind: 'refusal',
  text: SENTENCES[reason],
  title: 'Nothing was changed',
  mood: 'unsure',
  status: reason,
  facts: [],
  lines: [
    { mood: 'unsure', text: SENTENCES[reason] },
    ...(standing === undefined ? [] : [toDecisionLine(standing)]),
  ],
});
