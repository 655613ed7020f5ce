import * as fc from 'fast-check';
import type { Quantile } from '../../../../domain/hosts/latency/budget';
import { quantileOf, samplesOf, toCpuLatency } from '../../../../domain/hosts/latency/histogram';
import type { QuantileUs } from '../../../../domain/hosts/latency/measurement';
import { histogramOf } from '../../../support/latency';

const QUANTILES: readonly Quantile[] = ['p50', 'p99', 'p999', 'p9999'];
/** Per ten thousand, so that the naive rank is computed in whole numbers too. */
const TEN_THOUSANDTHS: Readonly<Record<Quantile, number>> = {
  p50: 5000,
  p99: 9900,
  p999: 9990,
  p9999: 9999,
};

const anySamples = fc.array(fc.integer({ min: 0, max: 600 }), { minLength: 1, maxLength: 400 });
const anyBound = fc.integer({ min: 1, max: 700 });
const lowOf = (value: QuantileUs): number =>
  typeof value === 'number' ? value : (value?.gte ?? Number.NaN);

it.each<[string, Quantile, number]>([
  ['p50 of 1 to 10 is the fifth', 'p50', 5],
  ['p99 of 1 to 10 is the tenth', 'p99', 10],
])('%s', (_, quantile, expected) => {
  const samples = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
  expect(quantileOf(histogramOf(samples, 50), quantile)).toBe(expected);
});

it('takes the sample at the very rank: of 1000, p99.9 is the 999th', () => {
  const histogram = histogramOf([...Array.from({ length: 999 }, () => 5), 800], 1000);
  expect(quantileOf(histogram, 'p999')).toBe(5);
  expect(quantileOf(histogram, 'p9999')).toBe(800);
});

it('gives no number for a quantile that falls in the overflow', () => {
  const histogram = histogramOf([1, 2, 900, 1000], 400);
  expect(toCpuLatency(3, histogram, 5)).toEqual({
    cpu: 3,
    samples: 4,
    expected: 5,
    missed: 1,
    overflow: 2,
    p50: 2,
    p99: { gte: 400 },
    p999: { gte: 400 },
    p9999: { gte: 400 },
    max: 1000,
  });
});

it('knows no quantile of nothing', () => {
  const row = toCpuLatency(0, histogramOf([], 400), null);
  expect(row).toMatchObject({ samples: 0, expected: null, missed: null, p50: null, p9999: null });
});

it('misses nothing where there are more samples than expected', () => {
  expect(toCpuLatency(0, histogramOf([1, 2, 3], 400), 2).missed).toBe(0);
});

it('agrees with a naive implementation over the samples themselves', () =>
  fc.assert(
    fc.property(anySamples, anyBound, (samples, bound) => {
      const histogram = histogramOf(samples, bound);
      const sorted = samples.toSorted((left, right) => left - right);
      for (const quantile of QUANTILES) {
        const scaled = samples.length * TEN_THOUSANDTHS[quantile];
        const rank = (scaled - (scaled % 10_000)) / 10_000 + (scaled % 10_000 === 0 ? 0 : 1);
        const naive = sorted[rank - 1] ?? Number.NaN;
        expect(quantileOf(histogram, quantile)).toEqual(naive < bound ? naive : { gte: bound });
      }
      expect(samplesOf(histogram)).toBe(samples.length);
    }),
  ));

it('ascends from p50 to max, and never names a number at or beyond the bound', () =>
  fc.assert(
    fc.property(anySamples, anyBound, (samples, bound) => {
      const histogram = histogramOf(samples, bound);
      const values = QUANTILES.map((quantile) => quantileOf(histogram, quantile));
      const lows = [...values.map(lowOf), histogram.maxUs];
      expect(lows).toEqual(lows.toSorted((left, right) => left - right));
      for (const value of values) if (typeof value === 'number') expect(value).toBeLessThan(bound);
    }),
  ));
