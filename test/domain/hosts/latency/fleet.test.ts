import * as fc from 'fast-check';
import { compareWithFleet, medianOf, robustZ } from '../../../../domain/hosts/latency/fleet';
import { aRow } from '../../../support/latency';

const RULE = { figure: 'p999', robustZ: 3.5, minHosts: 5 } as const;
const fleetOf = (...p999: readonly number[]) => p999.map((it) => [aRow({ p999: it })]);

it.each<[readonly number[], number]>([
  [[], 0],
  [[7], 7],
  [[3, 1, 2], 2],
  [[4, 1, 3, 2], 2.5],
])('the median of %p is %p', (values, expected) => {
  expect(medianOf(values)).toBe(expected);
});

it('counts deviations from the median in robust standard deviations', () => {
  // median 20, median deviation 2: 1.4826 × 2 = 2.9652
  expect(robustZ(50, [16, 18, 20, 22, 24])).toBeCloseTo(10.1174, 4);
});

it('takes 1 µs for the deviation of a fleet that agrees', () => {
  expect(robustZ(23, [20, 20, 20, 20, 20])).toBe(3);
});

it('lets a host pass that is like the others, or better', () => {
  expect(compareWithFleet(RULE, [aRow({ p999: 24 })], fleetOf(16, 18, 20, 22, 24))).toEqual([]);
  expect(compareWithFleet(RULE, [aRow({ p999: 1 })], fleetOf(16, 18, 20, 22, 24))).toEqual([]);
});

it('finds an outlier by its worst CPU, not by the mean of its CPUs', () => {
  const rows = [aRow({ cpu: 2, p999: 18 }), aRow({ cpu: 3, p999: 50 })];
  expect(compareWithFleet(RULE, rows, fleetOf(16, 18, 20, 22, 24))).toEqual([
    {
      rule: 'FleetOutlier',
      outcome: 'failed',
      expected: "at most 3.5 robust deviations above the fleet's median of 20 µs are allowed",
      observed: "the worst CPU's p99.9 is 50 µs, 10.1 robust deviations above 5 hosts",
    },
  ]);
});

it('is not led astray by two bad hosts in the fleet', () => {
  const found = compareWithFleet(RULE, [aRow({ p999: 60 })], fleetOf(20, 21, 22, 5000, 9000));
  expect(found).toMatchObject([{ rule: 'FleetOutlier' }]);
});

it.each([
  ['four hosts are too few', fleetOf(16, 18, 20, 22), [aRow()]],
  [
    'hosts without samples do not count',
    [...fleetOf(1, 2, 3, 4), [aRow({ samples: 0 })]],
    [aRow()],
  ],
  ['a host without samples compares with nobody', fleetOf(16, 18, 20, 22, 24), []],
])('says nothing: %s', (_, fleet, rows) => {
  expect(compareWithFleet(RULE, rows, fleet)).toBeUndefined();
});

it('does not decide where the overflow leaves open how slow the host is', () => {
  const rows = [aRow({ p999: { gte: 22 }, max: 900 })];
  expect(compareWithFleet(RULE, rows, fleetOf(16, 18, 20, 22, 24))).toMatchObject([
    { rule: 'OverflowInAskedPercentile', outcome: 'inconclusive' },
  ]);
});

it('decides where even the least that the overflow may be is too much', () => {
  const rows = [aRow({ p999: { gte: 400 }, max: 900 })];
  expect(compareWithFleet(RULE, rows, fleetOf(16, 18, 20, 22, 24))).toMatchObject([
    { rule: 'FleetOutlier', outcome: 'failed' },
  ]);
});

it('z grows with the value, whatever the fleet is', () =>
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 5000 }), { minLength: 1, maxLength: 30 }),
      fc.integer({ min: 0, max: 5000 }),
      fc.integer({ min: 0, max: 5000 }),
      (others, value, more) => robustZ(value + more, others) >= robustZ(value, others),
    ),
  ));
