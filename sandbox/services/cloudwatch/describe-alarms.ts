import type {
  AlarmType,
  CompositeAlarm,
  DescribeAlarmHistoryCommandInput,
  DescribeAlarmHistoryOutput,
  DescribeAlarmsCommandInput,
  DescribeAlarmsOutput,
  MetricAlarm,
} from '@aws-sdk/client-cloudwatch';
import { AwsError } from '../../service';
import { pageOf } from '../paging';
import type { Alarm, AlarmBook, CompositeKind, MetricKind } from './alarm';
import { actionsFor } from './alarm';
import { childrenOf } from './alarm-rule';
import { invalid } from './check-alarm';

/** Without AlarmTypes only metric alarms are given, even where composite ones are named (documented). */
export const describeAlarms = (
  book: AlarmBook,
  input: DescribeAlarmsCommandInput,
): DescribeAlarmsOutput => {
  if (input.AlarmNames !== undefined && input.AlarmNamePrefix !== undefined)
    invalid('AlarmNames and AlarmNamePrefix cannot be given together.');
  const types: readonly AlarmType[] = input.AlarmTypes ?? ['MetricAlarm'];
  const found = book
    .all()
    .filter((alarm) => types.includes(alarm.kind.type))
    .filter((alarm) => isAsked(book, alarm, input));
  const page = pageOf(found, { token: input.NextToken, limit: limitOf(input), refuseToken });
  return {
    MetricAlarms: page.items.flatMap((alarm) =>
      alarm.kind.type === 'MetricAlarm' ? [toMetricAlarm(alarm, alarm.kind)] : [],
    ),
    CompositeAlarms: page.items.flatMap((alarm) =>
      alarm.kind.type === 'CompositeAlarm' ? [toCompositeAlarm(alarm, alarm.kind)] : [],
    ),
    NextToken: page.nextToken,
  };
};

const isAsked = (book: AlarmBook, alarm: Alarm, input: DescribeAlarmsCommandInput): boolean => {
  const { AlarmNames: names, ActionPrefix: actionPrefix, StateValue: value } = input;
  return (
    (names === undefined || names.includes(alarm.name)) &&
    alarm.name.startsWith(input.AlarmNamePrefix ?? '') &&
    (value === undefined || alarm.state.value === value) &&
    (actionPrefix === undefined ||
      ALL_STATES.some((state) =>
        actionsFor(alarm, state).some((arn) => arn.startsWith(actionPrefix)),
      )) &&
    (input.ChildrenOfAlarmName === undefined ||
      speaksOf(book.find(input.ChildrenOfAlarmName), alarm)) &&
    (input.ParentsOfAlarmName === undefined || speaksOf(alarm, book.find(input.ParentsOfAlarmName)))
  );
};

const ALL_STATES = ['OK', 'ALARM', 'INSUFFICIENT_DATA'] as const;

const speaksOf = (parent: Alarm | undefined, child: Alarm | undefined): boolean => {
  if (parent?.kind.type !== 'CompositeAlarm' || child === undefined) return false;
  const children = childrenOf(parent.kind.rule);
  return children.includes(child.name) || children.includes(child.arn);
};

const limitOf = ({ MaxRecords: max = 50 }: { readonly MaxRecords?: number }): number =>
  max >= 1 && max <= 100 ? max : invalid('MaxRecords must be between 1 and 100.');

const refuseToken = (): never => {
  throw new AwsError('InvalidNextToken', 'The next token specified is invalid.');
};

const sharedFields = (alarm: Alarm) => ({
  AlarmName: alarm.name,
  AlarmArn: alarm.arn,
  AlarmDescription: alarm.kind.input.AlarmDescription,
  AlarmConfigurationUpdatedTimestamp: new Date(alarm.updatedEpochMs),
  ActionsEnabled: alarm.actionsEnabled,
  OKActions: alarm.kind.input.OKActions ?? [],
  AlarmActions: alarm.kind.input.AlarmActions ?? [],
  InsufficientDataActions: alarm.kind.input.InsufficientDataActions ?? [],
  StateValue: alarm.state.value,
  StateReason: alarm.state.reason,
  StateReasonData: alarm.state.reasonData,
  StateUpdatedTimestamp: new Date(alarm.state.updatedEpochMs),
  StateTransitionedTimestamp: new Date(alarm.state.transitionedEpochMs),
});

const toMetricAlarm = (alarm: Alarm, { input }: MetricKind): MetricAlarm => {
  const { Tags: _tags, ...settings } = input;
  return { ...settings, Dimensions: input.Dimensions ?? [], ...sharedFields(alarm) };
};

const toCompositeAlarm = (alarm: Alarm, { input }: CompositeKind): CompositeAlarm => ({
  ...sharedFields(alarm),
  AlarmRule: input.AlarmRule,
  ActionsSuppressor: input.ActionsSuppressor,
  ActionsSuppressorWaitPeriod: input.ActionsSuppressorWaitPeriod,
  ActionsSuppressorExtensionPeriod: input.ActionsSuppressorExtensionPeriod,
  ActionsSuppressedBy: alarm.state.suppression?.by,
  ActionsSuppressedReason: alarm.state.suppression?.reason,
});

export const describeAlarmHistory = (
  book: AlarmBook,
  input: DescribeAlarmHistoryCommandInput,
): DescribeAlarmHistoryOutput => {
  const { StartDate: start, EndDate: end, HistoryItemType: type } = input;
  const types: readonly (AlarmType | undefined)[] = input.AlarmTypes ?? ['MetricAlarm'];
  const newestFirst = book
    .history()
    .filter(
      (item) =>
        (input.AlarmName === undefined || item.AlarmName === input.AlarmName) &&
        types.includes(item.AlarmType) &&
        (type === undefined || item.HistoryItemType === type) &&
        (start === undefined || (item.Timestamp ?? start) >= start) &&
        (end === undefined || (item.Timestamp ?? end) <= end),
    );
  const items = input.ScanBy === 'TimestampAscending' ? newestFirst.reverse() : newestFirst;
  const page = pageOf(items, { token: input.NextToken, limit: limitOf(input), refuseToken });
  return { AlarmHistoryItems: [...page.items], NextToken: page.nextToken };
};
