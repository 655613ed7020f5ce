import type { LatencyBudget } from '../../domain/hosts/latency/budget';
import { FIGURES, labelOf } from '../../domain/hosts/latency/budget';
import type { CpuLatency, QuantileUs } from '../../domain/hosts/latency/measurement';

/** A figure of a CPU as it is drawn: where it lies, and in words. */
export interface Mark {
  readonly us: number;
  readonly label: string;
}

/** e.g. `278`, or `≥ 400` in the overflow. */
export const describeFigure = (value: QuantileUs): string => {
  if (value === null) return '-';
  return typeof value === 'number' ? String(value) : `≥ ${value.gte}`;
};

/** The figures of a CPU, each with what the budget allows for it. */
export const marksOf = (
  row: CpuLatency,
  budget?: LatencyBudget,
): readonly { readonly seen: Mark; readonly limit?: Mark }[] =>
  FIGURES.flatMap((figure) => {
    const value = row[figure];
    if (value === null) return [];
    const label = labelOf(figure);
    const limit = figure === 'p50' ? undefined : budget?.budget[`${figure}Us`];
    return [
      {
        seen: {
          us: typeof value === 'number' ? value : value.gte,
          label: `${label} ${describeFigure(value)}`,
        },
        limit: limit === undefined ? undefined : { us: limit, label: `${label} limit ${limit}` },
      },
    ];
  });
