import fc from 'fast-check';
import { judgeAlarms } from '../../../../domain/releases/checks/alarms';
import type { AlarmReading } from '../../../../domain/releases/checks/observation';
import { anAlarmsLook, aReading } from '../../../support/metric-looks';
import { aSubject } from '../../../support/releases';

const BEFORE = '2026-11-02T11:58:00.000Z';
const STARTED = '2026-11-02T11:59:00.000Z';
const SINCE = '2026-11-02T12:01:00.000Z';

const judge = (
  alarms: readonly AlarmReading[],
  {
    atStart = {},
    ...check
  }: Parameters<typeof anAlarmsLook>[0] & {
    readonly atStart?: Readonly<Record<string, 'OK' | 'ALARM' | 'INSUFFICIENT_DATA'>>;
  } = {},
) =>
  judgeAlarms(
    anAlarmsLook(check),
    { kind: 'alarms', alarms },
    aSubject({ startedAt: STARTED, alarmsAtStart: atStart }),
  );

describe('an alarm check', () => {
  const two = { alarms: ['shop-errors', 'shop-latency'] };

  it('passes when all alarms are OK', () => {
    expect(judge([aReading(), aReading({ name: 'shop-latency' })], two)).toEqual({
      outcome: 'passed',
      reason: 'AsExpected',
      expected: '2 alarms OK',
      observed: 'shop-errors OK, shop-latency OK',
      samples: 2,
    });
  });

  it('fails when one has gone red since the release started, and names it alone', () => {
    const red = aReading({ name: 'shop-latency', state: 'ALARM', since: SINCE });
    expect(judge([aReading(), red], { ...two, atStart: { 'shop-latency': 'OK' } })).toMatchObject({
      outcome: 'failed',
      reason: 'AlarmWentRed',
      observed: 'shop-latency ALARM since 2026-11-02T12:01:00.000Z',
    });
  });

  it('counts an alarm that had no data when the release started', () => {
    expect(
      judge([aReading({ state: 'ALARM', since: SINCE })], {
        atStart: { 'shop-errors': 'INSUFFICIENT_DATA' },
      }),
    ).toMatchObject({ outcome: 'failed', reason: 'AlarmWentRed' });
  });

  it.each([
    ['the snapshot says', { 'shop-errors': 'ALARM' }, BEFORE],
    ['the snapshot says, without a time', { 'shop-errors': 'ALARM' }, undefined],
    ['its time says', {}, BEFORE],
  ] as const)(
    'lets an alarm pass that was red before, as %s, and tells it',
    (_, atStart, since) => {
      expect(judge([aReading({ state: 'ALARM', since })], { atStart })).toMatchObject({
        outcome: 'passed',
        reason: 'AlarmRedBefore',
        observed: expect.stringContaining('red before the release started'),
      });
    },
  );

  it.each([
    ['ignore', 'passed'],
    ['inconclusive', 'inconclusive'],
    ['fail', 'failed'],
  ] as const)('does with an alarm that was red before what %s says', (alreadyRed, outcome) => {
    const red = aReading({ state: 'ALARM', since: BEFORE });
    expect(judge([red], { alreadyRed })).toMatchObject({ outcome, reason: 'AlarmRedBefore' });
  });

  it('is inconclusive when an alarm was red, went OK and is red again', () => {
    expect(
      judge([aReading({ state: 'ALARM', since: SINCE })], { atStart: { 'shop-errors': 'ALARM' } }),
    ).toMatchObject({
      outcome: 'inconclusive',
      reason: 'AlarmFlapping',
      observed:
        'shop-errors ALARM since 2026-11-02T12:01:00.000Z, as it was when the release started; in between it was not',
    });
  });

  it.each([
    ['nothing is known of when it went red', {}, undefined],
    ['it went red in the moment of the start', {}, STARTED],
    ['the snapshot saw it OK, whatever its time says', { 'shop-errors': 'OK' }, BEFORE],
    ['it went red since, and no snapshot knows it', {}, SINCE],
  ] as const)('fails closed when %s', (_, atStart, since) => {
    expect(judge([aReading({ state: 'ALARM', since })], { atStart })).toMatchObject({
      outcome: 'failed',
      reason: 'AlarmWentRed',
    });
  });

  it('takes no inherited member for a snapshot', () => {
    const red = aReading({ name: 'constructor', state: 'ALARM', since: BEFORE });
    expect(judge([red], { alarms: ['constructor'] })).toMatchObject({ reason: 'AlarmRedBefore' });
  });

  it('does not count a suppressed composite alarm as red, and tells it', () => {
    const red = aReading({ state: 'ALARM', since: SINCE, suppressedBy: 'Alarm' });
    expect(judge([red], { atStart: { 'shop-errors': 'OK' } })).toMatchObject({
      outcome: 'passed',
      reason: 'AlarmSuppressed',
      observed: 'shop-errors ALARM since 2026-11-02T12:01:00.000Z, suppressed by Alarm',
    });
  });

  it.each(['inconclusive', 'failed', 'passed'] as const)(
    'is %s when an alarm has no data and the policy says so',
    (noData) => {
      expect(judge([aReading({ state: 'INSUFFICIENT_DATA' })], { noData })).toMatchObject({
        outcome: noData,
        reason: 'AlarmHasNoData',
      });
    },
  );

  it('is an error when one does not exist', () => {
    expect(judge([aReading()], two)).toMatchObject({
      outcome: 'error',
      reason: 'AlarmNotFound',
      observed: 'shop-latency does not exist',
      samples: 1,
    });
  });

  it('fails when one is red and another does not exist', () => {
    expect(judge([aReading({ state: 'ALARM', since: SINCE })], two)).toMatchObject({
      outcome: 'failed',
      reason: 'AlarmWentRed',
    });
  });

  it('knows alarms by the names of this release', () => {
    const check = { alarms: ['{{functionName}}-errors'] };
    expect(judge([aReading({ name: 'shop-checkout-errors' })], check).outcome).toBe('passed');
    expect(judge([], { alarms: ['{{cluster}}-errors'] })).toMatchObject({
      outcome: 'error',
      reason: 'PlaceholderNotFilled',
    });
  });

  it('speaks of a single alarm as one, and knows nothing of none', () => {
    expect(judge([aReading()]).expected).toBe('alarm OK');
    expect(judge([], { alarms: [] })).toMatchObject({
      outcome: 'inconclusive',
      reason: 'NothingToLookAt',
    });
  });

  const anAlarm = fc.record({
    state: fc.constantFrom('OK', 'ALARM', 'INSUFFICIENT_DATA'),
    since: fc.constantFrom(undefined, BEFORE, STARTED, SINCE),
    suppressedBy: fc.constantFrom(undefined, 'Alarm'),
    atStart: fc.constantFrom(undefined, 'OK', 'ALARM', 'INSUFFICIENT_DATA'),
    exists: fc.boolean(),
  });

  it('passes only what is green, suppressed, or known to have been red before', () =>
    fc.assert(
      fc.property(fc.array(anAlarm, { minLength: 1, maxLength: 5 }), (alarms) => {
        const named = alarms.map((alarm, index) => ({ ...alarm, name: `a${index}` }));
        const atStart = Object.fromEntries(
          named.flatMap(({ name, atStart: state }) => (state === undefined ? [] : [[name, state]])),
        );
        const { outcome } = judge(
          named.filter(({ exists }) => exists).map((alarm) => aReading(alarm)),
          { alarms: named.map(({ name }) => name), atStart },
        );
        const mayPass = named.every(
          ({ exists, state, suppressedBy, since, atStart: before }) =>
            exists &&
            (state === 'OK' ||
              (state === 'ALARM' &&
                (suppressedBy !== undefined ||
                  (before === 'ALARM' && since !== SINCE) ||
                  (before === undefined && since === BEFORE)))),
        );
        return (outcome === 'passed') === mayPass;
      }),
    ));
});
