import type { Quantile } from './budget';
import { QUANTILES } from './budget';
import type { CpuLatency, QuantileUs } from './measurement';

/** How often each latency was seen. `us` is what a sample of the bucket counts as. */
export interface LatencyBucket {
  readonly us: number;
  readonly count: number;
}

/** A histogram as the tools keep one: buckets up to a bound, and a number of samples that were beyond it. */
export interface LatencyHistogram {
  /** In ascending order of `us`, each with a count above zero. */
  readonly buckets: readonly LatencyBucket[];
  readonly overflow: number;
  /** What every sample of the overflow is at least, in µs; not below the last bucket. */
  readonly overflowFromUs: number;
  /** Of all samples, in µs. */
  readonly maxUs: number;
}

export const samplesOf = ({ buckets, overflow }: LatencyHistogram): number =>
  buckets.reduce((sum, { count }) => sum + count, overflow);

/**
 * The quantile by nearest rank over all samples: the latency of the sample at rank ⌈q·n⌉ in ascending order. One
 * that falls in the overflow is only known to be at least the histogram's bound, and never given a number.
 */
export const quantileOf = (histogram: LatencyHistogram, quantile: Quantile): QuantileUs => {
  const samples = samplesOf(histogram);
  if (samples === 0) return null;
  // ⌈n·(1 − 1/m)⌉ in whole numbers: a product of fractions may be off by one rank.
  const rank = samples - Math.floor(samples / QUANTILES[quantile].oneIn);
  let seen = 0;
  for (const { us, count } of histogram.buckets) {
    seen += count;
    if (seen >= rank) return us;
  }
  return { gte: histogram.overflowFromUs };
};

/** One CPU's row. `expected` is how many samples there should have been, or null. */
export const toCpuLatency = (
  cpu: number,
  histogram: LatencyHistogram,
  expected: number | null,
): CpuLatency => {
  const samples = samplesOf(histogram);
  return {
    cpu,
    samples,
    expected,
    missed: expected === null ? null : Math.max(0, expected - samples),
    overflow: histogram.overflow,
    p50: quantileOf(histogram, 'p50'),
    p99: quantileOf(histogram, 'p99'),
    p999: quantileOf(histogram, 'p999'),
    p9999: quantileOf(histogram, 'p9999'),
    max: histogram.maxUs,
  };
};
