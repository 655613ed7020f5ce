import type { AlarmState } from '../../../../domain/releases/checks/observation';
import type { ReleaseFacts } from '../../../../domain/releases/ports';
import { takeAlarmSnapshot } from '../../../../domain/releases/validation/alarm-snapshot';
import { anAlarmsCheck, aPolicy, aReleaseRecord, aSubject } from '../../../support/releases';

const NEVER = new AbortController().signal;

/** Takes the snapshot of a policy's alarms where all are red since before the release, and some are kept already. */
const take = async (alarms: string[], kept?: Readonly<Record<string, AlarmState>>) => {
  const asked: string[] = [];
  const noted: ReleaseFacts[] = [];
  const { policy } = aPolicy({
    checks: alarms.length === 0 ? {} : { AfterAllowTraffic: [anAlarmsCheck({ alarms })] },
  });
  const snapshot = await takeAlarmSnapshot(
    {
      releases: {
        read: async () =>
          kept === undefined ? undefined : aReleaseRecord({ alarmsAtStart: kept }),
        note: async (_, facts) => void noted.push(facts),
      },
      observers: {
        alarms: async (names) => {
          asked.push(...names);
          return names.map((name) => ({ name, state: 'ALARM', since: '2026-11-01T00:00:00.000Z' }));
        },
      },
    },
    aSubject(),
    { policy, deadline: NEVER },
  );
  return { snapshot, asked, noted };
};

it('is taken and kept where nothing was kept', async () => {
  expect(await take(['errors'])).toEqual({
    snapshot: { errors: 'ALARM' },
    asked: ['errors'],
    noted: [{ alarmsAtStart: { errors: 'ALARM' } }],
  });
});

it('stands once it was kept', async () => {
  expect(await take(['errors'], { errors: 'OK' })).toEqual({
    snapshot: { errors: 'OK' },
    asked: [],
    noted: [],
  });
});

it('gets what it lacks from how alarms stand now', async () => {
  expect(await take(['errors', 'latency-{{targetVersion}}'], { errors: 'OK' })).toMatchObject({
    snapshot: { errors: 'OK', 'latency-2': 'ALARM' },
    asked: ['latency-2'],
  });
});

it('is empty where the policy asks for no alarms', async () => {
  expect(await take([])).toEqual({ snapshot: {}, asked: [], noted: [] });
});
