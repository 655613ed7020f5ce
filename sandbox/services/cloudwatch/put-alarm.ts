import type {
  PutCompositeAlarmCommandInput,
  PutMetricAlarmCommandInput,
} from '@aws-sdk/client-cloudwatch';
import type { Cloud } from '../../service';
import type { Alarm, AlarmBook, AlarmState } from './alarm';
import { INITIAL_REASON } from './alarm';
import { parseAlarmRule } from './alarm-rule';
import { evaluateComposite } from './change-state';
import { checkActions, checkMetricAlarm, invalid } from './check-alarm';

const SUPPRESSOR_PERIODS = [
  'ActionsSuppressorWaitPeriod',
  'ActionsSuppressorExtensionPeriod',
] as const;

export const alarmArn = ({ region, account }: Cloud, name: string): string =>
  `arn:aws:cloudwatch:${region}:${account}:alarm:${name}`;

/** Creates the alarm, or changes it and leaves its state as it is (documented in PutMetricAlarm). */
export const putMetricAlarm = (
  cloud: Cloud,
  book: AlarmBook,
  input: PutMetricAlarmCommandInput,
): Alarm => {
  const name = nameOf(input.AlarmName);
  checkMetricAlarm(input);
  const existing = book.find(name);
  if (existing?.kind.type === 'CompositeAlarm') otherKind(name);
  const metricId =
    existing?.kind.type === 'MetricAlarm' ? existing.kind.metricId : cloud.random.uuid();
  const kind = { type: 'MetricAlarm', input, metricId } as const;
  return store(cloud, book, { name, kind, actionsEnabled: input.ActionsEnabled ?? true });
};

/** As putMetricAlarm. A new composite alarm is evaluated at once. */
export const putCompositeAlarm = (
  cloud: Cloud,
  book: AlarmBook,
  input: PutCompositeAlarmCommandInput,
): Alarm => {
  const name = nameOf(input.AlarmName);
  const rule = parseAlarmRule(input.AlarmRule ?? '');
  if (rule === undefined)
    return invalid(`AlarmRule must be a valid expression of alarm states: ${input.AlarmRule}`);
  checkActions(input);
  const { ActionsSuppressor: suppressor } = input;
  if (suppressor !== undefined)
    for (const member of SUPPRESSOR_PERIODS)
      if (input[member] === undefined) invalid(`${member} is required with ActionsSuppressor.`);
  if (book.find(name)?.kind.type === 'MetricAlarm') otherKind(name);
  const kind = { type: 'CompositeAlarm', input, rule } as const;
  const alarm = store(cloud, book, { name, kind, actionsEnabled: input.ActionsEnabled ?? true });
  evaluateComposite(cloud, book, name);
  return book.find(name) ?? alarm;
};

const store = (
  cloud: Cloud,
  book: AlarmBook,
  { name, kind, actionsEnabled }: Pick<Alarm, 'name' | 'kind' | 'actionsEnabled'>,
): Alarm => {
  const nowEpochMs = cloud.clock.nowEpochMs();
  const existing = book.find(name);
  const initial: AlarmState = {
    value: 'INSUFFICIENT_DATA',
    reason: INITIAL_REASON,
    updatedEpochMs: nowEpochMs,
    transitionedEpochMs: nowEpochMs,
  };
  const alarm: Alarm = {
    name,
    arn: alarmArn(cloud, name),
    actionsEnabled,
    updatedEpochMs: nowEpochMs,
    state: existing?.state ?? initial,
    kind,
  };
  book.put(alarm);
  book.note({
    AlarmName: name,
    AlarmType: kind.type,
    Timestamp: new Date(nowEpochMs),
    HistoryItemType: 'ConfigurationUpdate',
    HistorySummary: `Alarm "${name}" ${existing === undefined ? 'created' : 'updated'}`,
  });
  return alarm;
};

const nameOf = (name = ''): string =>
  name.length >= 1 && name.length <= 255
    ? name
    : invalid('AlarmName must have a length between 1 and 255.');

const otherKind = (name: string): never =>
  invalid(`An alarm of another type with the name ${name} exists.`);
