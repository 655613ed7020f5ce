import type { LatencyBudget, LatencyBudgets } from '../../domain/hosts/latency/budget';
import type { LatencyBucket, LatencyHistogram } from '../../domain/hosts/latency/histogram';
import { toCpuLatency } from '../../domain/hosts/latency/histogram';
import type { CpuLatency, CpuMeasurement } from '../../domain/hosts/latency/measurement';

/** As cyclictest -h BOUND counts samples: those that are not below the bound overflow. */
export const histogramOf = (samples: readonly number[], bound: number): LatencyHistogram => {
  const counts = new Map<number, number>();
  for (const us of samples) if (us < bound) counts.set(us, (counts.get(us) ?? 0) + 1);
  const buckets: readonly LatencyBucket[] = [...counts]
    .map(([us, count]) => ({ us, count }))
    .toSorted((left, right) => left.us - right.us);
  return {
    buckets,
    overflow: samples.filter((us) => us >= bound).length,
    overflowFromUs: bound,
    maxUs: Math.max(0, ...samples),
  };
};

export const rowOf = (cpu: number, samples: readonly number[], bound = 1_000_000): CpuLatency =>
  toCpuLatency(cpu, histogramOf(samples, bound), samples.length);

/** A row of a CPU that was measured for long and is calm. */
export const aRow = (overrides: Partial<CpuLatency> = {}): CpuLatency => ({
  cpu: 2,
  samples: 1_500_000,
  expected: 1_500_000,
  missed: 0,
  overflow: 0,
  p50: 4,
  p99: 9,
  p999: 14,
  p9999: 20,
  max: 31,
  ...overrides,
});

export const aMeasurement = (overrides: Partial<CpuMeasurement> = {}): CpuMeasurement => ({
  kind: 'cpus',
  tool: 'cyclictest',
  cpus: [aRow({ cpu: 2 }), aRow({ cpu: 3 })],
  durationSec: 300,
  kernel: '6.1.0-50-rt-amd64',
  realtime: true,
  returnCode: 0,
  stealPct: 0,
  ...overrides,
});

export const aBudget = (overrides: Partial<LatencyBudget> = {}): LatencyBudget => ({
  durationSec: 300,
  budget: { p99Us: 20, p9999Us: 40, maxUs: 60 },
  maxMissedPct: 1,
  maxStealPct: 0.5,
  ...overrides,
});

export const budgetsOf = (overrides: Partial<LatencyBudget> = {}): LatencyBudgets => ({
  cyclictest: aBudget(overrides),
});

/** A thread in cyclictest's file, of 10 s at the default interval. */
export const aCyclictestThread = (overrides: Readonly<Record<string, unknown>> = {}) => ({
  histogram: { '3': 9000, '4': 900, '9': 90 },
  cycles: 9990,
  min: 3,
  max: 9,
  avg: 3.14,
  cpu: 2,
  node: -1,
  ...overrides,
});

/** cyclictest's file, of 2 threads. */
export const aCyclictestResult = (overrides: Readonly<Record<string, unknown>> = {}) => ({
  file_version: 1,
  'cmdline:': 'cyclictest -m -q -p 95 -h 50 -a 2-3 -t 2 -D 10 --json=out.json',
  'rt_test_version:': '2.40',
  start_time: 'Mon, 02 Mar 2026 10:00:00 +0000',
  end_time: 'Mon, 02 Mar 2026 10:00:10 +0000',
  return_code: 0,
  sysinfo: { sysname: 'Linux', release: '6.1.0-50-rt-amd64', realtime: 1 },
  num_threads: 2,
  resolution_in_ns: 0,
  thread: { '0': aCyclictestThread({ cpu: 2 }), '1': aCyclictestThread({ cpu: 3, node: 0 }) },
  ...overrides,
});

export const anOslatThread = (overrides: Readonly<Record<string, unknown>> = {}) => ({
  cpu: 2,
  freq: 2597,
  min: 1,
  avg: 1.01,
  max: 700,
  duration: 7.996,
  histogram: { '1': 1_000_000, '2': 40, '32': 8 },
  ...overrides,
});

export const anOslatResult = (overrides: Readonly<Record<string, unknown>> = {}) => ({
  ...aCyclictestResult(),
  'cmdline:': '/usr/bin/oslat -D 8s --cpu-list 2 --json=out.json',
  num_threads: 1,
  thread: { '0': anOslatThread() },
  ...overrides,
});

/** What a script prints of the whole. */
export const aSummary = (overrides: Readonly<Record<string, unknown>> = {}) => ({
  tool: 'cyclictest',
  cpus: [aRow({ cpu: 2 }), aRow({ cpu: 3 })],
  kernel: '6.1.0-50-rt-amd64',
  realtime: true,
  durationSec: 300,
  ...overrides,
});
