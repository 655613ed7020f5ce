import type { Dimension } from '@aws-sdk/client-cloudwatch';
import type { Clock } from '../../../clock';
import { addSample, type Bucket, createBucket, type Sample } from './bucket';

export interface MetricName {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
}

export interface NewSample extends Sample {
  readonly metric: MetricName;
  readonly atEpochMs: number;
  readonly unit?: string;
  /** Also kept by the second, for three hours. */
  readonly highResolution?: boolean;
}

export interface Period {
  readonly startEpochMs: number;
  readonly buckets: readonly Bucket[];
}

export interface PeriodRange {
  /** Included. */
  readonly startEpochMs: number;
  /** Not included. */
  readonly endEpochMs: number;
  readonly periodMs: number;
  /** All units where absent. */
  readonly unit?: string;
}

/** Metrics as they were put, by the minute: for 15 days, and never more than MOST_BUCKETS in all. */
export interface MetricStore {
  put(sample: NewSample): void;
  /** Oldest first; periods without a value are not there. A period stands for the time from its start. */
  periods(metric: MetricName, range: PeriodRange): readonly Period[];
  /** In the order in which they were first put. */
  metrics(): readonly MetricName[];
  /** The start of the newest bucket; undefined for a metric that was never put. */
  latestEpochMs(metric: MetricName): number | undefined;
  /** Calls back with every metric that is put. */
  follow(listener: (key: string) => void): void;
}

const MINUTE_MS = 60_000;
/**
 * documented: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html; what AWS keeps
 * for longer in five minutes or an hour is gone here.
 */
const KEPT_MS = { minute: 15 * 24 * 60 * MINUTE_MS, second: 180 * MINUTE_MS };
const MOST_BUCKETS = 50_000;

interface StoredMetric {
  readonly metric: MetricName;
  /** By unit and start, in the order in which they were first put. */
  readonly minutes: Map<string, Bucket>;
  readonly seconds: Map<string, Bucket>;
  latestEpochMs: number;
}

export const keyOf = ({ namespace, name, dimensions }: MetricName): string =>
  JSON.stringify([namespace, name, ...Object.entries(dimensions).sort(byName)]);
const byName = ([left]: readonly [string, string], [right]: readonly [string, string]): number =>
  left < right ? -1 : 1;

export const fromDimensions = (
  dimensions: readonly Dimension[] = [],
): Readonly<Record<string, string>> =>
  Object.fromEntries(dimensions.map(({ Name = '', Value = '' }) => [Name, Value]));
export const toDimensions = (dimensions: Readonly<Record<string, string>>): Dimension[] =>
  Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value }));

export const createMetricStore = (clock: Pick<Clock, 'nowEpochMs'>): MetricStore => {
  const stored = new Map<string, StoredMetric>();
  const listeners: ((key: string) => void)[] = [];
  let buckets = 0;

  const bucketIn = (kept: Map<string, Bucket>, unit: string, startEpochMs: number): Bucket => {
    const key = `${startEpochMs} ${unit}`;
    const found = kept.get(key);
    if (found !== undefined) return found;
    const bucket = createBucket(startEpochMs);
    kept.set(key, bucket);
    buckets += 1;
    return bucket;
  };
  const dropFirst = (kept: Map<string, Bucket>, isGone: (bucket: Bucket) => boolean): void => {
    for (const [key, bucket] of kept) {
      if (!isGone(bucket)) return;
      kept.delete(key);
      buckets -= 1;
    }
  };
  /** Buckets come in the order of time but for late ones, which go with those after them. */
  const forget = ({ minutes, seconds }: StoredMetric): void => {
    const nowEpochMs = clock.nowEpochMs();
    dropFirst(minutes, ({ startEpochMs }) => startEpochMs < nowEpochMs - KEPT_MS.minute);
    dropFirst(seconds, ({ startEpochMs }) => startEpochMs < nowEpochMs - KEPT_MS.second);
  };
  const makeRoom = (): void => {
    while (buckets > MOST_BUCKETS) {
      const all = [...stored.values()];
      const longest = all.reduce((most, it) => (it.minutes.size > most.minutes.size ? it : most));
      let left = Math.ceil(longest.minutes.size / 2);
      dropFirst(longest.minutes, () => left-- > 0);
      dropFirst(longest.seconds, () => true);
    }
  };
  const openMetric = (metric: MetricName): StoredMetric => {
    const key = keyOf(metric);
    const found = stored.get(key);
    if (found !== undefined) return found;
    const opened = { metric, minutes: new Map(), seconds: new Map(), latestEpochMs: 0 };
    stored.set(key, opened);
    return opened;
  };
  return {
    put: ({ metric, atEpochMs, unit = 'None', highResolution = false, ...sample }) => {
      const it = openMetric(metric);
      const before = buckets;
      const minute = Math.floor(atEpochMs / MINUTE_MS) * MINUTE_MS;
      addSample(bucketIn(it.minutes, unit, minute), sample);
      const second = Math.floor(atEpochMs / 1_000) * 1_000;
      if (highResolution) addSample(bucketIn(it.seconds, unit, second), sample);
      it.latestEpochMs = Math.max(it.latestEpochMs, minute);
      if (buckets > before) {
        forget(it);
        makeRoom();
      }
      for (const listener of listeners) listener(keyOf(metric));
    },
    periods: (metric, { startEpochMs, endEpochMs, periodMs, unit }) => {
      const it = stored.get(keyOf(metric));
      if (it === undefined) return [];
      const periods = new Map<number, Bucket[]>();
      for (const [key, bucket] of periodMs < MINUTE_MS ? it.seconds : it.minutes) {
        if (bucket.startEpochMs < startEpochMs || bucket.startEpochMs >= endEpochMs) continue;
        if (unit !== undefined && key.split(' ')[1] !== unit) continue;
        const start = Math.floor(bucket.startEpochMs / periodMs) * periodMs;
        const found = periods.get(start);
        if (found === undefined) periods.set(start, [bucket]);
        else found.push(bucket);
      }
      return [...periods]
        .map(([start, inPeriod]) => ({ startEpochMs: start, buckets: inPeriod }))
        .sort((left, right) => left.startEpochMs - right.startEpochMs);
    },
    metrics: () => [...stored.values()].map(({ metric }) => metric),
    latestEpochMs: (metric) => stored.get(keyOf(metric))?.latestEpochMs,
    follow: (listener) => {
      listeners.push(listener);
    },
  };
};
