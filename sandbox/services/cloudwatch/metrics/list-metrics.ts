import type { ListMetricsCommandInput, ListMetricsOutput } from '@aws-sdk/client-cloudwatch';
import { AwsError } from '../../../service';
import { pageOf } from '../../paging';
import type { QueryContext } from '../math/evaluate-queries';
import { type MetricName, toDimensions } from './metric-store';

const HOUR_MS = 3_600_000;
/** Documented: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_ListMetrics.html */
const PAGE = 500;
const TOLD_FOR_MS = 14 * 24 * HOUR_MS;
const RECENT_MS = 3 * HOUR_MS;

export const listMetrics = (
  { store, nowEpochMs }: Omit<QueryContext, 'range'>,
  input: ListMetricsCommandInput,
): ListMetricsOutput => {
  const { Namespace: namespace, MetricName: name, Dimensions: dimensions = [] } = input;
  const sinceMs = input.RecentlyActive === undefined ? TOLD_FOR_MS : RECENT_MS;
  const isAsked = (metric: MetricName): boolean =>
    (namespace ?? metric.namespace) === metric.namespace &&
    (name ?? metric.name) === metric.name &&
    (store.latestEpochMs(metric) ?? 0) >= nowEpochMs - sinceMs &&
    dimensions.every(({ Name = '', Value: value }) => {
      const own = metric.dimensions[Name];
      return own !== undefined && (value ?? own) === own;
    });
  const page = pageOf(store.metrics().filter(isAsked), {
    token: input.NextToken,
    limit: PAGE,
    refuseToken: () => {
      throw new AwsError('InvalidParameterValueException', 'The next token is not valid.');
    },
  });
  return {
    Metrics: page.items.map((metric) => ({
      Namespace: metric.namespace,
      MetricName: metric.name,
      Dimensions: toDimensions(metric.dimensions),
    })),
    NextToken: page.nextToken,
  };
};
