import fc from 'fast-check';
import type { KnownGate } from '../../../domain/conversation/authorise';
import { decideApproval } from '../../../domain/conversation/authorise';
import type { Approval } from '../../../domain/releases/validation/validation';
import {
  anAskingGate,
  anAskingValidation,
  anOpenGate,
  anUnsureLook,
} from '../../support/conversation';
import { aVerdict, NOON } from '../../support/releases';

const LIMIT = Date.parse('2026-11-02T12:55:00.000Z');
const IN_TIME = NOON + 60_000;
const WORD: Approval = { decision: 'pass', by: 'U0ANA', at: '2026-11-02T12:01:00.000Z' };

const asking = (overrides: Partial<KnownGate> = {}): KnownGate => {
  const { due, standing } = anAskingGate();
  return { open: due, standing, ...overrides };
};
const standing = (overrides: Partial<NonNullable<KnownGate['standing']>>) => ({
  ...anAskingGate().standing,
  ...overrides,
});

it.each(['pass', 'fail'] as const)("records an approver's first word in time: %s", (decision) => {
  expect(decideApproval({ ...WORD, decision }, asking(), IN_TIME)).toEqual({
    decision: 'record',
    reason: 'ByApprover',
  });
});

it('knows a word that it has recorded, also when the gate has ended by it', () => {
  const known = asking({ standing: standing({ approval: WORD }), verdict: aVerdict() });
  expect(decideApproval(WORD, known, LIMIT + 1)).toEqual({
    decision: 'stands',
    reason: 'ByApprover',
  });
});

it.each<[string, Partial<Approval>]>([
  ['somebody else', { by: 'U0BEN' }],
  ['the same person, later', { at: '2026-11-02T12:01:00.001Z' }],
  ['the same person, otherwise', { decision: 'fail' }],
])('lets the first word stand against that of %s', (_, change) => {
  const known = asking({ standing: standing({ approval: WORD }) });
  expect(decideApproval({ ...WORD, ...change }, known, IN_TIME)).toEqual({
    decision: 'refuse',
    reason: 'AlreadyDecided',
    standing: WORD,
  });
});

it.each<[string, KnownGate, number]>([
  ['GateUnknown', {}, IN_TIME],
  ['GateUnknown', { open: anOpenGate(), verdict: aVerdict() }, IN_TIME],
  ['GateIsOver', asking({ open: undefined }), IN_TIME],
  ['GateIsOver', asking({ verdict: aVerdict() }), IN_TIME],
  ['GateIsOver', asking(), LIMIT],
  ['NobodyAsked', asking({ open: anOpenGate({ asks: false }) }), IN_TIME],
  [
    'NobodyAsked',
    asking({ standing: standing({ measurements: [] }), open: anOpenGate({ asks: false }) }),
    IN_TIME,
  ],
])('refuses an approver with %s', (reason, known, nowEpochMs) => {
  expect(decideApproval(WORD, known, nowEpochMs)).toEqual({ decision: 'refuse', reason });
});

it('takes no word where nothing is blocked', () => {
  // given a gate that only observes and still has a look to take
  const known = asking({
    standing: { validation: anAskingValidation({ mode: 'observe' }), measurements: [] },
  });
  // then
  expect(decideApproval(WORD, known, IN_TIME)).toMatchObject({ reason: 'NobodyAsked' });
});

it('takes no word for a gate that a failed check has ended, though nobody wrote that down yet', () => {
  const red = anUnsureLook({
    observation: { kind: 'alarms', alarms: [{ name: 'shop-errors', state: 'ALARM' }] },
  });
  const known = asking({ standing: standing({ measurements: [red] }) });
  expect(decideApproval(WORD, known, IN_TIME)).toMatchObject({ reason: 'GateIsOver' });
});

it('refuses a stranger before anything else that could be said of the gate', () => {
  const known = asking({ standing: standing({ approval: WORD }), verdict: aVerdict() });
  expect(decideApproval({ ...WORD, by: 'U0DEV' }, known, LIMIT)).toEqual({
    decision: 'refuse',
    reason: 'NotAnApprover',
  });
});

const anyPerson = fc.constantFrom('U0ANA', 'U0BEN', 'U0DEV', 'U0ANAX', 'u0ana', '');
const anyWord = fc.record({
  decision: fc.constantFrom('pass' as const, 'fail' as const),
  by: anyPerson,
  at: fc.constantFrom('2026-11-02T12:01:00.000Z', '2026-11-02T12:02:00.000Z'),
});
const anyGate = fc
  .record({
    approvers: fc.subarray(['U0ANA', 'U0BEN', 'U0CHLOE']),
    mode: fc.constantFrom('enforce' as const, 'observe' as const),
    approval: fc.option(anyWord, { nil: undefined }),
    looks: fc.subarray([anUnsureLook()]),
    verdict: fc.option(fc.constant(aVerdict()), { nil: undefined }),
    asks: fc.option(fc.boolean(), { nil: undefined }),
    isKnown: fc.boolean(),
  })
  .map(({ approvers, mode, approval, looks, verdict, asks, isKnown }): KnownGate => ({
    verdict,
    open: asks === undefined ? undefined : anOpenGate({ asks }),
    standing: isKnown
      ? { validation: anAskingValidation({ approvers, mode }), measurements: looks, approval }
      : undefined,
  }));
const anyTime = fc.integer({ min: NOON, max: LIMIT + 3_600_000 });

it('records nobody but an approver, never after the end, never over another word, whatever else is true', () =>
  fc.assert(
    fc.property(anyWord, anyGate, anyTime, (word, gate, nowEpochMs) => {
      const { decision } = decideApproval(word, gate, nowEpochMs);
      if (decision !== 'record') return true;
      return (
        gate.standing?.validation.policy.approvers.includes(word.by) === true &&
        gate.standing.validation.policy.mode === 'enforce' &&
        gate.standing.approval === undefined &&
        gate.verdict === undefined &&
        gate.open?.asks === true &&
        nowEpochMs < LIMIT
      );
    }),
    { numRuns: 1_000 },
  ));

it('is not refusing everything: what may be recorded is', () =>
  fc.assert(
    fc.property(
      fc.constantFrom('U0ANA', 'U0BEN'),
      fc.integer({ min: NOON, max: LIMIT - 1 }),
      (by, now) => decideApproval({ ...WORD, by }, asking(), now).decision === 'record',
    ),
  ));
