import type { CpuHistogram } from '../../adapters/rt-tests/parsed-measurement';
import type { LatencyBudget, LatencyBudgets } from '../../domain/hosts/latency/budget';
import { samplesOf } from '../../domain/hosts/latency/histogram';
import type { CpuLatency, CpuMeasurement } from '../../domain/hosts/latency/measurement';
import type { LatencyVerdict } from '../../domain/hosts/latency/verdict';
import type { Outcome } from '../../domain/outcome';
import { marksOf } from './figures';
import type { MeasurementOfFile } from './measurement-files';
import { quoted } from './measurement-files';
import type { PanelInput } from './svg-panel';
import { toTable } from './table';
import type { Terminal } from './terminal';
import { paint, toTerminal } from './terminal';
import { toTerminalHistogram } from './terminal-histogram';

export interface JudgedMeasurement extends MeasurementOfFile {
  readonly verdict: LatencyVerdict;
}

const COLOUR_OF = {
  passed: 'green',
  failed: 'red',
  inconclusive: 'yellow',
  error: 'red',
} as const satisfies Readonly<Record<Outcome, string>>;
/** The rest are a count: hosts have up to 192 CPUs. */
const MOST_FINDINGS = 8;

/** For people: of each measurement a table, its histogram, and the verdict in a sentence. */
export const toReport = (
  judged: readonly JudgedMeasurement[],
  budgets: LatencyBudgets,
  terminal: Terminal,
): readonly string[] =>
  judged.flatMap((it) => [
    ...describeMeasurement(it, budgets, terminal).map((line) => toTerminal(terminal, line)),
    ...describeVerdict(it.verdict, terminal),
    '',
  ]);

const describeMeasurement = (
  it: JudgedMeasurement,
  budgets: LatencyBudgets,
  terminal: Terminal,
): readonly string[] => {
  const { file, measurement, verdict } = it;
  if (measurement.kind !== 'cpus') return [`${measurement.tool}  ${quoted(file)}`, ''];
  const marked = new Set(verdict.findings.flatMap(({ cpu }) => cpu ?? []));
  const worst = worstOfHistograms(it, measurement);
  return [
    paint(terminal, 'bold', titleOf(measurement)),
    quoted(file),
    '',
    ...toTable(measurement, marked, terminal),
    '',
    ...(worst === undefined ? [] : drawn(worst, budgets[measurement.tool], terminal)),
  ];
};

const drawn = (
  { row, cpu, of }: Worst,
  budget: LatencyBudget | undefined,
  terminal: Terminal,
): readonly string[] => {
  const marks = marksOf(row, budget).flatMap(({ seen, limit }) =>
    limit === undefined ? [seen] : [seen, limit],
  );
  return [
    paint(
      terminal,
      'dim',
      `CPU ${row.cpu}${of === 1 ? '' : `, the worst of ${of}`}; bars are logarithmic`,
    ),
    ...toTerminalHistogram(cpu.histogram, marks, terminal),
    '',
  ];
};

const titleOf = ({ tool, durationSec, kernel, realtime }: CpuMeasurement): string =>
  [
    tool,
    durationSec === null ? 'unknown duration' : `${durationSec} s`,
    ...(kernel === null ? [] : [`kernel ${quoted(kernel)}`]),
    ...(realtime === null ? [] : [realtime ? 'PREEMPT_RT' : 'not PREEMPT_RT']),
  ].join(', ');

const describeVerdict = (
  { outcome, reason, detail, findings, notJudged }: LatencyVerdict,
  terminal: Terminal,
): readonly string[] => {
  const more = findings.slice(1, MOST_FINDINGS).map(({ rule, cpu, observed, expected }) => {
    const where = cpu === undefined ? '' : `CPU ${cpu}: `;
    return `  ${rule}  ${where}${observed}; ${expected}`;
  });
  const rest = findings.length - MOST_FINDINGS;
  return [
    `${paint(terminal, COLOUR_OF[outcome], outcome)}  ${reason}: ${toTerminal(terminal, detail)}`,
    ...more.map((line) => toTerminal(terminal, line)),
    ...(rest > 0 ? [`  and ${rest} more findings; --json has all`] : []),
    ...notJudged.map((note) => paint(terminal, 'dim', `  not judged: ${note}`)),
  ];
};

interface Worst {
  readonly row: CpuLatency;
  readonly cpu: CpuHistogram;
  /** Of how many CPUs. */
  readonly of: number;
}

/** The CPU that decided; where none did, the one with the longest latency. Undefined without histograms. */
const worstOfHistograms = (
  { histograms, verdict }: JudgedMeasurement,
  { cpus }: CpuMeasurement,
): Worst | undefined => {
  const all = histograms.flatMap((cpu, index) => {
    const row = cpus[index];
    return row === undefined || samplesOf(cpu.histogram) === 0
      ? []
      : [{ row, cpu, of: cpus.length }];
  });
  const decided = all.find(({ row }) => row.cpu === verdict.findings[0]?.cpu);
  return decided ?? all.toSorted((left, right) => right.row.max - left.row.max)[0];
};

/** The same as an image. Undefined where there is no histogram. */
export const toPanelOf = (
  it: JudgedMeasurement,
  budgets: LatencyBudgets,
): PanelInput | undefined => {
  const { measurement, verdict, histograms } = it;
  if (measurement.kind !== 'cpus') return undefined;
  const worst = worstOfHistograms(it, measurement);
  if (worst === undefined) return undefined;
  const others = histograms.filter((cpu) => cpu !== worst.cpu);
  const which = others.length === 0 ? '' : `, the worst of ${worst.of} (outlines: the others)`;
  return {
    title: `${verdict.outcome}: ${verdict.reason}`,
    subtitle: `${titleOf(measurement)}; CPU ${worst.row.cpu}${which}, ${worst.row.samples} samples`,
    worst: worst.cpu,
    others: others.filter(({ histogram }) => samplesOf(histogram) > 0),
    marks: marksOf(worst.row, budgets[measurement.tool]),
  };
};
