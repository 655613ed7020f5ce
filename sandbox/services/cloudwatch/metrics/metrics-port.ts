import type { MetricsPort } from '../../../service';
import { createSeededRandom } from '../../../wire/random';
import type { MetricStore } from './metric-store';

/** How stories and tests put what a metric is to look like, and how services put their own. */
export interface ShapedMetricsPort extends MetricsPort {
  /**
   * Values from a time on, one every so many seconds, up to but without its end. A generator is asked for each; what
   * it leaves undefined is a gap. Values that are listed begin anew at their end.
   */
  shape(order: MetricShape): void;
}

export interface MetricShape {
  readonly namespace: string;
  readonly metricName: string;
  readonly dimensions?: Readonly<Record<string, string>>;
  readonly unit?: string;
  readonly fromEpochMs: number;
  readonly untilEpochMs: number;
  /** 60 where absent. */
  readonly everySec?: number;
  readonly values: readonly number[] | MetricGenerator;
}
/** `random` gives 0 ≤ x < 1, the same for the same shape. */
export type MetricGenerator = (about: {
  readonly atEpochMs: number;
  readonly index: number;
  readonly random: () => number;
}) => number | undefined;

export const createMetricsPort = (store: MetricStore): ShapedMetricsPort => {
  const put: MetricsPort['put'] = ({ value, count = 1, ...sample }) =>
    store.put({ ...sample, count, sum: value * count, minimum: value, maximum: value });
  return {
    put,
    shape: ({ namespace, metricName: name, dimensions = {}, unit, values, ...when }) => {
      const stepMs = (when.everySec ?? 60) * 1_000;
      const random = createSeededRandom(when.fromEpochMs % 2 ** 31);
      const metric = { namespace, name, dimensions };
      const next = (atEpochMs: number, index: number): number | undefined =>
        typeof values === 'function'
          ? values({ atEpochMs, index, random: () => random.next() })
          : values[index % values.length];
      let index = 0;
      for (let at = when.fromEpochMs; at < when.untilEpochMs; at += stepMs) {
        const value = next(at, index);
        if (value !== undefined) put({ metric, atEpochMs: at, unit, value });
        index += 1;
      }
    },
  };
};
