import * as z from 'zod/mini';
import { InvalidInputError } from '../../domain/errors';
import type { LatencyBucket, LatencyHistogram } from '../../domain/hosts/latency/histogram';
import { OSLAT_OPTIONS, positiveOf, readOptions } from './command-line';
import type { ParsedMeasurement } from './parsed-measurement';
import {
  cpu,
  head,
  latency,
  parseAs,
  parseBuckets,
  toParsedMeasurement,
  toUs,
} from './result-file';

const Thread = z.object({
  cpu,
  min: latency,
  max: latency,
  duration: latency,
  histogram: z.unknown(),
});
type Thread = z.infer<typeof Thread>;
const Result = z.object({ ...head, thread: z.record(z.string(), Thread) });

interface Width {
  /** Of a bucket. */
  readonly widthUs: number;
  /** Of `min` and `max`; the buckets' names are always in µs. */
  readonly unitUs: number;
}

/**
 * oslat's `--json` file, of rt-tests 2.x. It counts what no bucket is wide enough for in the last one, so that
 * one is the overflow wherever the maximum lies beyond it. Throws InvalidInputError.
 */
export const parseOslat = (value: unknown): ParsedMeasurement => {
  const result = parseAs(Result, 'The result of oslat', value);
  const width = widthOf(result['cmdline:']);
  const threads = Object.values(result.thread);
  return toParsedMeasurement('oslat', result, {
    durationSec: threads.length === 0 ? null : Math.min(...threads.map((it) => it.duration)),
    threads: threads.map((thread) => ({
      cpu: thread.cpu,
      // A busy loop has no period.
      expected: null,
      histogram: toHistogram(width, thread),
    })),
  });
};

/** A width that is not whole microseconds makes oslat count in nanoseconds (--help: "ns-precision output"). */
const widthOf = (commandLine: string): Width => {
  const widthNs = positiveOf(readOptions(commandLine, OSLAT_OPTIONS).get('W')) ?? 1000;
  return { widthUs: widthNs / 1000, unitUs: widthNs % 1000 === 0 ? 1 : 0.001 };
};

const toHistogram = ({ widthUs, unitUs }: Width, thread: Thread): LatencyHistogram => {
  const what = `oslat's thread on CPU ${thread.cpu}`;
  const buckets = parseBuckets(thread.histogram, what, 1);
  const maxUs = toUs(thread.max, unitUs);
  const first = buckets[0]?.us ?? 0;
  const last = buckets.at(-1) ?? { us: 0, count: 0 };
  // Newer versions name a bucket by the edge that its samples stay below; rt-tests 2.4 by the sample itself.
  const isNamedByEdge = first > toUs(thread.min, unitUs);
  const overflowFromUs = isNamedByEdge ? toUs(Math.max(0, last.us - widthUs), 1) : last.us;
  if (maxUs < overflowFromUs)
    throw new InvalidInputError(what, [`its maximum of ${thread.max} is less than its samples`]);
  const isOverflow = isNamedByEdge ? maxUs >= last.us : maxUs > last.us;
  const known: readonly LatencyBucket[] = isOverflow ? buckets.slice(0, -1) : buckets;
  return {
    buckets: known.map((bucket) => ({ us: Math.min(bucket.us, maxUs), count: bucket.count })),
    overflow: isOverflow ? last.count : 0,
    overflowFromUs,
    maxUs,
  };
};
