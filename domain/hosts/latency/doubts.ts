import type { LatencyBudget } from './budget';
import { askedFigures, samplesFor } from './limits';
import type { CpuLatency, CpuMeasurement } from './measurement';
import type { LatencyFinding, LatencyReason } from './verdict';

/** oslat stops its threads a few milliseconds early. */
const SHORTEST_RATIO = 0.99;

/** Why a measurement may not pass a host, whatever its figures are. */
export const findDoubts = (
  budget: LatencyBudget,
  measurement: CpuMeasurement,
  rows: readonly CpuLatency[],
): readonly LatencyFinding[] => [
  ...doubtsOfRun(budget, measurement, rows),
  ...rows.flatMap((row) => doubtsOfCpu(budget, measurement, row)),
];

/** CPUs that were to be measured and were not. */
export const findUnmeasured = (
  asked: readonly number[],
  rows: readonly CpuLatency[],
): readonly LatencyFinding[] =>
  asked
    .filter((cpu) => !rows.some((row) => row.cpu === cpu))
    .map((cpu) => doubt('CpuNotMeasured', 'it is to be measured', 'there are no samples', cpu));

/** A baseline that another host left says nothing of this one. Undefined where nothing says that it is another. */
export const findForeign = (
  { host }: CpuMeasurement,
  before: CpuMeasurement,
): readonly LatencyFinding[] | undefined =>
  host === undefined || before.host === undefined || host === before.host
    ? undefined
    : [
        doubt(
          'BaselineOfAnotherHost',
          'a baseline is to be of the same host',
          `this was measured on ${host}, the baseline on ${before.host}`,
        ),
      ];

/** As many samples as make a figure more than an anecdote: ten beyond the rarest quantile asked for. */
export const samplesNeeded = (budget: LatencyBudget): number =>
  budget.minSamples ??
  askedFigures(budget).reduce((most, figure) => Math.max(most, samplesFor(figure)), 1);

/** Whether a run was as long as was asked for. */
export const doubtsOfDuration = (
  askedSec: number,
  { durationSec }: { readonly durationSec: number | null },
): readonly LatencyFinding[] => {
  if (durationSec !== null && durationSec >= askedSec * SHORTEST_RATIO) return [];
  const ran =
    durationSec === null ? 'it does not say how long it ran' : `it ran for ${durationSec} s`;
  return [doubt('DurationShort', `${askedSec} s are asked for`, ran)];
};

const doubtsOfRun = (
  { durationSec, maxStealPct }: LatencyBudget,
  measurement: CpuMeasurement,
  rows: readonly CpuLatency[],
): readonly LatencyFinding[] => {
  const { returnCode, stealPct } = measurement;
  const failed =
    returnCode === null || returnCode === 0
      ? []
      : [doubt('ToolFailed', 'it must return 0', `it returned ${returnCode}`)];
  const nothing =
    rows.length > 0 ? [] : [doubt('NothingMeasured', 'a CPU is to be measured', 'there is none')];
  const stolen =
    stealPct === null || stealPct <= maxStealPct
      ? []
      : [
          doubt(
            'StealAboveLimit',
            `at most ${maxStealPct} % are allowed`,
            `the hypervisor took ${stealPct} % of the time`,
          ),
        ];
  return [...failed, ...nothing, ...doubtsOfDuration(durationSec, measurement), ...stolen];
};

const doubtsOfCpu = (
  budget: LatencyBudget,
  { tool }: CpuMeasurement,
  row: CpuLatency,
): readonly LatencyFinding[] => {
  const { cpu, samples } = row;
  if (samples === 0) return [doubt('NoSamples', 'samples are asked for', 'there are none', cpu)];
  const unpinned =
    cpu >= 0
      ? []
      : [doubt('CpuNotPinned', 'each thread must have a CPU', 'a thread ran on any CPU')];
  const needed = samplesNeeded(budget);
  const few =
    samples >= needed
      ? []
      : [doubt('TooFewSamples', `${needed} are needed`, `there are ${samples} samples`, cpu)];
  // Only cyclictest has a period, so only it can miss a wake-up.
  const missed = tool === 'cyclictest' ? doubtsOfMissed(budget.maxMissedPct, row) : [];
  return [...unpinned, ...few, ...missed];
};

const doubtsOfMissed = (maxMissedPct: number, row: CpuLatency): readonly LatencyFinding[] => {
  const { cpu, expected, missed } = row;
  const allowed = `at most ${maxMissedPct} % may be missed`;
  if (expected === null || missed === null)
    return [doubt('MissedSamples', allowed, 'it does not say how many samples to expect', cpu)];
  if (missed * 100 <= expected * maxMissedPct) return [];
  const seen = `${missed} of ${expected} samples were missed`;
  return [doubt('MissedSamples', allowed, seen, cpu)];
};

const doubt = (
  rule: LatencyReason,
  expected: string,
  observed: string,
  cpu?: number,
): LatencyFinding => ({ rule, outcome: 'inconclusive', expected, observed, cpu });
