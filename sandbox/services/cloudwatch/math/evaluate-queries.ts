import type { MetricDataQuery, MetricStat } from '@aws-sdk/client-cloudwatch';
import { fromDimensions, type MetricName, type MetricStore } from '../metrics/metric-store';
import { parseStatistic } from '../metrics/statistics';
import { hasPoints, parsePeriod, type TimeRange } from '../metrics/time-range';
import { invalid } from '../check-alarm';
import { evaluateExpression } from './evaluate-expression';
import { ExpressionError, parseExpression } from './parse-expression';
import { ofSeries, type Series, toPoints, type Value } from './series';

export interface QueryContext {
  readonly store: MetricStore;
  readonly range: TimeRange;
  readonly nowEpochMs: number;
}

/** Documented: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html */
const MOST_QUERIES = 500;

/** Throws ValidationError; the words are assumed, here and below. */
export const checkQueries = (queries: readonly MetricDataQuery[]): void => {
  if (queries.length === 0 || queries.length > MOST_QUERIES)
    invalid(`The number of MetricDataQueries must be between 1 and ${MOST_QUERIES}.`);
  const seen = new Set<string>();
  for (const { Id: id = '', Expression: expression, MetricStat: stat } of queries) {
    if (!/^[a-z]\w*$/.test(id) || id.length > 255)
      invalid(
        `The value ${id} for parameter MetricDataQueries.member.Id is not valid: it must begin with a lowercase letter and hold letters, numbers and underscores.`,
      );
    if (seen.has(id)) invalid(`The id ${id} is used more than once.`);
    seen.add(id);
    if ((expression === undefined) === (stat === undefined))
      invalid(`Exactly one of Expression and MetricStat must be given for the query ${id}.`);
  }
};

export const metricOf = ({ Metric: metric }: MetricStat): MetricName => ({
  namespace: metric?.Namespace ?? '',
  name: metric?.MetricName ?? '',
  dimensions: fromDimensions(metric?.Dimensions),
});

/** The statistic of each period of the range that has values. Throws ValidationError. */
export const seriesOf = (
  stat: MetricStat,
  label: string,
  { store, range, nowEpochMs }: QueryContext,
): Series => {
  const periodSec = parsePeriod(stat.Period, 'MetricStat.Period');
  const statistic =
    parseStatistic(stat.Stat ?? '') ??
    invalid(`The value ${stat.Stat} for parameter MetricStat.Stat is not supported.`);
  const periodMs = periodSec * 1_000;
  const periods = hasPoints(range, periodSec, nowEpochMs)
    ? store.periods(metricOf(stat), { ...range, periodMs, unit: stat.Unit })
    : [];
  const points = toPoints(
    periods.map(({ startEpochMs, buckets }) => [startEpochMs, statistic(buckets) ?? Number.NaN]),
  );
  return { label, points, periodMs };
};

const timesIn = ({ startEpochMs, endEpochMs }: TimeRange, periodMs: number): readonly number[] => {
  const first = Math.floor(startEpochMs / periodMs) * periodMs;
  const count = Math.max(0, Math.ceil((endEpochMs - first) / periodMs));
  return Array.from({ length: count }, (_, index) => first + index * periodMs);
};

/** What each id comes to; each is evaluated once, and only when it is asked for. */
export const createQueryValues = (
  queries: readonly MetricDataQuery[],
  context: QueryContext,
): ((id: string) => Value) => {
  const byId = new Map(queries.map((query) => [query.Id ?? '', query]));
  const known = new Map<string, Value>();
  const open = new Set<string>();
  const metrics = (part: string): readonly Series[] =>
    queries
      .filter(({ Id: id = '', MetricStat: stat }) => stat !== undefined && id.includes(part))
      .flatMap(({ Id: id = '' }) => {
        const value = valueOf(id);
        return value.kind === 'series' ? [value.series] : [];
      });
  const evaluate = (id: string): Value => {
    const query = byId.get(id);
    if (query === undefined) throw new ExpressionError(`there is no metric or expression ${id}`);
    const { MetricStat: stat, Expression: text = '', Label: label } = query;
    if (stat !== undefined)
      return ofSeries(seriesOf(stat, label ?? stat.Metric?.MetricName ?? id, context));
    if (/^\s*SELECT\b/i.test(text))
      throw new ExpressionError('the sandbox answers no Metrics Insights queries');
    const value = evaluateExpression(parseExpression(text), {
      valueOf,
      metrics,
      timesOf: (periodMs) => timesIn(context.range, periodMs),
    });
    return value.kind === 'series' ? ofSeries({ ...value.series, label: label ?? id }) : value;
  };
  const valueOf = (id: string): Value => {
    const found = known.get(id);
    if (found !== undefined) return found;
    if (open.has(id)) throw new ExpressionError(`${id} is defined by itself`);
    open.add(id);
    const value = evaluate(id);
    open.delete(id);
    known.set(id, value);
    return value;
  };
  return (id) => {
    try {
      return valueOf(id);
    } catch (error) {
      if (!(error instanceof ExpressionError)) throw error;
      return invalid(`Error in expression '${id}': ${error.message}`);
    }
  };
};
