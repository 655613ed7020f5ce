import type { CloudWatchClient, CompositeAlarm, MetricAlarm } from '@aws-sdk/client-cloudwatch';
import { paginateDescribeAlarms } from '@aws-sdk/client-cloudwatch';
import type { AlarmsCheck } from '../../../domain/releases/checks/check';
import type { Eye } from '../../../domain/releases/checks/eye';
import { fillIn } from '../../../domain/releases/checks/fill-in';
import type { AlarmReading } from '../../../domain/releases/checks/observation';

/** So many names one DescribeAlarms takes, and so many alarms it gives at once. */
const MOST_NAMES = 100;

/**
 * How alarms of either type stand; those that do not exist are left out. Throws where they cannot be read.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarms.html
 */
export const createAlarmReader =
  (cloudWatch: CloudWatchClient) =>
  async (names: readonly string[], signal: AbortSignal): Promise<readonly AlarmReading[]> => {
    const readings: AlarmReading[] = [];
    // Without names CloudWatch gives every alarm of the account.
    for (let start = 0; start < names.length; start += MOST_NAMES) {
      const input = {
        AlarmNames: names.slice(start, start + MOST_NAMES),
        AlarmTypes: ['MetricAlarm' as const, 'CompositeAlarm' as const],
        MaxRecords: MOST_NAMES,
      };
      const pages = paginateDescribeAlarms({ client: cloudWatch }, input, { abortSignal: signal });
      for await (const { MetricAlarms = [], CompositeAlarms = [] } of pages)
        readings.push(...[...MetricAlarms, ...CompositeAlarms].flatMap(toReading));
    }
    return readings;
  };

export const createAlarmsEye = (cloudWatch: CloudWatchClient): Eye<AlarmsCheck> => {
  const read = createAlarmReader(cloudWatch);
  return async ({ check, subject }, signal) => ({
    kind: 'alarms',
    alarms: await read(
      check.alarms.map((name) => fillIn(name, subject)),
      signal,
    ),
  });
};

/** `StateTransitionedTimestamp` is when the state changed; `StateUpdatedTimestamp` moves without a change. */
const toReading = (alarm: MetricAlarm | CompositeAlarm): readonly AlarmReading[] => {
  const { AlarmName: name, StateValue: state, StateTransitionedTimestamp: since } = alarm;
  if (name === undefined || state === undefined) return [];
  const suppressedBy = 'ActionsSuppressedBy' in alarm ? alarm.ActionsSuppressedBy : undefined;
  return [{ name, state, since: since?.toISOString(), suppressedBy }];
};
