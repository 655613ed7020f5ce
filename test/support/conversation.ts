import type { GateClick } from '../../domain/conversation/ports';
import type { WaitingGate } from '../../domain/conversation/gate-view';
import type { AuditEntry, AuditTrail } from '../../domain/ledger/audit-trail';
import type { OpenGate } from '../../domain/releases/ports';
import type { Measurement, StandingValidation } from '../../domain/releases/validation/validation';
import type { Policy } from '../../domain/releases/policy';
import { aMeasurement, anAlarmsCheck, aRelease, aValidation } from './releases';

/** Of the gates below: who may answer. */
export const APPROVERS = ['U0ANA', 'U0BEN'];

const ASKED_CHECK = anAlarmsCheck({ onInconclusive: 'ask' });

/** An alarm about which CloudWatch knows nothing: the check is inconclusive. */
export const anUnsureLook = (overrides: Partial<Measurement> = {}): Measurement =>
  aMeasurement({
    check: 'no alarm is red',
    observation: {
      kind: 'alarms',
      alarms: [{ name: 'shop-errors', state: 'INSUFFICIENT_DATA' }],
    },
    ...overrides,
  });

export const anOpenGate = (overrides: Partial<OpenGate> = {}): OpenGate => ({
  release: aRelease(),
  executionId: 'hook-1',
  place: 'hook',
  hook: 'BeforeAllowTraffic',
  dueAt: '2026-11-02T12:00:15.000Z',
  limitAt: '2026-11-02T12:55:00.000Z',
  asks: true,
  isLetGo: false,
  isOrphan: false,
  ...overrides,
});

export const anAskingValidation = (
  policy: Partial<Policy> = {},
): StandingValidation['validation'] =>
  aValidation({
    checks: { BeforeAllowTraffic: [ASKED_CHECK] },
    approvers: APPROVERS,
    ...policy,
  });

/** A gate that opened at noon, whose one check is inconclusive, and that asks Ana or Ben until five to one. */
export const anAskingGate = (
  due: Partial<OpenGate> = {},
  standing: Partial<StandingValidation> = {},
  policy: Partial<Policy> = {},
): WaitingGate => ({
  due: anOpenGate(due),
  standing: {
    validation: anAskingValidation(policy),
    measurements: [anUnsureLook()],
    ...standing,
  },
});

/** Ana lets the gate above pass. */
export const aClick = (word: Partial<GateClick['word']> = {}): GateClick => ({
  gate: { release: aRelease(), executionId: 'hook-1' },
  word: { decision: 'pass', by: 'U0ANA', at: '2026-11-02T12:10:00.840Z', ...word },
  place: { channel: 'C0RELEASES', threadTs: '1793620800.000100' },
});

export const anAuditTrail = (): AuditTrail & { readonly entries: AuditEntry[] } => {
  const entries: AuditEntry[] = [];
  return {
    entries,
    append: async (_, entry) => {
      const isNew = !entries.some((it) => it.at === entry.at && it.who === entry.who);
      if (isNew) entries.push(entry);
      return isNew;
    },
  };
};
