import type { LatencyLimits } from './check';

const LIMITS = [
  { name: 'p50', pct: 50, limitOf: ({ p50Ms }) => p50Ms },
  { name: 'p95', pct: 95, limitOf: ({ p95Ms }) => p95Ms },
  { name: 'p99', pct: 99, limitOf: ({ p99Ms }) => p99Ms },
  { name: 'max', pct: 100, limitOf: ({ maxMs }) => maxMs },
] as const satisfies readonly {
  readonly name: string;
  readonly pct: number;
  readonly limitOf: (limits: LatencyLimits) => number | undefined;
}[];

/** By nearest rank: the smallest value that `pct` percent of all do not exceed. Of none: 0. */
export const percentileOf = (values: readonly number[], pct: number): number =>
  values.toSorted((left, right) => left - right)[
    Math.max(0, Math.ceil((pct * values.length) / 100) - 1)
  ] ?? 0;

/** e.g. `p95 at most 500 ms`, one for each limit. */
export const describeLatency = (limits: LatencyLimits): readonly string[] =>
  LIMITS.flatMap(({ name, limitOf }) => {
    const limitMs = limitOf(limits);
    return limitMs === undefined ? [] : [`${name} at most ${limitMs} ms`];
  });

/** e.g. `p95 820 ms`, one for each limit that is broken. */
export const brokenLatency = (
  limits: LatencyLimits,
  durationsMs: readonly number[],
): readonly string[] =>
  LIMITS.flatMap(({ name, pct, limitOf }) => {
    const limitMs = limitOf(limits);
    const seenMs = percentileOf(durationsMs, pct);
    return limitMs === undefined || seenMs <= limitMs ? [] : [`${name} ${Math.round(seenMs)} ms`];
  });

/** e.g. `in 12 ms`, or `in 5 samples (p50 12 ms, p95 40 ms, p99 40 ms, max 40 ms)`. */
export const describeDurations = (durationsMs: readonly number[]): string => {
  const [only = 0] = durationsMs;
  if (durationsMs.length === 1) return `in ${Math.round(only)} ms`;
  const figures = LIMITS.map(
    ({ name, pct }) => `${name} ${Math.round(percentileOf(durationsMs, pct))} ms`,
  );
  return `in ${durationsMs.length} samples (${figures.join(', ')})`;
};
