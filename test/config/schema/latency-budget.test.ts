import { LatencyBudgets } from '../../../config/schema/latency-budget';
import type { LatencyBudgets as Judged } from '../../../domain/hosts/latency/budget';

const budget = { durationSec: 300, budget: { p999Us: 100 } };

it('fills in what a profile may leave out, and is what the judge takes', () => {
  const parsed: Judged = LatencyBudgets.parse({
    cyclictest: { ...budget, fleet: {}, baseline: { maxRatio: { p999: 1.1 } } },
    oslat: budget,
    hwlatdetect: { durationSec: 60, budget: { maxUs: 50 } },
  });
  expect(parsed).toEqual({
    cyclictest: {
      durationSec: 300,
      budget: { p999Us: 100 },
      maxMissedPct: 1,
      maxStealPct: 0.5,
      baseline: { maxRatio: { p999: 1.1 } },
      fleet: { figure: 'p999', robustZ: 3.5, minHosts: 5 },
    },
    oslat: { durationSec: 300, budget: { p999Us: 100 }, maxMissedPct: 1, maxStealPct: 0.5 },
    hwlatdetect: { durationSec: 60, budget: { maxUs: 50 } },
  });
});

it.each([
  ['no tool', {}],
  ['a tool that is not judged', { rtla: budget }],
  ['no limit', { oslat: { ...budget, budget: {} } }],
  ['a limit of a quantile that is not measured', { oslat: { ...budget, budget: { p95Us: 3 } } }],
  ['a limit of nothing', { oslat: { ...budget, budget: { maxUs: 0 } } }],
  [
    'a rarer quantile with the smaller limit',
    { oslat: { ...budget, budget: { p99Us: 10, maxUs: 9 } } },
  ],
  ['no duration', { oslat: { budget: { maxUs: 9 } } }],
  ['a baseline that compares nothing', { oslat: { ...budget, baseline: { maxRatio: {} } } }],
  ['a fleet of two', { oslat: { ...budget, fleet: { minHosts: 2 } } }],
  ['more than all', { oslat: { ...budget, maxMissedPct: 101 } }],
])('refuses %s', (_, section) => {
  expect(LatencyBudgets.safeParse(section).success).toBe(false);
});
