import type {
  GetMetricDataCommandInput,
  GetMetricStatisticsCommandInput,
  ListMetricsCommandInput,
  PutMetricDataCommandInput,
} from '@aws-sdk/client-cloudwatch';
import { type Cloud, operation } from '../../../service';
import { getMetricData } from './get-metric-data';
import { getMetricStatistics } from './get-metric-statistics';
import { listMetrics } from './list-metrics';
import type { MetricStore } from './metric-store';
import { putMetricData } from './put-metric-data';

/** Metrics have no ARN: all of these are authorised on `*`. */
export const createMetricOperations = ({ clock }: Pick<Cloud, 'clock'>, store: MetricStore) => {
  const resources = (): readonly string[] => ['*'];
  const context = () => ({ store, nowEpochMs: clock.nowEpochMs() });
  return {
    PutMetricData: operation({
      resources,
      run: (input: PutMetricDataCommandInput) => {
        putMetricData({ store, clock }, input);
        return {};
      },
    }),
    GetMetricStatistics: operation({
      resources,
      run: (input: GetMetricStatisticsCommandInput) => getMetricStatistics(context(), input),
    }),
    GetMetricData: operation({
      resources,
      run: (input: GetMetricDataCommandInput) => getMetricData(context(), input),
    }),
    ListMetrics: operation({
      resources,
      run: (input: ListMetricsCommandInput) => listMetrics(context(), input),
    }),
  };
};
