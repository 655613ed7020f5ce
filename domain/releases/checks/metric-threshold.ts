import type { MetricThresholdCheck } from './check';
import { areFinite, sayNumber, sayPoints, saySource } from './metric-words';
import type { Judge, Judged } from './observation';
import { judgeNothing } from './problems';

const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0);

const AGGREGATES: Readonly<
  Record<MetricThresholdCheck['aggregate'], (values: readonly number[]) => number>
> = {
  last: (values) => values.reduce((_, value) => value),
  average: (values) => sum(values) / values.length,
  sum,
  max: (values) => values.reduce((most, value) => Math.max(most, value)),
  min: (values) => values.reduce((least, value) => Math.min(least, value)),
};

/**
 * Judges one value made of the window's points by its limits. Fails closed: with too little traffic any value is
 * inconclusive, no points are what the check's `noData` says, and what is no finite number is an error.
 */
export const judgeMetricThreshold: Judge<'metric-threshold'> = (check, { points, traffic }) => {
  const expected = describe(check);
  const judged = (outcome: Judged['outcome'], reason: string, observed: string): Judged => ({
    outcome,
    reason,
    expected,
    observed,
    samples: points.values.length,
  });
  if (check.min === undefined && check.max === undefined)
    return judged('error', 'LimitMissing', 'the check has neither min nor max');
  const trafficSeen = sum(traffic?.values ?? []);
  if (!areFinite([...points.values, trafficSeen]))
    return judged('error', 'NotANumber', `no finite number among ${sayPoints(points)}`);
  if (check.traffic !== undefined && trafficSeen < check.traffic.atLeast)
    return judged('inconclusive', 'TooLittleTraffic', `traffic ${sayNumber(trafficSeen)}`);
  if (points.values.length === 0)
    return { ...judgeNothing(check, expected), observed: sayPoints(points) };
  const value = AGGREGATES[check.aggregate](points.values);
  const observed = `${sayNumber(value)} from ${sayPoints(points)}${check.traffic === undefined ? '' : `, traffic ${sayNumber(trafficSeen)}`}`;
  if (!Number.isFinite(value)) return judged('error', 'NotANumber', observed);
  if (check.max !== undefined && value > check.max)
    return judged('failed', 'AboveMaximum', observed);
  if (check.min !== undefined && value < check.min)
    return judged('failed', 'BelowMinimum', observed);
  return judged('passed', 'AsExpected', observed);
};

/** e.g. `sum of Errors (Sum) over 300 s at most 5, with a traffic of at least 100` */
const describe = ({
  source,
  aggregate,
  windowSec,
  min,
  max,
  traffic,
}: MetricThresholdCheck): string => {
  const limits = [
    ...(min === undefined ? [] : [`at least ${sayNumber(min)}`]),
    ...(max === undefined ? [] : [`at most ${sayNumber(max)}`]),
  ].join(' and ');
  const gate =
    traffic === undefined ? '' : `, with a traffic of at least ${sayNumber(traffic.atLeast)}`;
  return `${aggregate} of ${saySource(source)} over ${windowSec} s ${limits}${gate}`;
};
