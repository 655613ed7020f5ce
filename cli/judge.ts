import { writeFile } from 'node:fs/promises';
import { parseCpuList } from '../domain/hosts/cpu-list';
import type { LatencyBudgets } from '../domain/hosts/latency/budget';
import { judgeLatency } from '../domain/hosts/latency/judge-latency';
import type { CpuMeasurement } from '../domain/hosts/latency/measurement';
import type { Outcome } from '../domain/outcome';
import { worstOf } from '../domain/outcome';
import { readLatencyBudgets } from './latency/budget-file';
import type { MeasurementOfFile } from './latency/measurement-files';
import { quoted, readComparable, readMeasurements } from './latency/measurement-files';
import type { JudgedMeasurement } from './latency/report';
import { toPanelOf, toReport } from './latency/report';
import { toSvg } from './latency/svg';
import { terminalOf } from './latency/terminal';
import { print } from './print';
import { UsageError } from './usage-error';

export interface JudgeOptions {
  readonly profile: string;
  readonly baseline?: string;
  readonly fleet?: readonly string[];
  /** In kernel syntax. */
  readonly cpus?: string;
  readonly svg?: string;
  readonly json?: boolean;
}

/** `slipway judge`: whether a host's latency is what its profile asks for. Throws UsageError for bad input. */
export const judge = async (files: readonly string[], options: JudgeOptions): Promise<void> => {
  if (files.length === 0)
    throw new UsageError(
      'There is no measurement to judge. Name a file; after --fleet put -- before it.',
    );
  const budgets = await readLatencyBudgets(options.profile);
  const judged = judgeAll(budgets, await readMeasurements(files), {
    cpus: options.cpus === undefined ? undefined : toCpus(options.cpus),
    baseline: options.baseline === undefined ? [] : await readComparable([options.baseline]),
    fleet: options.fleet === undefined ? undefined : await readComparable(options.fleet),
  });
  const notMeasured = toolsWithoutFile(budgets, judged);
  const verdict = { ...toJson(judged), notMeasured };
  if (options.svg !== undefined) await writeSvg(options.svg, judged, budgets);
  if (options.json === true) print(JSON.stringify(verdict));
  else {
    for (const line of toReport(judged, budgets, terminalOf(process.stdout.isTTY, process.env)))
      print(line);
    for (const tool of notMeasured)
      print(`not judged: the profile asks for ${tool} too, and no file is of it`);
  }
  if (verdict.outcome !== 'passed') process.exitCode = 1;
};

const toCpus = (list: string): readonly number[] => {
  const cpus = parseCpuList(list);
  if (cpus !== undefined) return cpus;
  throw new UsageError(
    `"${quoted(list)}" is not a list of CPUs. Write it as the kernel does: 2-5,8`,
  );
};

interface Comparison {
  readonly cpus?: readonly number[];
  readonly baseline: readonly CpuMeasurement[];
  readonly fleet?: readonly CpuMeasurement[];
}

const judgeAll = (
  budgets: LatencyBudgets,
  measurements: readonly MeasurementOfFile[],
  { cpus, baseline, fleet }: Comparison,
): readonly JudgedMeasurement[] => {
  for (const { tool } of [...baseline, ...(fleet ?? [])])
    if (!measurements.some(({ measurement }) => measurement.tool === tool))
      throw new UsageError(
        `A baseline or fleet file is of ${tool}, and none of the measurements is. Compare results of the same tool.`,
      );
  return measurements.map((it) => {
    const { measurement } = it;
    const before = baseline.find(({ tool }) => tool === measurement.tool);
    const evidence = { measurement, cpus, baseline: before, fleet };
    return { ...it, verdict: judgeLatency(budgets, evidence) };
  });
};

/** What the profile has a budget for, and nobody measured. */
const toolsWithoutFile = (
  budgets: LatencyBudgets,
  judged: readonly JudgedMeasurement[],
): readonly string[] =>
  Object.entries(budgets)
    .filter(([, budget]) => budget !== undefined)
    .map(([tool]) => tool)
    .filter((tool) => !judged.some(({ measurement }) => measurement.tool === tool));

interface JudgeOutput {
  readonly outcome: Outcome;
  readonly reason: string;
  readonly [more: string]: unknown;
}

/** The measurement that decides most decides for all. */
const toJson = (judged: readonly JudgedMeasurement[]): JudgeOutput => {
  const outcome = worstOf(judged.map(({ verdict }) => verdict.outcome));
  const deciding = judged.find(({ verdict }) => verdict.outcome === outcome)?.verdict;
  return {
    outcome,
    reason: deciding?.reason ?? 'NothingMeasured',
    detail: deciding?.detail ?? '',
    cpus: judged.flatMap(({ measurement, file }) =>
      measurement.kind === 'cpus'
        ? measurement.cpus.map((row) => ({ ...row, tool: measurement.tool, file }))
        : [],
    ),
    files: judged.map(({ file, measurement, verdict }) => ({
      file,
      ...(measurement.kind === 'cpus' ? { ...measurement, cpus: undefined } : measurement),
      ...verdict,
    })),
  };
};

const writeSvg = async (
  path: string,
  judged: readonly JudgedMeasurement[],
  budgets: LatencyBudgets,
): Promise<void> => {
  const panels = judged.flatMap((it) => toPanelOf(it, budgets) ?? []);
  if (panels.length === 0)
    throw new UsageError(
      'There is no histogram to draw: summaries have none. Judge the file that the tool wrote.',
    );
  await writeFile(path, toSvg(panels)).catch((cause: unknown) => {
    throw new UsageError(`The image cannot be written to ${quoted(path)}.`, { cause });
  });
};
