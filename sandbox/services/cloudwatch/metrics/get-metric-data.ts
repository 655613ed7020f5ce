import type {
  GetMetricDataCommandInput,
  GetMetricDataOutput,
  MetricDataQuery,
  MetricDataResult,
} from '@aws-sdk/client-cloudwatch';
import { checkQueries, createQueryValues, type QueryContext } from '../math/evaluate-queries';
import type { Series, Value } from '../math/series';
import { pageOf } from '../../paging';
import { AwsError } from '../../../service';
import { invalid } from '../check-alarm';
import { parseRange } from './time-range';

/** Documented: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html */
const MOST_POINTS = 100_800;

interface Result {
  readonly id: string;
  readonly label: string;
  readonly points: readonly (readonly [number, number])[];
}

/** Newest first unless it is asked otherwise (documented). Throws ValidationError, InvalidNextToken. */
export const getMetricData = (
  { store, nowEpochMs }: Omit<QueryContext, 'range'>,
  input: GetMetricDataCommandInput,
): GetMetricDataOutput => {
  const { MetricDataQueries: queries = [], MaxDatapoints: limit = MOST_POINTS } = input;
  checkQueries(queries);
  if (limit < 1 || limit > MOST_POINTS)
    invalid(`MaxDatapoints must be between 1 and ${MOST_POINTS}.`);
  const range = parseRange(input, nowEpochMs);
  const valueOf = createQueryValues(queries, { store, range, nowEpochMs });
  // Also what is not returned has to be right.
  const values = queries.map((query) => ({ query, value: valueOf(query.Id ?? '') }));
  const isAscending = input.ScanBy === 'TimestampAscending';
  const results = values
    .filter(({ query }) => query.ReturnData !== false)
    .flatMap(({ query, value }) => resultsOf(query, value))
    .map(({ points, ...result }) => ({
      ...result,
      points: isAscending ? points : points.toReversed(),
    }));
  return { ...pageOfResults(results, input.NextToken, limit), Messages: [] };
};

const resultsOf = (query: MetricDataQuery, value: Value): readonly Result[] => {
  const id = query.Id ?? '';
  switch (value.kind) {
    case 'series':
      return [toResult(id, query.Label ?? value.series.label, value.series)];
    case 'list':
      return value.list.map((series) => toResult(id, series.label, series));
    case 'scalar':
    case 'text':
      return invalid(
        `Error in expression '${id}': the result must be a time series, or an array of them.`,
      );
  }
};

const toResult = (id: string, label: string, { points }: Series): Result => ({
  id,
  label,
  points: [...points],
});

/** A page holds so many points of all results together. Results that have none of them on it are told once. */
const pageOfResults = (
  results: readonly Result[],
  token: string | undefined,
  limit: number,
): Pick<GetMetricDataOutput, 'MetricDataResults' | 'NextToken'> => {
  const places = results.flatMap(({ points }, index) => points.map((point) => ({ index, point })));
  const page = pageOf(places, { token, limit, refuseToken });
  const last = page.nextToken === undefined ? results.length : (page.items.at(-1)?.index ?? 0);
  return {
    MetricDataResults: results.flatMap(({ id, label, points }, index): MetricDataResult[] => {
      const onPage = page.items.filter((place) => place.index === index).map(({ point }) => point);
      if (onPage.length === 0 && (token !== undefined || points.length > 0)) return [];
      return [
        {
          Id: id,
          Label: label,
          Timestamps: onPage.map(([at]) => new Date(at)),
          Values: onPage.map(([, value]) => value),
          StatusCode: index === last && page.nextToken !== undefined ? 'PartialData' : 'Complete',
        },
      ];
    }),
    NextToken: page.nextToken,
  };
};

const refuseToken = (): never => {
  throw new AwsError('InvalidNextToken', 'The next token specified is invalid.');
};
