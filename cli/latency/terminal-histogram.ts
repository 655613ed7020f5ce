import type { LatencyHistogram } from '../../domain/hosts/latency/histogram';
import { samplesOf } from '../../domain/hosts/latency/histogram';
import type { Bin } from './bins';
import { READABLE_STEPS, toBins } from './bins';
import type { Mark } from './figures';
import type { Terminal } from './terminal';
import { paint, toTerminal } from './terminal';

const WIDTH = 80;
const LONGEST_REMARK = 34;

interface Row {
  readonly label: string;
  readonly samples: number;
  readonly remark: string;
  readonly isOverflow: boolean;
}

/** At most 80 columns: latency downwards, and bars as long as the logarithm of the samples. */
export const toTerminalHistogram = (
  histogram: LatencyHistogram,
  marks: readonly Mark[],
  terminal: Terminal,
): readonly string[] => {
  if (samplesOf(histogram) === 0) return [];
  const rows = toRows(histogram, marks).map((row) => ({
    ...row,
    label: toTerminal(terminal, row.label),
    remark: toTerminal(terminal, row.remark).slice(0, LONGEST_REMARK),
  }));
  const labels = Math.max(2, ...rows.map(({ label }) => label.length));
  const counts = Math.max(7, ...rows.map(({ samples }) => String(samples).length));
  const remarks = Math.max(0, ...rows.map(({ remark }) => remark.length));
  const bars = WIDTH - labels - counts - remarks - 5;
  const most = Math.max(...rows.map(({ samples }) => samples));
  const heading = `${'µs'.padStart(labels)}  ${'samples'.padStart(counts)}`;
  return [
    toTerminal(terminal, heading),
    ...rows.map(({ label, samples, remark, isOverflow }) => {
      const bar = toTerminal(
        terminal,
        (isOverflow ? '▒' : '█').repeat(lengthOf(samples, most, bars)),
      );
      const painted = isOverflow ? paint(terminal, 'red', bar) : bar;
      const space = ' '.repeat(bars - bar.length);
      return `${label.padStart(labels)}  ${String(samples).padStart(counts)}  ${painted}${space} ${remark}`.trimEnd();
    }),
  ];
};

/** One sample is seen, ten are one step longer. */
const lengthOf = (samples: number, most: number, longest: number): number =>
  samples === 0
    ? 0
    : Math.max(1, Math.round(((Math.log10(samples) + 1) / (Math.log10(most) + 1)) * longest));

const toRows = (histogram: LatencyHistogram, marks: readonly Mark[]): readonly Row[] => {
  const { overflow, overflowFromUs, maxUs } = histogram;
  const rows = toBins(histogram, READABLE_STEPS).map((bin) => ({
    label: labelOf(bin),
    samples: bin.samples,
    remark: remarkOf(bin, marks),
    isOverflow: false,
  }));
  if (overflow === 0) return rows;
  const remark = `overflow, the longest ${maxUs}`;
  return [...rows, { label: `≥ ${overflowFromUs}`, samples: overflow, remark, isOverflow: true }];
};

const labelOf = ({ fromUs, toUs }: Bin): string =>
  toUs - fromUs === 1 ? String(fromUs) : `${fromUs}–${toUs - 1}`;

const remarkOf = ({ fromUs, toUs }: Bin, marks: readonly Mark[]): string =>
  marks
    .filter(({ us }) => us >= fromUs && us < toUs)
    .map(({ label }) => label)
    .join(', ');
