import fc from 'fast-check';
import { toGateView } from '../../../domain/conversation/gate-view';
import { anAskingGate, anAskingValidation, anUnsureLook } from '../../support/conversation';
import { aRepeat, anAlarmsCheck, anInvokeCheck, NOON } from '../../support/releases';

const LIMIT = Date.parse('2026-11-02T12:55:00.000Z');
const NOW = { isReleaseOver: false, nowEpochMs: NOON };

it('asks the approvers of the policy that the gate opened with', () => {
  expect(toGateView(anAskingGate(), NOW)).toEqual({
    key: {
      release: { account: '123456789012', region: 'eu-west-1', deploymentId: 'd-GOOD00001' },
      executionId: 'hook-1',
    },
    hook: 'BeforeAllowTraffic',
    openedAt: '2026-11-02T12:00:00.000Z',
    dueAt: undefined,
    limitAt: '2026-11-02T12:55:00.000Z',
    question: { state: 'open', approvers: ['U0ANA', 'U0BEN'] },
    checks: [
      expect.objectContaining({
        name: 'no alarm is red',
        outcome: 'inconclusive',
        reason: 'AlarmHasNoData',
      }),
    ],
    unfinished: [],
  });
});

it.each([
  ['2026-11-02T12:04:59.999Z', undefined],
  ['2026-11-02T12:05:00.000Z', '2026-11-02T12:05:00.000Z'],
])('tells of a look at %s only if it is five minutes away', (dueAt, told) => {
  expect(toGateView(anAskingGate({ dueAt }), NOW).dueAt).toBe(told);
});

const APPROVAL = { decision: 'pass', by: 'U0ANA', at: '2026-11-02T12:10:00.000Z' } as const;
const NO_DATA_FAILS = anAlarmsCheck({ onInconclusive: 'fail' });
const A_MINOR_ONE = anAlarmsCheck({ onInconclusive: 'ask', critical: false });

it.each([
  ['over', 'at its limit', anAskingGate(), { ...NOW, nowEpochMs: LIMIT }],
  ['over', 'when the release is over', anAskingGate(), { ...NOW, isReleaseOver: true }],
  ['over', 'where nobody is asked (yet)', anAskingGate({ asks: false }), NOW],
  ['answered', 'once somebody decided', anAskingGate({}, { approval: APPROVAL }), NOW],
  ['none', 'before anything was seen', anAskingGate({}, { measurements: [] }), NOW],
  ['none', 'where nothing is blocked', anAskingGate({}, {}, { mode: 'observe' }), NOW],
  [
    'none',
    'where no data fails it',
    anAskingGate({}, {}, { checks: { BeforeAllowTraffic: [NO_DATA_FAILS] } }),
    NOW,
  ],
  [
    'none',
    'where only a check that is not critical is unsure',
    anAskingGate({}, {}, { checks: { BeforeAllowTraffic: [A_MINOR_ONE] } }),
    NOW,
  ],
])('its question is %s %s', (state, _, gate, now) => {
  expect(toGateView(gate, now).question.state).toBe(state);
});

it('tells checks that have not ended by how often they were looked at', () => {
  const watched = anAlarmsCheck({ repeat: aRepeat({ count: 3 }) });
  const later = anInvokeCheck({ name: 'answers' });
  const checks = { BeforeAllowTraffic: [watched, later] };
  const fine = anUnsureLook({
    observation: { kind: 'alarms', alarms: [{ name: 'shop-errors', state: 'OK' }] },
  });
  const validation = anAskingValidation({ checks });
  const { checks: ended, unfinished } = toGateView(
    anAskingGate({ asks: false }, { validation, measurements: [fine] }),
    NOW,
  );
  expect(ended).toEqual([]);
  expect(unfinished).toEqual([
    { name: 'no alarm is red', looks: 1 },
    { name: 'answers', looks: 0 },
  ]);
});

it('has no buttons after its end, after a word, or for nobody to press', () =>
  fc.assert(
    fc.property(
      fc.boolean(),
      fc.boolean(),
      fc.option(fc.constant(APPROVAL), { nil: undefined }),
      fc.integer({ min: NOON, max: LIMIT + 60_000 }),
      (asks, isReleaseOver, approval, nowEpochMs) => {
        const { question } = toGateView(anAskingGate({ asks }, { approval }), {
          isReleaseOver,
          nowEpochMs,
        });
        const isOpen = asks && !isReleaseOver && approval === undefined && nowEpochMs < LIMIT;
        return (question.state === 'open') === isOpen;
      },
    ),
  ));
