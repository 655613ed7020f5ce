import * as fc from 'fast-check';
import type { LatencyBudget } from '../../../../domain/hosts/latency/budget';
import { judgeLatency } from '../../../../domain/hosts/latency/judge-latency';
import type { CpuMeasurement } from '../../../../domain/hosts/latency/measurement';
import type { Outcome } from '../../../../domain/outcome';
import { aBudget, aMeasurement, aRow, budgetsOf, rowOf } from '../../../support/latency';

const judge = (measured: Partial<CpuMeasurement>, asked: Partial<LatencyBudget> = {}) =>
  judgeLatency(budgetsOf(asked), { measurement: aMeasurement(measured) });
const oneRow = (row: Parameters<typeof aRow>[0]) => ({ cpus: [aRow(row)] });

it('passes a host that keeps its budget, and says what it saw', () => {
  expect(judge({})).toEqual({
    outcome: 'passed',
    reason: 'WithinBudget',
    detail: 'cyclictest: the worst of 2 CPUs has p99 9 µs, p99.99 20 µs, max 31 µs, within budget.',
    findings: [],
    notJudged: [],
  });
});

describe('the absolute budget', () => {
  it.each([
    ['P99AboveBudget', { p99: 21, p999: 25, p9999: 30 }],
    ['P9999AboveBudget', { p9999: 41, max: 50 }],
    ['MaxAboveBudget', { max: 61 }],
  ])('fails with %s', (reason, row) => {
    expect(judge(oneRow(row))).toMatchObject({ outcome: 'failed', reason });
  });

  it('fails with P999AboveBudget', () => {
    const verdict = judge(oneRow({ p999: 14 }), { budget: { p999Us: 13 } });
    expect(verdict).toMatchObject({ outcome: 'failed', reason: 'P999AboveBudget' });
  });

  it('lets a figure pass that equals its limit', () => {
    expect(judge(oneRow({ p99: 20, p9999: 40, max: 60 })).outcome).toBe('passed');
  });

  it('judges each CPU, and names the worst one', () => {
    const cpus = [aRow({ cpu: 2 }), aRow({ cpu: 3, max: 70 }), aRow({ cpu: 4, max: 90 })];
    expect(judge({ cpus })).toMatchObject({
      detail: 'cyclictest, CPU 4: max is 90 µs; at most 60 µs are allowed.',
      findings: [{ cpu: 4 }, { cpu: 3 }],
    });
  });

  it.each([
    ['above the limit for sure', { p99: { gte: 21 }, max: 55 }, 'failed', 'P99AboveBudget'],
    [
      'may be above the limit',
      { p99: { gte: 20 }, p9999: 20, max: 30 },
      'inconclusive',
      'OverflowInAskedPercentile',
    ],
    ['cannot be above the limit', { p99: { gte: 8 }, max: 20 }, 'passed', 'WithinBudget'],
  ])('a quantile in the overflow that is %s', (_, row, outcome, reason) => {
    const verdict = judge(oneRow({ ...row, p999: null, p9999: null }));
    expect(verdict).toMatchObject({ outcome, reason });
  });
});

