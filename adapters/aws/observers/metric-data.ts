import type {
  CloudWatchClient,
  GetMetricDataCommandOutput,
  MetricDataQuery,
  MetricDataResult,
} from '@aws-sdk/client-cloudwatch';
import { GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { ControlPlaneError, InvalidInputError } from '../../../domain/errors';
import type { MetricSource } from '../../../domain/releases/checks/check';
import type { MetricWindow } from '../../../domain/releases/checks/metric-window';
import { isEmpty, toSpan } from '../../../domain/releases/checks/metric-window';
import type { MetricPoints } from '../../../domain/releases/checks/observation';

/** Metrics that were answered, but not so that they can be judged. */
export class MetricFault extends ControlPlaneError {
  override readonly name = 'MetricFault';
  readonly retryable = false;

  constructor(
    readonly code: 'MetricDataIncomplete' | 'SeveralSeries' | 'TooManyPoints' | 'NotANumber',
    message: string,
  ) {
    super(message);
  }
}

/** Twice so many are stored with a measurement, and compared pair by pair. */
const MOST_POINTS = 3_000;
const RESULT = 'slipway_result';

/**
 * Reads the one series of a source whose texts are filled in: all its queries in one GetMetricData, page by page, its
 * points in the order of their time. A window that is empty is not asked for. Throws MetricFault where CloudWatch
 * has not all points, several series, more than 3,000 points, or a value that is no finite number.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html
 */
export const readMetric = async (
  cloudWatch: CloudWatchClient,
  { source, window }: { readonly source: MetricSource; readonly window: MetricWindow },
  signal: AbortSignal,
): Promise<MetricPoints> => {
  const span = toSpan(window);
  if (isEmpty(window)) return { values: [], ...span };
  const results: MetricDataResult[] = [];
  let series = 0;
  let token: string | undefined;
  do {
    const page: GetMetricDataCommandOutput = await cloudWatch.send(
      new GetMetricDataCommand({
        MetricDataQueries: toQueries(source),
        StartTime: new Date(window.fromEpochMs),
        EndTime: new Date(window.untilEpochMs),
        ScanBy: 'TimestampAscending',
        NextToken: token,
      }),
      { abortSignal: signal },
    );
    const { MetricDataResults: found = [] } = page;
    // A series may go on over pages, and stands once in each; two of one label are two all the same.
    series = Math.max(series, found.length);
    results.push(...found);
    token = page.NextToken;
  } while (token !== undefined);
  return { values: toValues(results, series), ...span };
};

const toQueries = ({ queries, expression }: MetricSource): MetricDataQuery[] => {
  const entries = Object.entries(queries);
  if (expression === undefined && entries.length !== 1)
    throw new InvalidInputError('A metric source', [
      `without an expression it has one query, not ${entries.length}`,
    ]);
  const metrics = entries.map(([id, query]) => ({
    Id: id,
    MetricStat: {
      Metric: {
        Namespace: query.namespace,
        MetricName: query.metric,
        Dimensions: Object.entries(query.dimensions).map(([Name, Value]) => ({ Name, Value })),
      },
      Period: query.periodSec,
      Stat: query.stat,
    },
    ReturnData: expression === undefined,
  }));
  return expression === undefined
    ? metrics
    : [...metrics, { Id: RESULT, Expression: expression, ReturnData: true }];
};

const toValues = (results: readonly MetricDataResult[], series: number): readonly number[] => {
  const last = results.at(-1);
  if (last?.StatusCode !== undefined && last.StatusCode !== 'Complete') {
    const messages = (last.Messages ?? []).map(({ Code, Value }) => `${Code}: ${Value}`).join(', ');
    throw new MetricFault(
      'MetricDataIncomplete',
      `CloudWatch answered ${last.StatusCode}${messages === '' ? '' : ` (${messages})`}, not all of the metric.`,
    );
  }
  const labels = new Set(results.map(({ Label }) => Label));
  if (Math.max(series, labels.size) > 1)
    throw new MetricFault(
      'SeveralSeries',
      `The expression gives ${Math.max(series, labels.size)} series (${[...labels].join(', ')}), and one can be judged.`,
    );
  const points = results.flatMap(({ Timestamps = [], Values = [] }) =>
    Timestamps.flatMap((time, index) => {
      const value = Values[index];
      return value === undefined ? [] : [{ time: time.getTime(), value }];
    }),
  );
  if (points.length > MOST_POINTS)
    throw new MetricFault(
      'TooManyPoints',
      `The window has ${points.length} points and at most ${MOST_POINTS} are judged: take a longer period or a shorter window.`,
    );
  if (points.some(({ value }) => !Number.isFinite(value)))
    throw new MetricFault('NotANumber', 'CloudWatch answered a value that is no finite number.');
  return points.toSorted((left, right) => left.time - right.time).map(({ value }) => value);
};
