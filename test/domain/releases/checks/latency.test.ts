import fc from 'fast-check';
import {
  brokenLatency,
  describeDurations,
  describeLatency,
  percentileOf,
} from '../../../../domain/releases/checks/latency';

// 20 values, so that ranks are easily counted: p50 the 10th, p95 the 19th, p99 and max the 20th.
const TWENTY = [20, 1, 19, 2, 18, 3, 17, 4, 16, 5, 15, 6, 14, 7, 13, 8, 12, 9, 11, 10];

it.each([
  [0, 1],
  [1, 1],
  [5, 1],
  [50, 10],
  [51, 11],
  [95, 19],
  [95.1, 20],
  [99, 20],
  [100, 20],
])('takes the nearest rank: percentile %d of 1 to 20 is %d', (pct, value) => {
  expect(percentileOf(TWENTY, pct)).toBe(value);
});

it('is 0 of nothing', () => {
  expect(percentileOf([], 50)).toBe(0);
});

it('says which limits are broken, and by what', () => {
  const limits = { p50Ms: 10, p95Ms: 18, p99Ms: 20, maxMs: 19.5 };
  expect(brokenLatency(limits, TWENTY)).toEqual(['p95 19 ms', 'max 20 ms']);
});

it('breaks no limit that there is not', () => {
  expect(brokenLatency({}, [1e9])).toEqual([]);
});

it('describes limits and durations', () => {
  expect(describeLatency({ p95Ms: 500, maxMs: 900 })).toEqual([
    'p95 at most 500 ms',
    'max at most 900 ms',
  ]);
  expect(describeDurations([12.4])).toBe('in 12 ms');
  expect(describeDurations(TWENTY)).toBe(
    'in 20 samples (p50 10 ms, p95 19 ms, p99 20 ms, max 20 ms)',
  );
});

it('gives a value of which at least so many percent of all are no larger, and no smaller one', () =>
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 1000 }), { minLength: 1 }),
      fc.integer({ min: 1, max: 100 }),
      (values, pct) => {
        const value = percentileOf(values, pct);
        const upTo = (limit: number): number => values.filter((it) => it <= limit).length;
        return (
          values.includes(value) &&
          upTo(value) * 100 >= pct * values.length &&
          upTo(value - 1) * 100 < pct * values.length
        );
      },
    ),
  ));
