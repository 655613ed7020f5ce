import type { PutMetricAlarmCommandInput } from '@aws-sdk/client-cloudwatch';
import { AwsError } from '../../service';
import { parseStatistic } from './metrics/statistics';

export const invalid = (message: string): never => {
  throw new AwsError('ValidationError', message);
};
const missing = (name: string): never => invalid(`The parameter ${name} is required.`);

const HOUR_SEC = 3_600;
const DAY_SEC = 86_400;
const WEEK_SEC = 604_800;
const TREATMENTS: readonly string[] = ['breaching', 'notBreaching', 'ignore', 'missing'];
const LOW_SAMPLES: readonly string[] = ['evaluate', 'ignore'];

/**
 * What an alarm must be to be put. Documented:
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
 * The words are assumed. Throws ValidationError.
 */
export const checkMetricAlarm = (input: PutMetricAlarmCommandInput): void => {
  refuseIncomplete(input);
  checkPeriods(input);
  const { TreatMissingData: treatment, EvaluateLowSampleCountPercentile: lowSamples } = input;
  if (treatment !== undefined && !TREATMENTS.includes(treatment))
    invalid(`The value ${treatment} is not supported for the TreatMissingData parameter.`);
  if (lowSamples !== undefined && !LOW_SAMPLES.includes(lowSamples))
    invalid(
      `Option ${lowSamples} is not supported. Supported options for parameter EvaluateLowSampleCountPercentile are evaluate and ignore.`,
    );
  checkStatistic(input.ExtendedStatistic);
  checkActions(input);
};

const checkStatistic = (statistic: string | undefined): void => {
  if (statistic === undefined || parseStatistic(statistic) !== undefined) return;
  if (/^(wm|pr)\W?\d/i.test(statistic))
    throw new AwsError('NotImplemented', `The sandbox has no statistic ${statistic}.`, 501);
  invalid(`The value ${statistic} for parameter ExtendedStatistic is not supported.`);
};

const refuseIncomplete = (input: PutMetricAlarmCommandInput): void => {
  if (input.Metrics === undefined) {
    if (input.MetricName === undefined || input.Namespace === undefined)
      invalid('MetricName and Namespace are required unless Metrics is given.');
    if ((input.Statistic === undefined) === (input.ExtendedStatistic === undefined))
      invalid('Exactly one of Statistic and ExtendedStatistic must be given.');
    if (input.Period === undefined) missing('Period');
  } else if (input.MetricName !== undefined || input.Period !== undefined)
    invalid('Metrics cannot be given together with MetricName or Period.');
  if (input.ComparisonOperator === undefined) missing('ComparisonOperator');
  if ((input.EvaluationPeriods ?? 0) < 1) missing('EvaluationPeriods');
  if (input.Threshold === undefined && input.ThresholdMetricId === undefined) missing('Threshold');
};

const periodsOf = (input: PutMetricAlarmCommandInput): readonly number[] =>
  [
    input.Period,
    ...(input.Metrics ?? []).map(({ Period, MetricStat }) => MetricStat?.Period ?? Period),
  ].filter((period) => period !== undefined);

const checkPeriods = (input: PutMetricAlarmCommandInput): void => {
  const { EvaluationPeriods: evaluated = 1, DatapointsToAlarm: needed = evaluated } = input;
  if (needed > evaluated)
    invalid('DatapointsToAlarm must be less than or equal to EvaluationPeriods.');
  for (const period of periodsOf(input)) {
    if (period !== 10 && period !== 20 && period !== 30 && period % 60 !== 0)
      invalid('Period must be 10, 20, 30 or a multiple of 60.');
    const total = period * evaluated;
    if (total > WEEK_SEC || (period < HOUR_SEC && total > DAY_SEC))
      invalid(
        `Metrics cannot be checked across more than ${period < HOUR_SEC ? 'a day' : 'seven days'} (EvaluationPeriods * Period must be <= ${period < HOUR_SEC ? DAY_SEC : WEEK_SEC}).`,
      );
  }
};

type Actions = Pick<
  PutMetricAlarmCommandInput,
  'OKActions' | 'AlarmActions' | 'InsufficientDataActions'
>;

/** Of alarms of both kinds. */
export const checkActions = (alarm: Actions): void => {
  const { OKActions = [], AlarmActions = [], InsufficientDataActions = [] } = alarm;
  const odd = [...OKActions, ...AlarmActions, ...InsufficientDataActions].find(
    (action) => !/^arn:[^:]+:[^:]+:[^:]*:[^:]*:.+$/.test(action),
  );
  if (odd !== undefined) invalid(`Invalid arn syntax: ${odd}`);
};
