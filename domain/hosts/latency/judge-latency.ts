import { describeBounds, worstBounds } from './bounds';
import type { HardwareBudget, LatencyBudget, LatencyBudgets } from './budget';
import { labelOf } from './budget';
import { doubtsOfDuration, findDoubts, findForeign, findUnmeasured } from './doubts';
import { compareWithFleet } from './fleet';
import { askedFigures, compareWithBaseline, compareWithBudget } from './limits';
import type {
  CpuLatency,
  CpuMeasurement,
  HardwareMeasurement,
  LatencyMeasurement,
} from './measurement';
import type { LatencyFinding, LatencyVerdict } from './verdict';
import { toVerdict } from './verdict';

export interface LatencyEvidence {
  readonly measurement: LatencyMeasurement;
  /** The isolated CPUs: others are not judged, and one that was not measured decides nothing. Without: all. */
  readonly cpus?: readonly number[];
  /** The same tool on the same host, before it was tuned. */
  readonly baseline?: CpuMeasurement;
  /** The same tool on other hosts of the same instance type. */
  readonly fleet?: readonly CpuMeasurement[];
}

/**
 * Whether a host's latency is what its profile asks for: per isolated CPU, never pooled. Fails closed: what was
 * not measured, or not well, is `inconclusive`; a limit that was seen exceeded is `failed`, whatever is in doubt.
 */
export const judgeLatency = (
  budgets: LatencyBudgets,
  evidence: LatencyEvidence,
): LatencyVerdict => {
  const { measurement } = evidence;
  const { tool } = measurement;
  if (measurement.kind === 'unavailable')
    return unjudged(tool, measurement.reason, 'a result is asked for', measurement.why);
  if (measurement.kind === 'hardware')
    return budgets.hwlatdetect === undefined
      ? noBudget(tool)
      : judgeHardware(budgets.hwlatdetect, measurement);
  const budget = budgets[measurement.tool];
  return budget === undefined ? noBudget(tool) : judgeCpus(budget, measurement, evidence);
};

const judgeCpus = (
  budget: LatencyBudget,
  measurement: CpuMeasurement,
  { cpus, baseline, fleet }: LatencyEvidence,
): LatencyVerdict => {
  const { tool } = measurement;
  const rows = rowsOf(measurement, cpus);
  const ratios = budget.baseline?.maxRatio;
  const before = baseline?.tool === tool ? baseline : undefined;
  const outliers =
    budget.fleet === undefined || fleet === undefined
      ? undefined
      : compareWithFleet(
          budget.fleet,
          rows,
          fleet.filter((host) => host.tool === tool).map((host) => rowsOf(host, cpus)),
        );
  const findings = [
    ...findDoubts(budget, measurement, rows),
    ...findUnmeasured(cpus ?? [], rows),
    ...compareWithBudget(budget.budget, rows),
    ...(ratios === undefined || before === undefined
      ? []
      : (findForeign(measurement, before) ?? compareWithBaseline(ratios, rows, before.cpus))),
    ...(outliers ?? []),
  ];
  const notJudged = [
    ...(ratios !== undefined && before === undefined ? ['baseline: none was given'] : []),
    ...(budget.fleet !== undefined && outliers === undefined
      ? [`fleet: fewer than ${budget.fleet.minHosts} hosts to compare with`]
      : []),
    ...(measurement.stealPct === null ? ['steal: it was not measured'] : []),
    ...(measurement.emulated === true
      ? ['hosts: an emulator counted, its latency is that of no host']
      : []),
  ];
  const passed = `${tool}: ${describeRows(budget, rows)}, within budget.`;
  return toVerdict(findings, { tool, passed }, notJudged);
};

/** A thread without a CPU of its own is kept: it makes the measurement doubtful. */
const rowsOf = ({ cpus }: CpuMeasurement, asked?: readonly number[]): readonly CpuLatency[] =>
  asked === undefined ? cpus : cpus.filter(({ cpu }) => cpu < 0 || asked.includes(cpu));

/** e.g. `the worst of 2 CPUs has p99 61 µs and max 1898 µs`. */
const describeRows = (budget: LatencyBudget, rows: readonly CpuLatency[]): string => {
  const figures = [...new Set(askedFigures(budget))].flatMap((figure) => {
    const bounds = worstBounds(rows, figure);
    return bounds === undefined ? [] : [`${labelOf(figure)} ${describeBounds(bounds)}`];
  });
  return `the worst of ${rows.length} ${rows.length === 1 ? 'CPU' : 'CPUs'} has ${figures.join(', ')}`;
};

const judgeHardware = (
  { durationSec, budget }: HardwareBudget,
  { tool, maxUs, thresholdUs, ...measured }: HardwareMeasurement,
): LatencyVerdict => {
  const findings: LatencyFinding[] = [];
  const expected = `at most ${budget.maxUs} µs are allowed`;
  if (maxUs !== null && maxUs > budget.maxUs)
    findings.push({
      rule: 'MaxAboveBudget',
      outcome: 'failed',
      expected,
      observed: `firmware or hypervisor took the CPU for ${maxUs} µs`,
    });
  if (maxUs === null && thresholdUs > budget.maxUs)
    findings.push({
      rule: 'ThresholdAboveBudget',
      outcome: 'inconclusive',
      expected,
      observed: `gaps below ${thresholdUs} µs were not recorded`,
    });
  findings.push(...doubtsOfDuration(durationSec, measured));
  const seen = maxUs === null ? `no gap above ${thresholdUs} µs` : `no gap above ${maxUs} µs`;
  return toVerdict(findings, { tool, passed: `${tool}: ${seen}, within budget.` });
};

const noBudget = (tool: LatencyMeasurement['tool']): LatencyVerdict =>
  unjudged(
    tool,
    'NoBudgetForTool',
    'a limit is needed to judge',
    `the profile asks nothing of ${tool}`,
  );

const unjudged = (
  tool: LatencyMeasurement['tool'],
  rule: LatencyFinding['rule'],
  expected: string,
  observed: string,
): LatencyVerdict =>
  toVerdict([{ rule, outcome: 'inconclusive', expected, observed }], { tool, passed: '' });
