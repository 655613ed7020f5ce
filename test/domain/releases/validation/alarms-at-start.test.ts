import { alarmsAtStart, alarmsOf } from '../../../../domain/releases/validation/alarms-at-start';
import { anAlarmsCheck, anInvokeCheck, aPolicy, aSubject } from '../../../support/releases';

const STARTED = '2026-11-02T11:59:00.000Z';

it('knows every alarm that a policy names, once', () => {
  const bake = { after: 'AfterAllowTraffic', durationSec: 60, intervalSec: 60 } as const;
  const { policy } = aPolicy({
    checks: {
      BeforeAllowTraffic: [anInvokeCheck(), anAlarmsCheck({ alarms: ['b', 'a'] })],
    },
    bake: { ...bake, checks: [anAlarmsCheck({ alarms: ['c', 'a'] })] },
    rollback: { alarms: ['{{functionName}}-d', '{{cluster}}-d'], watchMin: 60, maxPerDay: 3 },
  });
  expect(alarmsOf(policy, aSubject())).toEqual(['a', 'b', 'c', 'shop-checkout-d']);
  expect(alarmsOf(aPolicy({ checks: {} }).policy, aSubject())).toEqual([]);
});

it.each([
  ['ALARM', '2026-11-02T11:58:59.000Z', 'ALARM'],
  ['ALARM', STARTED, 'ALARM'],
  ['ALARM', '2026-11-02T11:59:00.001Z', 'OK'],
  ['ALARM', undefined, 'ALARM'],
  ['INSUFFICIENT_DATA', '2026-11-02T12:00:00.000Z', 'INSUFFICIENT_DATA'],
  ['OK', '2026-11-02T12:00:00.000Z', 'OK'],
] as const)('takes an alarm that is %s since %s to have been %s', (state, since, expected) => {
  expect(alarmsAtStart([{ name: 'a', state, since }], STARTED)).toEqual({ a: expected });
});
