import type { CpuMeasurement } from '../../domain/hosts/latency/measurement';
import { describeFigure } from './figures';
import type { Terminal } from './terminal';
import { toTerminal } from './terminal';

const HEADINGS = [
  'CPU',
  'samples',
  'missed',
  'overflow',
  'p50',
  'p99',
  'p99.9',
  'p99.99',
  'max µs',
] as const;

/** A row per CPU; those that `marked` names have a sign in front. */
export const toTable = (
  { cpus }: CpuMeasurement,
  marked: ReadonlySet<number>,
  terminal: Terminal,
): readonly string[] => {
  const rows = cpus.map((row) => [
    row.cpu < 0 ? 'any' : String(row.cpu),
    String(row.samples),
    row.missed === null ? '-' : String(row.missed),
    String(row.overflow),
    ...[row.p50, row.p99, row.p999, row.p9999, row.max].map((it) =>
      toTerminal(terminal, describeFigure(it)),
    ),
  ]);
  const headings = HEADINGS.map((heading) => toTerminal(terminal, heading));
  const widths = headings.map((heading, column) =>
    Math.max(heading.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const toLine = (cells: readonly string[]): string =>
    cells.map((cell, column) => cell.padStart(widths[column] ?? 0)).join('  ');
  return [
    `  ${toLine(headings)}`,
    ...rows.map((cells, index) => {
      const sign = marked.has(cpus[index]?.cpu ?? -1) ? '!' : ' ';
      return `${sign} ${toLine(cells)}`;
    }),
  ];
};
