import * as z from 'zod/mini';
import { InvalidInputError } from '../../domain/errors';
import type { LatencyHistogram } from '../../domain/hosts/latency/histogram';
import { CYCLICTEST_OPTIONS, positiveOf, readOptions, secondsOf } from './command-line';
import type { ParsedMeasurement } from './parsed-measurement';
import type { Head } from './result-file';
import {
  count,
  cpu,
  head,
  latency,
  parseAs,
  parseBuckets,
  toParsedMeasurement,
  toUs,
} from './result-file';

const Thread = z.object({ histogram: z.unknown(), cycles: count, max: latency, cpu });
type Thread = z.infer<typeof Thread>;
const Result = z.object({
  ...head,
  resolution_in_ns: z._default(z.int(), 0),
  thread: z.record(z.string(), Thread),
});

/** `-h` is cut to this; HIST_MAX in cyclictest.c. */
const LARGEST_HISTOGRAM = 1_000_000;
const DEFAULT_INTERVAL_US = 1000;
const DEFAULT_DISTANCE_US = 500;

/** What cyclictest was asked to do. Members are undefined where its command line does not say. */
interface Run {
  /** One more than the last bucket, in the unit of the buckets. */
  readonly histogram?: number;
  readonly intervalUs: number;
  /** How much longer each thread's interval is than that of the one before; none with a histogram. */
  readonly distanceUs: number;
  readonly loops?: number;
  readonly durationSec?: number;
  /** With --nsecs buckets and maxima are in nanoseconds. */
  readonly unitUs: number;
}

/**
 * cyclictest's `--json` file, of rt-tests 2.x. It leaves out empty buckets and the overflow, which is what the
 * cycles have more than the buckets (seen: its stdout says the same number). Throws InvalidInputError.
 */
export const parseCyclictest = (value: unknown): ParsedMeasurement => {
  const result = parseAs(Result, 'The result of cyclictest', value);
  const run = readRun(result['cmdline:'], result.resolution_in_ns);
  const threads = Object.entries(result.thread).map(([name, thread]) => ({
    cpu: thread.cpu,
    expected: expectedOf(run, Number.parseInt(name, 10)),
    histogram: toHistogram(run, thread),
  }));
  return toParsedMeasurement('cyclictest', result, {
    durationSec: durationOf(run, result),
    threads,
  });
};

const readRun = (commandLine: string, resolution: number): Run => {
  const options = readOptions(commandLine, CYCLICTEST_OPTIONS);
  const asked = positiveOf(options.get('h') ?? options.get('H'));
  return {
    histogram: asked === undefined ? undefined : Math.min(asked, LARGEST_HISTOGRAM),
    intervalUs: positiveOf(options.get('i')) ?? DEFAULT_INTERVAL_US,
    distanceUs: asked === undefined ? (positiveOf(options.get('d')) ?? DEFAULT_DISTANCE_US) : 0,
    loops: positiveOf(options.get('l')),
    durationSec: secondsOf(options.get('D')),
    unitUs: resolution === 0 ? 1 : 0.001,
  };
};

const toHistogram = (
  { histogram, unitUs }: Run,
  { cpu, cycles, max, ...thread }: Thread,
): LatencyHistogram => {
  const what = `cyclictest's thread on CPU ${cpu}`;
  const buckets = parseBuckets(thread.histogram, what, unitUs);
  const last = buckets.at(-1)?.us;
  const overflow = buckets.reduce((rest, bucket) => rest - bucket.count, cycles);
  const overflowFromUs =
    histogram === undefined
      ? last === undefined
        ? 0
        : toUs(last + unitUs, 1)
      : toUs(histogram, unitUs);
  const maxUs = toUs(max, unitUs);
  const faults = [
    ...(overflow < 0 ? [`it has ${-overflow} samples more than its ${cycles} cycles`] : []),
    ...(last !== undefined && last >= overflowFromUs
      ? [`bucket ${last} lies beyond its histogram of ${overflowFromUs}`]
      : []),
    ...(maxUs < (overflow > 0 ? overflowFromUs : (last ?? 0))
      ? [`its maximum of ${max} is less than its samples`]
      : []),
  ];
  if (faults.length > 0) throw new InvalidInputError(what, faults);
  return { buckets, overflow, overflowFromUs, maxUs };
};

/** How often a thread should have woken: as often as its interval fits, at most as many loops as were asked. */
const expectedOf = (run: Run, thread: number): number | null => {
  const { intervalUs, distanceUs, loops, durationSec } = run;
  const periods =
    durationSec === undefined
      ? undefined
      : Math.floor((durationSec * 1e6) / (intervalUs + thread * distanceUs));
  if (periods === undefined) return loops ?? null;
  return Math.min(periods, loops ?? periods);
};

/** What was asked, unless the clock says that it ended early; the file has whole seconds. */
const durationOf = ({ durationSec }: Run, { start_time, end_time }: Head): number | null => {
  const elapsedSec = (Date.parse(end_time ?? '') - Date.parse(start_time ?? '')) / 1000;
  if (Number.isNaN(elapsedSec)) return durationSec ?? null;
  if (durationSec === undefined) return Math.max(0, elapsedSec);
  return elapsedSec + 1 < durationSec ? Math.max(0, elapsedSec) : durationSec;
};
