import type { MetricSource } from './check';
import type { MetricPoints } from './observation';

/** Six digits are more than a metric knows. */
export const sayNumber = (value: number): string => String(Number(value.toPrecision(6)));

/** e.g. `98 %` of 0.98 */
export const sayPct = (ratio: number): string => `${sayNumber(ratio * 100)} %`;

/** e.g. `Errors (Sum)`, or the expression over several metrics. */
export const saySource = ({ queries, expression }: MetricSource): string =>
  expression ??
  Object.values(queries)
    .map(({ metric, stat }) => `${metric} (${stat})`)
    .join(', ');

/** e.g. `5 points of 12:00–12:05 UTC` */
export const sayPoints = ({ values, from, until }: MetricPoints): string =>
  `${values.length} ${values.length === 1 ? 'point' : 'points'} of ${clockTime(from)}–${clockTime(until)} UTC`;

const clockTime = (iso: string): string =>
  iso.slice('2026-11-02T'.length, '2026-11-02T12:00'.length);

/** CloudWatch gives finite numbers only; what is none of them never passes. */
export const areFinite = (values: readonly number[]): boolean =>
  values.every((value) => Number.isFinite(value));
