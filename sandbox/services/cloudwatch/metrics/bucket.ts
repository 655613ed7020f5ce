/** What a metric's values of one minute (or of one second) have come to. */
export interface Bucket {
  readonly startEpochMs: number;
  count: number;
  sum: number;
  minimum: number;
  maximum: number;
  /** Value to how often, for percentiles; absent once a statistic set has hidden its values. */
  values?: Map<number, number>;
}

/** Values that were seen so many times, or a statistic set's own words. */
export interface Sample {
  readonly count: number;
  readonly sum: number;
  readonly minimum: number;
  readonly maximum: number;
}

/** More different values than this are kept rounded: a bucket must not grow with what is put. */
const EXACT_VALUES = 500;
const DIGITS = 2;

export const createBucket = (startEpochMs: number): Bucket => ({
  startEpochMs,
  count: 0,
  sum: 0,
  minimum: Number.POSITIVE_INFINITY,
  maximum: Number.NEGATIVE_INFINITY,
  values: new Map(),
});

const isOneValue = ({ count, sum, minimum, maximum }: Sample): boolean =>
  minimum === maximum && (count === 1 || sum === minimum * count);

export const addSample = (bucket: Bucket, sample: Sample): void => {
  if (sample.count === 0) return;
  bucket.count += sample.count;
  bucket.sum += sample.sum;
  bucket.minimum = Math.min(bucket.minimum, sample.minimum);
  bucket.maximum = Math.max(bucket.maximum, sample.maximum);
  // Statistic sets hide their values, but for those of one value: documented in PutMetricData.
  if (!isOneValue(sample)) bucket.values = undefined;
  const { values } = bucket;
  if (values === undefined) return;
  values.set(sample.minimum, (values.get(sample.minimum) ?? 0) + sample.count);
  if (values.size > EXACT_VALUES) bucket.values = rounded(values);
};

const rounded = (values: ReadonlyMap<number, number>): Map<number, number> => {
  const coarse = new Map<number, number>();
  for (const [value, count] of values) {
    const near = Number(value.toPrecision(DIGITS));
    coarse.set(near, (coarse.get(near) ?? 0) + count);
  }
  return coarse;
};