describe('doubts stop a pass', () => {
  it.each<[string, Partial<CpuMeasurement>, Partial<LatencyBudget>, string]>([
    ['NothingMeasured', { cpus: [] }, {}, 'there is none'],
    ['NoSamples', oneRow({ samples: 0 }), {}, 'there are none'],
    ['ToolFailed', { returnCode: 1 }, {}, 'it returned 1'],
    ['CpuNotPinned', oneRow({ cpu: -1 }), {}, 'a thread ran on any CPU'],
    ['DurationShort', { durationSec: 296.9 }, {}, 'it ran for 296.9 s'],
    ['DurationShort', { durationSec: null }, {}, 'it does not say how long it ran'],
    ['TooFewSamples', oneRow({ samples: 99_999 }), {}, 'there are 99999 samples'],
    ['TooFewSamples', oneRow({ samples: 999 }), { minSamples: 1000 }, 'there are 999 samples'],
    [
      'MissedSamples',
      oneRow({ expected: 1_000_000, missed: 10_001 }),
      {},
      '10001 of 1000000 samples were missed',
    ],
    [
      'MissedSamples',
      oneRow({ expected: null, missed: null }),
      {},
      'it does not say how many samples to expect',
    ],
    ['StealAboveLimit', { stealPct: 0.6 }, {}, 'the hypervisor took 0.6 % of the time'],
  ])('%s', (reason, measured, asked, observed) => {
    const verdict = judge(measured, asked);
    expect(verdict).toMatchObject({ outcome: 'inconclusive', reason });
    expect(verdict.findings[0]?.observed).toBe(observed);
  });

  it.each<[string, Partial<CpuMeasurement>, Partial<LatencyBudget>]>([
    ['a run that ended 1 % early', { durationSec: 297 }, {}],
    ['as many missed samples as allowed', oneRow({ expected: 1_000_000, missed: 10_000 }), {}],
    ['as much steal as allowed', { stealPct: 0.5 }, {}],
    ['a tool that does not say what it returned', { returnCode: null }, {}],
    [
      'few samples, where only the maximum is asked for',
      oneRow({ samples: 9 }),
      { budget: { maxUs: 60 } },
    ],
  ])('but not %s', (_, measured, asked) => {
    expect(judge(measured, asked).outcome).toBe('passed');
  });

  it('and never hide a violation that was measured', () => {
    const verdict = judge({ durationSec: 3, stealPct: 5, ...oneRow({ p99: 21 }) });
    expect(verdict).toMatchObject({ outcome: 'failed', reason: 'P99AboveBudget' });
    expect(verdict.findings.map(({ rule }) => rule)).toEqual([
      'P99AboveBudget',
      'DurationShort',
      'StealAboveLimit',
    ]);
  });

  it('says that steal was not judged where nobody measured it', () => {
    expect(judge({ stealPct: null })).toMatchObject({
      outcome: 'passed',
      notJudged: ['steal: it was not measured'],
    });
  });
});

describe('the isolated CPUs', () => {
  const cpus = [aRow({ cpu: 0, max: 5000 }), aRow({ cpu: 2 })];

  it('are judged, others are not', () => {
    const measurement = aMeasurement({ cpus });
    const verdict = judgeLatency(budgetsOf(), { measurement, cpus: [2] });
    expect(verdict).toMatchObject({
      outcome: 'passed',
      detail: expect.stringContaining('the worst of 1 CPU has'),
    });
  });

  it('must all be measured', () => {
    const measurement = aMeasurement({ cpus });
    expect(judgeLatency(budgetsOf(), { measurement, cpus: [2, 3] })).toMatchObject({
      outcome: 'inconclusive',
      reason: 'CpuNotMeasured',
      detail: 'cyclictest, CPU 3: there are no samples; it is to be measured.',
    });
  });

  it('are not taken as measured by a thread that ran anywhere', () => {
    const measurement = aMeasurement({ cpus: [aRow({ cpu: -1 })] });
    const verdict = judgeLatency(budgetsOf(), { measurement, cpus: [2] });
    expect(verdict.findings.map(({ rule }) => rule)).toEqual(['CpuNotPinned', 'CpuNotMeasured']);
  });

  it('pass nothing where there are none', () => {
    const verdict = judgeLatency(budgetsOf(), { measurement: aMeasurement(), cpus: [] });
    expect(verdict).toMatchObject({ outcome: 'inconclusive', reason: 'NothingMeasured' });
  });
});

