import fc from 'fast-check';
import { locationShift } from '../../../../domain/releases/statistics/hodges-lehmann';
import { agree, values } from './published';
import { PUBLISHED } from './published-values';

const aSample = fc.array(fc.integer({ min: -5, max: 20 }), { minLength: 1, maxLength: 12 });
const aConfidence = fc.double({ min: 0.5, max: 0.999, noNaN: true });

describe('the shift between two samples', () => {
  it.each(PUBLISHED)('agrees with the roots that SciPy finds: $name', (published) => {
    const { first, second } = published;
    for (const [confidence, expected] of [
      [0.98, published.at98],
      [0.95, published.at95],
    ] as const) {
      const shift = locationShift(first, second, confidence);
      expect(
        Object.entries(expected).filter(([name, value]) => !agree(Object(shift)[name], value)),
      ).toEqual([]);
    }
  });

  it('is one number without a doubt where each sample has one distinct value', () => {
    expect(locationShift([7, 7, 7], [5, 5], 0.98)).toEqual({ estimate: 2, lower: 2, upper: 2 });
    expect(locationShift([5, 5], [5, 5, 5], 0.98)).toEqual({ estimate: 0, lower: 0, upper: 0 });
  });

  it('reaches from the least to the greatest difference where the points are too few', () => {
    const shift = locationShift([10, 12], [1, 2], 0.98);
    expect(shift).toEqual({ estimate: 9.5, lower: 8, upper: 11 });
  });

  it('is the median of all differences, and lies within its bounds', () =>
    fc.assert(
      fc.property(aSample, aSample, aConfidence, (first, second, confidence) => {
        const differences = first.flatMap((x) => second.map((y) => x - y)).sort((a, b) => a - b);
        const half = differences.length / 2;
        const [low = NaN, high = low] = differences.slice(
          Math.ceil(half) - 1,
          Math.floor(half) + 1,
        );
        const median = (low + high) / 2;
        const { estimate, lower, upper } = locationShift(first, second, confidence);
        return estimate === median && lower <= estimate && estimate <= upper;
      }),
    ));

  it('moves with the sample, and turns with it', () =>
    fc.assert(
      fc.property(aSample, aSample, fc.integer({ min: -9, max: 9 }), (first, second, by) => {
        const there = locationShift(first, second, 0.9);
        const moved = locationShift(
          first.map((value) => value + by),
          second,
          0.9,
        );
        const back = locationShift(second, first, 0.9);
        return (
          moved.lower === there.lower + by &&
          moved.upper === there.upper + by &&
          back.lower === 0 - there.upper &&
          back.estimate === 0 - there.estimate
        );
      }),
    ));

  it('is wider the surer it must be', () =>
    fc.assert(
      fc.property(aSample, aSample, (first, second) => {
        const sure = locationShift(first, second, 0.99);
        const less = locationShift(first, second, 0.8);
        return sure.lower <= less.lower && less.upper <= sure.upper;
      }),
    ));

  it('takes samples of 3,000 in a moment', () => {
    const first = values(1, 3000, { scale: 9, shift: 1 });
    const second = values(2, 3000, { scale: 9, shift: 0 });
    const startedAt = performance.now();
    const { estimate } = locationShift(first, second, 0.98);
    expect(performance.now() - startedAt).toBeLessThan(1_000);
    expect(estimate).toBeGreaterThan(0.8);
  });
});
