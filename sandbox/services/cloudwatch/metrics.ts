import type {
  Datapoint,
  Dimension,
  GetMetricDataCommandInput,
  GetMetricDataOutput,
  GetMetricStatisticsCommandInput,
  GetMetricStatisticsOutput,
  ListMetricsCommandInput,
  ListMetricsOutput,
  MetricDataQuery,
  MetricDataResult,
  MetricDatum,
  PutMetricDataCommandInput,
} from '@aws-sdk/client-cloudwatch';
import type { Cloud } from '../../service';
import { AwsError, operation } from '../../service';

/** One value of one metric, or what is left of many. */
interface Sample {
  readonly key: string;
  readonly atEpochMs: number;
  readonly count: number;
  readonly sum: number;
  readonly minimum: number;
  readonly maximum: number;
}
interface Period {
  readonly startEpochMs: number;
  readonly samples: readonly Sample[];
}

/** Metrics as they were put. Percentiles and metric maths are refused: only the five statistics are kept. */
export const createMetricOperations = (cloud: Cloud) => {
  const samples: Sample[] = [];
  const metrics = new Map<
    string,
    { Namespace: string; MetricName: string; Dimensions: Dimension[] }
  >();
  const put = (namespace: string, datum: MetricDatum): void => {
    const name = datum.MetricName ?? '';
    const key = keyOf(namespace, name, datum.Dimensions);
    metrics.set(key, {
      Namespace: namespace,
      MetricName: name,
      Dimensions: datum.Dimensions ?? [],
    });
    const atEpochMs = datum.Timestamp?.getTime() ?? cloud.clock.nowEpochMs();
    samples.push(...samplesOf(datum).map((sample) => ({ ...sample, key, atEpochMs })));
  };
  const inPeriods = (key: string, range: Range): readonly Period[] =>
    periodsOf(
      samples.filter((sample) => sample.key === key),
      range,
    );
  return {
    PutMetricData: operation({
      resources: () => ['*'],
      run: ({ Namespace: namespace = '', MetricData: data = [] }: PutMetricDataCommandInput) => {
        for (const datum of data) put(namespace, datum);
        return {};
      },
    }),
    GetMetricStatistics: operation({
      resources: () => ['*'],
      run: (input: GetMetricStatisticsCommandInput): GetMetricStatisticsOutput => {
        if ((input.ExtendedStatistics ?? []).length > 0) refuse('percentiles');
        const key = keyOf(input.Namespace, input.MetricName, input.Dimensions);
        return {
          Label: input.MetricName,
          Datapoints: inPeriods(key, rangeOf(input, input.Period)).map(toDatapoint),
        };
      },
    }),
    GetMetricData: operation({
      resources: () => ['*'],
      run: (input: GetMetricDataCommandInput): GetMetricDataOutput => ({
        MetricDataResults: (input.MetricDataQueries ?? [])
          .filter((query) => query.ReturnData !== false)
          .map((query) => answer(query, input, inPeriods)),
      }),
    }),
    ListMetrics: operation({
      resources: () => ['*'],
      run: (input: ListMetricsCommandInput): ListMetricsOutput => ({
        Metrics: [...metrics.values()].filter(
          ({ Namespace, MetricName }) =>
            (input.Namespace ?? Namespace) === Namespace &&
            (input.MetricName ?? MetricName) === MetricName,
        ),
      }),
    }),
  };
};

const keyOf = (namespace = '', name = '', dimensions: readonly Dimension[] = []): string =>
  JSON.stringify([namespace, name, dimensions.map(({ Name, Value }) => `${Name}=${Value}`).sort()]);

const samplesOf = (datum: MetricDatum): readonly Omit<Sample, 'key' | 'atEpochMs'>[] => {
  const { StatisticValues: kept, Values: values, Counts: counts } = datum;
  if (kept !== undefined)
    return [
      {
        count: kept.SampleCount ?? 0,
        sum: kept.Sum ?? 0,
        minimum: kept.Minimum ?? 0,
        maximum: kept.Maximum ?? 0,
      },
    ];
  return (values ?? [datum.Value ?? 0]).map((value, index) => {
    const count = counts?.[index] ?? 1;
    return { count, sum: value * count, minimum: value, maximum: value };
  });
};

interface Range {
  readonly startEpochMs: number;
  readonly endEpochMs: number;
  readonly periodMs: number;
}

const rangeOf = (
  { StartTime: start, EndTime: end }: { StartTime: Date | undefined; EndTime: Date | undefined },
  periodSec: number | undefined,
): Range => ({
  startEpochMs: start?.getTime() ?? 0,
  endEpochMs: end?.getTime() ?? 0,
  periodMs: (periodSec ?? 60) * 1_000,
});

/** Oldest first. A period stands for the time from its start; the end of the range is not in it (documented). */
const periodsOf = (
  samples: readonly Sample[],
  { startEpochMs, endEpochMs, periodMs }: Range,
): readonly Period[] => {
  const periods = new Map<number, Sample[]>();
  for (const sample of samples) {
    if (sample.atEpochMs < startEpochMs || sample.atEpochMs >= endEpochMs) continue;
    const start = Math.floor(sample.atEpochMs / periodMs) * periodMs;
    periods.set(start, [...(periods.get(start) ?? []), sample]);
  }
  return [...periods]
    .map(([start, inPeriod]) => ({ startEpochMs: start, samples: inPeriod }))
    .sort((left, right) => left.startEpochMs - right.startEpochMs);
};

const STATISTICS: Readonly<Record<string, (samples: readonly Sample[]) => number>> = {
  SampleCount: (samples) => samples.reduce((total, { count }) => total + count, 0),
  Sum: (samples) => samples.reduce((total, { sum }) => total + sum, 0),
  Minimum: (samples) => Math.min(...samples.map(({ minimum }) => minimum)),
  Maximum: (samples) => Math.max(...samples.map(({ maximum }) => maximum)),
  Average: (samples) =>
    samples.reduce((total, { sum }) => total + sum, 0) /
    samples.reduce((total, { count }) => total + count, 0),
};

const toDatapoint = ({ startEpochMs, samples }: Period): Datapoint => ({
  Timestamp: new Date(startEpochMs),
  ...Object.fromEntries(Object.entries(STATISTICS).map(([name, of]) => [name, of(samples)])),
});

const answer = (
  query: MetricDataQuery,
  input: GetMetricDataCommandInput,
  inPeriods: (key: string, range: Range) => readonly Period[],
): MetricDataResult => {
  const stat = query.MetricStat ?? refuse('metric maths');
  const statistic = STATISTICS[stat.Stat ?? ''] ?? refuse('percentiles');
  const { Namespace, MetricName, Dimensions } = stat.Metric ?? {};
  const oldestFirst = inPeriods(
    keyOf(Namespace, MetricName, Dimensions),
    rangeOf(input, stat.Period),
  );
  const periods = input.ScanBy === 'TimestampAscending' ? oldestFirst : [...oldestFirst].reverse();
  return {
    Id: query.Id,
    Label: query.Label ?? MetricName,
    Timestamps: periods.map(({ startEpochMs }) => new Date(startEpochMs)),
    Values: periods.map(({ samples }) => statistic(samples)),
    StatusCode: 'Complete',
  };
};

const refuse = (what: string): never => {
  throw new AwsError(
    'ValidationError',
    `The sandbox keeps statistics of metrics only, not ${what}.`,
  );
};
