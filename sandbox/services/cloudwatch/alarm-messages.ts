import type { Dimension, MetricDataQuery, MetricStat } from '@aws-sdk/client-cloudwatch';
import type { Cloud } from '../../service';
import type { Alarm, AlarmState, MetricKind } from './alarm';
import { toAlarmTime } from './alarm';

/** An alarm that went from one state to another. */
export interface Transition {
  readonly alarm: Alarm;
  readonly previous: AlarmState;
}

/**
 * `CloudWatch Alarm State Change` of `aws.cloudwatch`. Documented:
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch-and-eventbridge.html
 */
export const toStateChangeDetail = ({ alarm, previous }: Transition) => ({
  alarmName: alarm.name,
  configuration: configurationOf(alarm),
  previousState: stateOf(previous),
  state: stateOf(alarm.state),
});

/**
 * What a function that is an alarm's action receives. Documented:
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-actions-Lambda.html
 */
export const toActionEvent = (cloud: Cloud, { alarm, previous }: Transition) => ({
  source: 'aws.cloudwatch',
  alarmArn: alarm.arn,
  accountId: cloud.account,
  time: toAlarmTime(alarm.state.updatedEpochMs),
  region: cloud.region,
  alarmData: {
    alarmName: alarm.name,
    state: stateOf(alarm.state),
    previousState: stateOf(previous),
    configuration: configurationOf(alarm),
  },
});

/** The message on a topic; its shape is assumed. Composite alarms carry their rule in place of a trigger. */
export const toTopicMessage = (cloud: Cloud, { alarm, previous }: Transition) => ({
  AlarmName: alarm.name,
  AlarmDescription: alarm.kind.input.AlarmDescription ?? null,
  AWSAccountId: cloud.account,
  AlarmConfigurationUpdatedTimestamp: toAlarmTime(alarm.updatedEpochMs),
  NewStateValue: alarm.state.value,
  NewStateReason: alarm.state.reason,
  StateChangeTime: toAlarmTime(alarm.state.updatedEpochMs),
  Region: displayNameOf(cloud.region),
  AlarmArn: alarm.arn,
  OldStateValue: previous.value,
  OKActions: alarm.kind.input.OKActions ?? [],
  AlarmActions: alarm.kind.input.AlarmActions ?? [],
  InsufficientDataActions: alarm.kind.input.InsufficientDataActions ?? [],
  ...(alarm.kind.type === 'MetricAlarm'
    ? { Trigger: triggerOf(alarm.kind) }
    : { AlarmRule: alarm.kind.input.AlarmRule }),
});

export const toTopicSubject = (cloud: Cloud, { alarm }: Transition): string =>
  `${alarm.state.value}: "${alarm.name}" in ${displayNameOf(cloud.region)}`.slice(0, 100);

const REGION_NAMES: Readonly<Record<string, string>> = {
  'eu-west-1': 'EU (Ireland)',
  'eu-central-1': 'EU (Frankfurt)',
  'us-east-1': 'US East (N. Virginia)',
  'us-west-2': 'US West (Oregon)',
};
const displayNameOf = (region: string): string => REGION_NAMES[region] ?? region;

const stateOf = ({ value, reason, reasonData, updatedEpochMs, suppression }: AlarmState) => ({
  ...(suppression !== undefined && {
    actionsSuppressedBy: suppression.by,
    actionsSuppressedReason: suppression.reason,
  }),
  value,
  reason,
  ...(reasonData !== undefined && { reasonData }),
  timestamp: toAlarmTime(updatedEpochMs),
});

const configurationOf = ({ kind }: Alarm) => ({
  ...(kind.input.AlarmDescription !== undefined && { description: kind.input.AlarmDescription }),
  ...(kind.type === 'CompositeAlarm'
    ? {
        alarmRule: kind.input.AlarmRule,
        ...(kind.input.ActionsSuppressor !== undefined && {
          actionsSuppressor: kind.input.ActionsSuppressor,
          actionsSuppressorWaitPeriod: kind.input.ActionsSuppressorWaitPeriod,
          actionsSuppressorExtensionPeriod: kind.input.ActionsSuppressorExtensionPeriod,
        }),
      }
    : { metrics: metricsOf(kind) }),
});

const metricsOf = ({ input, metricId }: MetricKind): readonly object[] => {
  if (input.Metrics !== undefined) return input.Metrics.map(queryOf);
  const stat: MetricStat = {
    Metric: {
      Namespace: input.Namespace,
      MetricName: input.MetricName,
      Dimensions: input.Dimensions,
    },
    Period: input.Period,
    Stat: input.Statistic ?? input.ExtendedStatistic,
  };
  return [{ id: metricId, metricStat: metricStatOf(stat), returnData: true }];
};

const queryOf = (query: MetricDataQuery): object => ({
  id: query.Id,
  ...(query.Expression !== undefined && { expression: query.Expression }),
  ...(query.Label !== undefined && { label: query.Label }),
  ...(query.MetricStat !== undefined && { metricStat: metricStatOf(query.MetricStat) }),
  returnData: query.ReturnData ?? true,
});

const metricStatOf = ({ Metric: metric, Period: period, Stat: stat }: MetricStat): object => ({
  metric: {
    namespace: metric?.Namespace,
    name: metric?.MetricName,
    dimensions: dimensionsOf(metric?.Dimensions ?? []),
  },
  period,
  stat,
});

const dimensionsOf = (dimensions: readonly Dimension[]): Readonly<Record<string, string>> =>
  Object.fromEntries(dimensions.map(({ Name = '', Value = '' }) => [Name, Value]));

const triggerOf = ({ input }: MetricKind): object => ({
  ...(input.Metrics === undefined
    ? {
        MetricName: input.MetricName,
        Namespace: input.Namespace,
        StatisticType: input.Statistic === undefined ? 'ExtendedStatistic' : 'Statistic',
        Statistic: (input.Statistic ?? input.ExtendedStatistic)?.toUpperCase(),
        Unit: input.Unit ?? null,
        Dimensions: (input.Dimensions ?? []).map(({ Name, Value }) => ({
          value: Value,
          name: Name,
        })),
      }
    : { Metrics: input.Metrics }),
  Period: input.Period,
  EvaluationPeriods: input.EvaluationPeriods,
  DatapointsToAlarm: input.DatapointsToAlarm,
  ComparisonOperator: input.ComparisonOperator,
  Threshold: input.Threshold,
  TreatMissingData: input.TreatMissingData ?? 'missing',
  EvaluateLowSampleCountPercentile: input.EvaluateLowSampleCountPercentile ?? '',
});
