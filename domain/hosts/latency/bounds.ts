import type { Figure } from './budget';
import type { CpuLatency } from './measurement';

/** Where a figure lies, in µs. The two are equal where it is known; a worse sample lowers neither. */
export interface Bounds {
  readonly low: number;
  readonly high: number;
}

/** A quantile in the overflow lies between the histogram's bound and the maximum. Undefined without samples. */
export const boundsOf = (row: CpuLatency, figure: Figure): Bounds | undefined => {
  if (row.samples === 0) return undefined;
  const value = row[figure];
  if (value === null) return undefined;
  return typeof value === 'number'
    ? { low: value, high: value }
    : { low: value.gte, high: Math.max(value.gte, row.max) };
};

/** The worst of several CPUs: never their mean, never their samples in one heap. */
export const worstBounds = (rows: readonly CpuLatency[], figure: Figure): Bounds | undefined => {
  const all = rows.flatMap((row) => boundsOf(row, figure) ?? []);
  if (all.length === 0) return undefined;
  return {
    low: Math.max(...all.map(({ low }) => low)),
    high: Math.max(...all.map(({ high }) => high)),
  };
};

/** e.g. `278 µs`, or `≥ 400 µs (at most 11419 µs)` where only the bounds are known. */
export const describeBounds = ({ low, high }: Bounds): string =>
  low === high ? `${low} µs` : `≥ ${low} µs (at most ${high} µs)`;
