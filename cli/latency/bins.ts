import type { LatencyHistogram } from '../../domain/hosts/latency/histogram';

/** Samples from `fromUs` up to, not including, `toUs`. */
export interface Bin {
  readonly fromUs: number;
  readonly toUs: number;
  readonly samples: number;
}

/** Edges that a person reads without a ruler, six to a decade. */
export const READABLE_STEPS = [1, 1.5, 2, 3, 5, 7] as const;
/** Edges for an image, twelve to a decade. */
export const FINE_STEPS = Array.from({ length: 12 }, (_, step) => 10 ** (step / 12));

/** The tools end at seven digits of microseconds. */
const DECADES = 8;

/**
 * Bins of a logarithmic scale from the first sample to the last one, none beyond the histogram's bound; empty ones
 * between are kept.
 */
export const toBins = (histogram: LatencyHistogram, steps: readonly number[]): readonly Bin[] => {
  const { buckets, overflow, overflowFromUs } = histogram;
  const endUs = overflow > 0 ? overflowFromUs : Infinity;
  const first = buckets[0]?.us;
  const last = buckets.at(-1)?.us;
  if (first === undefined || last === undefined) return [];
  const edges = edgesOf(steps);
  let next = 0;
  return edges.flatMap((fromUs, index) => {
    const edgeUs = edges[index + 1] ?? Infinity;
    const toUs = Math.min(edgeUs, endUs);
    let samples = 0;
    for (let bucket = buckets[next]; bucket !== undefined && bucket.us < edgeUs;) {
      samples += bucket.count;
      next += 1;
      bucket = buckets[next];
    }
    return toUs <= first || fromUs > last ? [] : [{ fromUs, toUs, samples }];
  });
};

/** Whole microseconds, each once: below 10 µs the steps are finer than the tools count. */
const edgesOf = (steps: readonly number[]): readonly number[] =>
  [
    ...new Set([
      0,
      ...Array.from({ length: DECADES }, (_, decade) =>
        steps.map((step) => Math.floor(step * 10 ** decade + 1e-6)),
      ).flat(),
    ]),
  ].toSorted((left, right) => left - right);
