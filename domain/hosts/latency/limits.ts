import type { Bounds } from './bounds';
import { boundsOf, describeBounds, worstBounds } from './bounds';
import type { Figure, LatencyBudget, LatencyLimits } from './budget';
import { FIGURES, labelOf, QUANTILES } from './budget';
import type { CpuLatency } from './measurement';
import type { LatencyFinding, LatencyReason } from './verdict';

/** The absolute limits: which figure each is of, and what it is called when that is above it. */
const LIMITS = [
  { member: 'p99Us', figure: 'p99', rule: 'P99AboveBudget' },
  { member: 'p999Us', figure: 'p999', rule: 'P999AboveBudget' },
  { member: 'p9999Us', figure: 'p9999', rule: 'P9999AboveBudget' },
  { member: 'maxUs', figure: 'max', rule: 'MaxAboveBudget' },
] as const satisfies readonly {
  member: keyof LatencyLimits;
  figure: Figure;
  rule: LatencyReason;
}[];

/** The figures that a budget or its baseline asks for. */
export const askedFigures = ({ budget, baseline }: LatencyBudget): readonly Figure[] => [
  ...LIMITS.flatMap(({ member, figure }) => (budget[member] === undefined ? [] : [figure])),
  ...FIGURES.filter((figure) => baseline?.maxRatio[figure] !== undefined),
];

const SAMPLES_BEYOND = 10;

/** As many samples as make a figure more than an anecdote: ten beyond the quantile. */
export const samplesFor = (figure: Figure): number =>
  figure === 'max' ? 1 : SAMPLES_BEYOND * QUANTILES[figure].oneIn;

/** Absolute limits, CPU by CPU; of each limit the worst CPU comes first. */
export const compareWithBudget = (
  limits: LatencyLimits,
  rows: readonly CpuLatency[],
): readonly LatencyFinding[] =>
  LIMITS.flatMap(({ member, figure, rule }) => {
    const limit = limits[member];
    if (limit === undefined) return [];
    return boundedRows(rows, figure).flatMap(({ cpu, bounds }) =>
      compare(bounds, { low: limit, high: limit }, rule).map((it) => ({
        ...it,
        cpu,
        expected: `at most ${limit} µs are allowed`,
        observed: `${labelOf(figure)} is ${describeBounds(bounds)}`,
      })),
    );
  });

const boundedRows = (
  rows: readonly CpuLatency[],
  figure: Figure,
): readonly { readonly cpu: number; readonly bounds: Bounds }[] =>
  rows
    .flatMap((row) => {
      const bounds = boundsOf(row, figure);
      return bounds === undefined ? [] : [{ cpu: row.cpu, bounds }];
    })
    .toSorted((left, right) => right.bounds.low - left.bounds.low);

/**
 * The same CPUs of the same host before it was tuned. One that was not measured then, or of which there are fewer than ten
 * samples beyond the quantile, decides nothing.
 */
export const compareWithBaseline = (
  maxRatio: Readonly<Partial<Record<Figure, number>>>,
  rows: readonly CpuLatency[],
  baseline: readonly CpuLatency[],
): readonly LatencyFinding[] =>
  rows.flatMap((row) => {
    const before = baseline.filter(({ cpu }) => cpu === row.cpu);
    return FIGURES.flatMap((figure) => {
      const ratio = maxRatio[figure];
      const after = boundsOf(row, figure);
      return ratio === undefined || after === undefined
        ? []
        : compareWithBefore({ cpu: row.cpu, figure, ratio, after }, before);
    });
  });

const compareWithBefore = (
  asked: { cpu: number; figure: Figure; ratio: number; after: Bounds },
  rows: readonly CpuLatency[],
): readonly LatencyFinding[] => {
  const { cpu, figure, ratio, after } = asked;
  const before = worstBounds(rows, figure);
  const samples = Math.min(...rows.map((row) => row.samples));
  if (before === undefined || samples < samplesFor(figure))
    return [
      {
        rule: 'BaselineIncomplete',
        outcome: 'inconclusive',
        cpu,
        expected: `its ${labelOf(figure)} was to be compared with the baseline`,
        observed:
          before === undefined
            ? 'the baseline has no samples of this CPU'
            : `the baseline has ${samples} samples of this CPU, ${samplesFor(figure)} are needed`,
      },
    ];
  const limit = { low: toWholePs(before.low * ratio), high: toWholePs(before.high * ratio) };
  return compare(after, limit, 'BaselineExceeded').map((it) => ({
    ...it,
    cpu,
    expected: `at most ${ratio} times the baseline's ${describeBounds(before)} are allowed`,
    observed: `${labelOf(figure)} is ${describeBounds(after)}`,
  }));
};

/** 100 × 1.15 is 114.99999999999999 in fractions of two. */
const toWholePs = (us: number): number => Math.round(us * 1e6) / 1e6;

/**
 * Whether a figure is above a limit, each of them known or bounded. Above it for sure is a failure, not above it
 * for sure is no finding; where the bounds leave it open, the histogram was too short to decide.
 */
const compare = (
  figure: Bounds,
  limit: Bounds,
  above: LatencyReason,
): readonly Pick<LatencyFinding, 'rule' | 'outcome'>[] => {
  if (figure.low > limit.high) return [{ rule: above, outcome: 'failed' }];
  return figure.high <= limit.low
    ? []
    : [{ rule: 'OverflowInAskedPercentile', outcome: 'inconclusive' }];
};
