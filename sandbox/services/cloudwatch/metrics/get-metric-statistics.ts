import type {
  Datapoint,
  GetMetricStatisticsCommandInput,
  GetMetricStatisticsOutput,
} from '@aws-sdk/client-cloudwatch';
import { AwsError } from '../../../service';
import type { QueryContext } from '../math/evaluate-queries';
import { fromDimensions } from './metric-store';
import { parseStatistic, type Statistic } from './statistics';
import { hasPoints, parsePeriod, parseRange } from './time-range';

/** Documented: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricStatistics.html */
const MOST_POINTS = 1_440;

const refuse = (code: string, message: string): never => {
  throw new AwsError(code, message);
};

/** Throws InvalidParameterCombination for more than 1,440 points; the words are assumed. */
export const getMetricStatistics = (
  { store, nowEpochMs }: Omit<QueryContext, 'range'>,
  input: GetMetricStatisticsCommandInput,
): GetMetricStatisticsOutput => {
  const { Statistics: simple = [], ExtendedStatistics: extended = [], Unit: unit } = input;
  if (simple.length + extended.length === 0)
    refuse(
      'InvalidParameterCombinationException',
      'At least one of Statistics and ExtendedStatistics must be given.',
    );
  const periodSec = parsePeriod(input.Period, 'Period');
  const range = parseRange(input, nowEpochMs);
  const points = Math.ceil((range.endEpochMs - range.startEpochMs) / (periodSec * 1_000));
  if (points > MOST_POINTS)
    refuse(
      'InvalidParameterCombinationException',
      `You have requested up to ${points} datapoints, which exceeds the limit of 1,440. You may reduce the datapoints requested by increasing Period, or decreasing the time range.`,
    );
  const metric = {
    namespace: input.Namespace ?? '',
    name: input.MetricName ?? '',
    dimensions: fromDimensions(input.Dimensions),
  };
  const periods = hasPoints(range, periodSec, nowEpochMs)
    ? store.periods(metric, { ...range, periodMs: periodSec * 1_000, unit })
    : [];
  const statistics = [...simple, ...extended].map((name) => [name, statisticOf(name)] as const);
  return {
    Label: input.MetricName,
    Datapoints: periods.map(({ startEpochMs, buckets }): Datapoint => {
      const values = statistics.flatMap(([name, of]) => {
        const value = of(buckets);
        return value === undefined ? [] : [[name, value] as const];
      });
      const isSimple = (name: string): boolean => simple.some((it) => it === name);
      return {
        Timestamp: new Date(startEpochMs),
        ...Object.fromEntries(values.filter(([name]) => isSimple(name))),
        ...(extended.length > 0 && {
          ExtendedStatistics: Object.fromEntries(values.filter(([name]) => !isSimple(name))),
        }),
        ...(unit !== undefined && { Unit: unit }),
      };
    }),
  };
};

const statisticOf = (name: string): Statistic =>
  parseStatistic(name) ??
  refuse(
    'InvalidParameterValueException',
    `The value ${name} for parameter ExtendedStatistics is not supported.`,
  );
