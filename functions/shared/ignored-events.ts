import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';

/** Counts what a function was handed and did nothing about. */
export interface IgnoredEvents {
  /** `reason` is one of a few codes: each is a metric of its own. */
  count(reason: string): void;
}

/**
 * As the metric `IgnoredEvents` of the namespace `Slipway`, by service and reason. Written to the log in embedded
 * metric format: no call, and nothing that could fail the event.
 */
export const createIgnoredEvents = (
  metrics = new Metrics({ namespace: 'Slipway' }),
): IgnoredEvents => ({
  count: (reason) => {
    const single = metrics.singleMetric();
    single.addDimension('reason', reason);
    single.addMetric('IgnoredEvents', MetricUnit.Count, 1);
  },
});