describe('the own baseline', () => {
  const asked = { baseline: { maxRatio: { p999: 1.15 } } };
  const against = (before: Partial<CpuMeasurement>, after: Partial<CpuMeasurement>) =>
    judgeLatency(budgetsOf(asked), {
      measurement: aMeasurement(after),
      baseline: aMeasurement(before),
    });

  it('passes a host that became no slower than the ratio allows', () => {
    const verdict = against(oneRow({ p999: 100 }), oneRow({ p999: 115 }));
    expect(verdict.outcome).toBe('passed');
  });

  it('fails a CPU that became slower, though another is slower still', () => {
    const before = [aRow({ cpu: 2, p999: 10 }), aRow({ cpu: 3, p999: 30 })];
    const after = [aRow({ cpu: 2, p999: 12 }), aRow({ cpu: 3, p999: 20 })];
    expect(against({ cpus: before }, { cpus: after })).toMatchObject({
      outcome: 'failed',
      reason: 'BaselineExceeded',
      detail:
        "cyclictest, CPU 2: p99.9 is 12 µs; at most 1.15 times the baseline's 10 µs are allowed.",
    });
  });

  it.each([
    ['fails', { gte: 400 }, 900, 5, 'failed', 'BaselineExceeded'],
    ['decides nothing', { gte: 6 }, 900, 10, 'inconclusive', 'OverflowInAskedPercentile'],
    ['passes', 401, 401, { gte: 400 }, 'passed', 'WithinBudget'],
  ])('%s with %p of at most %p after %p', (_, p999, max, before, outcome, reason) => {
    const budget = { maxUs: 10_000 };
    const verdict = judgeLatency(budgetsOf({ ...asked, budget }), {
      measurement: aMeasurement(oneRow({ p999, p9999: null, max })),
      baseline: aMeasurement(oneRow({ p999: before, p9999: null, max: 11_000 })),
    });
    expect(verdict).toMatchObject({ outcome, reason });
  });

  it('decides nothing for a CPU that was not measured then', () => {
    expect(against(oneRow({ cpu: 9 }), oneRow({ cpu: 2 }))).toMatchObject({
      outcome: 'inconclusive',
      reason: 'BaselineIncomplete',
    });
  });

  it.each([
    ['too few to say', 9_999, 'inconclusive', 'BaselineIncomplete'],
    ['just enough', 10_000, 'failed', 'BaselineExceeded'],
  ])('with %s of its samples: %i', (_, samples, outcome, reason) => {
    const verdict = against(oneRow({ p999: 10, samples }), oneRow({ p999: 14 }));
    expect(verdict).toMatchObject({ outcome, reason });
    if (reason === 'BaselineIncomplete')
      expect(verdict.detail).toBe(
        'cyclictest, CPU 2: the baseline has 9999 samples of this CPU, 10000 are needed; its p99.9 was to be compared with the baseline.',
      );
  });

  it.each([
    ['there is none', undefined],
    ['it is of another tool', aMeasurement({ tool: 'oslat' })],
  ])('is not judged where %s', (_, baseline) => {
    const verdict = judgeLatency(budgetsOf(asked), { measurement: aMeasurement(), baseline });
    expect(verdict).toMatchObject({
      outcome: 'passed',
      notJudged: ['baseline: none was given'],
    });
  });

  it('is not asked where the profile does not', () => {
    const verdict = judgeLatency(budgetsOf(), {
      measurement: aMeasurement(),
      baseline: aMeasurement(oneRow({ p999: 1 })),
    });
    expect(verdict).toMatchObject({ outcome: 'passed', notJudged: [] });
  });
});

