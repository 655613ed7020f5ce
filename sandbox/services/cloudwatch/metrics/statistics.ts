import type { Bucket } from './bucket';

/** A statistic over the buckets of one period; undefined where the period cannot tell it. */
export type Statistic = (buckets: readonly Bucket[]) => number | undefined;

const total = (buckets: readonly Bucket[], of: (bucket: Bucket) => number): number =>
  buckets.reduce((sum, bucket) => sum + of(bucket), 0);

const SIMPLE: Readonly<Record<string, Statistic>> = {
  SampleCount: (buckets) => total(buckets, ({ count }) => count),
  Sum: (buckets) => total(buckets, ({ sum }) => sum),
  Minimum: (buckets) => Math.min(...buckets.map(({ minimum }) => minimum)),
  Maximum: (buckets) => Math.max(...buckets.map(({ maximum }) => maximum)),
  Average: (buckets) => total(buckets, ({ sum }) => sum) / total(buckets, ({ count }) => count),
};

interface Counted {
  readonly value: number;
  readonly count: number;
}

/** In order of value. Undefined where values are hidden, or negative: documented in GetMetricStatistics. */
const sortedValues = (buckets: readonly Bucket[]): readonly Counted[] | undefined => {
  const counts = new Map<number, number>();
  for (const { values } of buckets) {
    if (values === undefined) return undefined;
    for (const [value, count] of values) counts.set(value, (counts.get(value) ?? 0) + count);
  }
  const sorted = [...counts]
    .map(([value, count]) => ({ value, count }))
    .sort((left, right) => left.value - right.value);
  return (sorted[0]?.value ?? 0) < 0 ? undefined : sorted;
};

/** Between the two nearest ranks by linear interpolation (assumed: CloudWatch does not say how). */
const percentile = (sorted: readonly Counted[], ratio: number): number | undefined => {
  const count = sorted.reduce((sum, it) => sum + it.count, 0);
  const rank = ratio * (count - 1);
  const at = (index: number): number | undefined => {
    let before = 0;
    return sorted.find((it) => (before += it.count) > index)?.value;
  };
  const low = at(Math.floor(rank));
  const high = at(Math.ceil(rank));
  if (low === undefined || high === undefined) return undefined;
  return low + (high - low) * (rank - Math.floor(rank));
};

interface Bounds {
  readonly from: number;
  readonly to: number;
}

/** The values between two percentiles, both included. */
const within = (sorted: readonly Counted[], { from, to }: Bounds): readonly Counted[] => {
  const low = percentile(sorted, from) ?? 0;
  const high = percentile(sorted, to) ?? 0;
  return sorted.filter(({ value }) => value >= low && value <= high);
};
const sumOf = (counted: readonly Counted[]): number =>
  counted.reduce((sum, { value, count }) => sum + value * count, 0);
const countOf = (counted: readonly Counted[]): number =>
  counted.reduce((sum, { count }) => sum + count, 0);

/**
 * Trimmed statistics take the values between two percentiles.
 * documented: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Statistics-definitions.html
 */
const TRIMMED: Readonly<Record<string, (kept: readonly Counted[]) => number>> = {
  tm: (kept) => sumOf(kept) / countOf(kept),
  tc: countOf,
  ts: sumOf,
};

const PERCENTILE = /^p(\d{1,2}(?:\.\d{1,10})?|100)$/;
const TRIMMED_AT = /^(tm|tc|ts)(\d{1,2}(?:\.\d{1,10})?)$/;
const TRIMMED_BETWEEN = /^(TM|TC|TS)\((\d+(?:\.\d+)?)?%:(\d+(?:\.\d+)?)?%\)$/;

const ofValues =
  (by: (sorted: readonly Counted[]) => number | undefined): Statistic =>
  (buckets) => {
    const sorted = sortedValues(buckets);
    return sorted && by(sorted);
  };

const trimmed = (name: string, bounds: Bounds): Statistic | undefined => {
  const of = TRIMMED[name.toLowerCase()];
  return of && ofValues((sorted) => of(within(sorted, bounds)));
};

/** Undefined for a name that is no statistic, or that the sandbox does not compute: winsorised means and ranks. */
export const parseStatistic = (name: string): Statistic | undefined => {
  const simple = Object.hasOwn(SIMPLE, name) ? SIMPLE[name] : undefined;
  if (simple !== undefined) return simple;
  if (name === 'IQM') return trimmed('tm', { from: 0.25, to: 0.75 });
  const at = PERCENTILE.exec(name)?.[1];
  if (at !== undefined) return ofValues((sorted) => percentile(sorted, Number(at) / 100));
  const [, kind, upTo] = TRIMMED_AT.exec(name) ?? [];
  if (kind !== undefined) return trimmed(kind, { from: 0, to: Number(upTo) / 100 });
  const [, between, low = '0', high = '100'] = TRIMMED_BETWEEN.exec(name) ?? [];
  return between === undefined
    ? undefined
    : trimmed(between, { from: Number(low) / 100, to: Number(high) / 100 });
};
