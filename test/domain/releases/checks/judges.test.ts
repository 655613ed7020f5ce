import { judgeAlarms } from '../../../../domain/releases/checks/alarms';
import { anAlarmsCheck } from '../../../support/releases';

describe('an alarm check', () => {
  const check = anAlarmsCheck({ alarms: ['shop-errors', 'shop-latency'] });
  const judge = (...states: ('OK' | 'ALARM' | 'INSUFFICIENT_DATA')[]) =>
    judgeAlarms(
      check,
      states.map((state, index) => ({ name: check.alarms[index] ?? '', state })),
    );

  it('passes when all alarms are OK', () => {
    expect(judge('OK', 'OK')).toEqual({
      name: 'no alarm is red',
      kind: 'alarms',
      outcome: 'passed',
      reason: 'AsExpected',
      expected: '2 alarms OK',
      observed: 'shop-errors OK, shop-latency OK',
      samples: 2,
    });
  });

  it('fails when one is red, and names it alone', () => {
    expect(judge('OK', 'ALARM')).toMatchObject({
      outcome: 'failed',
      reason: 'AlarmIsRed',
      observed: 'shop-latency ALARM',
    });
  });

  it('is inconclusive when one has no data', () => {
    expect(judge('OK', 'INSUFFICIENT_DATA')).toMatchObject({
      outcome: 'inconclusive',
      reason: 'AlarmHasNoData',
    });
  });

  it('is an error when one does not exist', () => {
    expect(judge('OK')).toMatchObject({
      outcome: 'error',
      reason: 'AlarmNotFound',
      observed: 'shop-latency does not exist',
    });
  });

  it('fails when one is red and another does not exist', () => {
    expect(judge('ALARM')).toMatchObject({ outcome: 'failed', expected: '2 alarms OK' });
  });

  it('speaks of a single alarm as one', () => {
    const result = judgeAlarms(anAlarmsCheck(), [{ name: 'shop-errors', state: 'OK' }]);
    expect(result.expected).toBe('alarm OK');
  });
});