describe('the fleet', () => {
  const fleet = [11, 12, 13, 14, 15].map((p999) => aMeasurement(oneRow({ p999 })));
  const asked = { fleet: { figure: 'p999', robustZ: 3.5, minHosts: 5 } } as const;

  it('fails an outlier within its budget', () => {
    const measurement = aMeasurement(oneRow({ p999: 28, p9999: 30 }));
    const verdict = judgeLatency(budgetsOf(asked), { measurement, fleet });
    expect(verdict).toMatchObject({
      outcome: 'failed',
      reason: 'FleetOutlier',
      detail: expect.stringMatching(/^cyclictest: the worst CPU's p99.9 is 28 µs/),
    });
  });

  it('lets one of its kind pass', () => {
    const verdict = judgeLatency(budgetsOf(asked), { measurement: aMeasurement(), fleet });
    expect(verdict).toMatchObject({ outcome: 'passed', notJudged: [] });
  });

  it.each([
    ['nobody gave one', undefined],
    ['it is too small', fleet.slice(1)],
    ['it is of another tool', fleet.map((host) => ({ ...host, tool: 'oslat' as const }))],
  ])('is not judged where %s', (_, others) => {
    const evidence = { measurement: aMeasurement(), fleet: others };
    expect(judgeLatency(budgetsOf(asked), evidence)).toMatchObject({
      outcome: 'passed',
      notJudged: ['fleet: fewer than 5 hosts to compare with'],
    });
  });
});

describe('tools', () => {
  it('judges oslat by its own budget, and asks it for no period', () => {
    const row = aRow({ expected: null, missed: null, max: 50 });
    const measurement = aMeasurement({ tool: 'oslat', cpus: [row] });
    const budgets = { ...budgetsOf({ budget: { maxUs: 1 } }), oslat: aBudget() };
    expect(judgeLatency(budgets, { measurement }).outcome).toBe('passed');
  });

  it('passes nothing that the profile has no budget for', () => {
    const measurement = aMeasurement({ tool: 'oslat' });
    expect(judgeLatency(budgetsOf(), { measurement })).toMatchObject({
      outcome: 'inconclusive',
      reason: 'NoBudgetForTool',
    });
    expect(judgeLatency(budgetsOf(), { measurement: gaps({}) })).toMatchObject({
      outcome: 'inconclusive',
      reason: 'NoBudgetForTool',
    });
  });

  it('does not fail a host for a tool that its kernel cannot run', () => {
    const measurement = {
      kind: 'unavailable',
      tool: 'hwlatdetect',
      reason: 'ToolUnavailable',
      why: 'its kernel has no hwlat tracer',
    } as const;
    expect(judgeLatency(budgetsOf(), { measurement })).toMatchObject({
      outcome: 'inconclusive',
      reason: 'ToolUnavailable',
      detail: 'hwlatdetect: its kernel has no hwlat tracer; a result is asked for.',
    });
    const failed = { ...measurement, reason: 'ToolFailed', why: 'it hung' } as const;
    expect(judgeLatency(budgetsOf(), { measurement: failed })).toMatchObject({
      outcome: 'inconclusive',
      reason: 'ToolFailed',
    });
  });

  it('says of what an emulator counted that it is the latency of no host', () => {
    expect(judge({ emulated: true })).toMatchObject({
      outcome: 'passed',
      notJudged: ['hosts: an emulator counted, its latency is that of no host'],
    });
  });

  describe('a baseline of another host', () => {
    const asked = budgetsOf({ baseline: { maxRatio: { p999: 1.1 } } });
    const verdictFor = (host?: string, before?: string) =>
      judgeLatency(asked, {
        measurement: aMeasurement({ host, cpus: [aRow({ p999: 15 })] }),
        baseline: aMeasurement({ host: before, cpus: [aRow({ p999: 1 })] }),
      });

    it('is not compared with', () => {
      expect(verdictFor('ip-10-0-0-1', 'ip-10-0-0-2')).toMatchObject({
        outcome: 'inconclusive',
        reason: 'BaselineOfAnotherHost',
        findings: [{ observed: 'this was measured on ip-10-0-0-1, the baseline on ip-10-0-0-2' }],
      });
    });

    it.each([
      ['ip-10-0-0-1', 'ip-10-0-0-1'],
      [undefined, 'ip-10-0-0-2'],
      ['ip-10-0-0-1', undefined],
    ])('is one only where both say who they are: %s, %s', (host, before) => {
      expect(verdictFor(host, before).reason).toBe('BaselineExceeded');
    });
  });

  const gaps = (overrides: {
    maxUs?: number | null;
    thresholdUs?: number;
    durationSec?: null;
  }) => ({
    kind: 'hardware' as const,
    tool: 'hwlatdetect' as const,
    maxUs: 30,
    thresholdUs: 10,
    samples: 2,
    durationSec: 60,
    ...overrides,
  });

  it.each([
    [{}, 'passed', 'WithinBudget', 'hwlatdetect: no gap above 30 µs, within budget.'],
    [{ maxUs: null }, 'passed', 'WithinBudget', 'hwlatdetect: no gap above 10 µs, within budget.'],
    [
      { maxUs: 51 },
      'failed',
      'MaxAboveBudget',
      'hwlatdetect: firmware or hypervisor took the CPU for 51 µs; at most 50 µs are allowed.',
    ],
    [
      { maxUs: null, thresholdUs: 51 },
      'inconclusive',
      'ThresholdAboveBudget',
      'hwlatdetect: gaps below 51 µs were not recorded; at most 50 µs are allowed.',
    ],
    [
      { durationSec: null },
      'inconclusive',
      'DurationShort',
      'hwlatdetect: it does not say how long it ran; 60 s are asked for.',
    ],
  ] as const)('judges what hwlatdetect found: %p', (measured, outcome, reason, detail) => {
    const budgets = { hwlatdetect: { durationSec: 60, budget: { maxUs: 50 } } };
    const verdict = judgeLatency(budgets, { measurement: gaps(measured) });
    expect(verdict).toMatchObject({ outcome, reason, detail });
  });
});

describe('a verdict never improves when a sample gets worse', () => {
  const GOODNESS: Readonly<Record<Outcome, number>> = {
    failed: 0,
    error: 1,
    inconclusive: 2,
    passed: 3,
  };
  const anySamples = fc.array(fc.integer({ min: 0, max: 60 }), { minLength: 1, maxLength: 60 });
  const anyLimit = fc.option(fc.integer({ min: 1, max: 70 }), { nil: undefined });

  it('whatever the budget, the bound of the histogram, the baseline and the fleet', () =>
    fc.assert(
      fc.property(
        fc.record({
          samples: anySamples,
          which: fc.nat(),
          more: fc.integer({ min: 1, max: 50 }),
          bound: fc.integer({ min: 1, max: 70 }),
          limits: fc.record({
            p99Us: anyLimit,
            p999Us: anyLimit,
            p9999Us: anyLimit,
            maxUs: anyLimit,
          }),
          minSamples: fc.integer({ min: 1, max: 60 }),
          before: anySamples,
          fleet: fc.array(anySamples, { minLength: 3, maxLength: 6 }),
        }),
        ({ samples, which, more, bound, limits, minSamples, before, fleet }) => {
          const worse = samples.with(
            which % samples.length,
            (samples[which % samples.length] ?? 0) + more,
          );
          const budgets = budgetsOf({
            budget: limits,
            minSamples,
            baseline: { maxRatio: { p50: 1.2, p99: 1.1, max: 2 } },
            fleet: { figure: 'p99', robustZ: 3.5, minHosts: 3 },
          });
          const goodness = (measured: readonly number[]): number => {
            const toMeasurement = (its: readonly number[]) =>
              aMeasurement({ cpus: [rowOf(2, its, bound)] });
            const { outcome } = judgeLatency(budgets, {
              measurement: toMeasurement(measured),
              // So many that they are worth a comparison.
              baseline: aMeasurement({ cpus: [{ ...rowOf(2, before, bound), samples: 100_000 }] }),
              fleet: fleet.map(toMeasurement),
            });
            return GOODNESS[outcome];
          };
          expect(goodness(worse)).toBeLessThanOrEqual(goodness(samples));
        },
      ),
      { numRuns: 1000 },
    ));
});
