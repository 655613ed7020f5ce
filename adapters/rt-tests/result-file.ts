import * as z from 'zod/mini';
import { InvalidInputError } from '../../domain/errors';
import type { LatencyBucket, LatencyHistogram } from '../../domain/hosts/latency/histogram';
import { toCpuLatency } from '../../domain/hosts/latency/histogram';
import type { CpuMeasurement, CpuTool } from '../../domain/hosts/latency/measurement';
import { shorten } from '../../domain/units';
import { toFaults } from '../../events/envelope/faults';
import type { ParsedMeasurement } from './parsed-measurement';

export const count = z.int().check(z.gte(0));
/** A CPU, or -1 for a thread that was not pinned. */
export const cpu = z.int().check(z.gte(-1), z.lte(65_535));
export const latency = z.number().check(z.gte(0));

/** What every tool of rt-tests writes around its threads. The colons in two of the names are the tools' own. */
export const head = {
  'cmdline:': z.string(),
  start_time: z.optional(z.string()),
  end_time: z.optional(z.string()),
  return_code: z.optional(z.int()),
  sysinfo: z.optional(
    z.object({
      release: z.optional(z.string()),
      realtime: z.optional(z.number()),
      nodename: z.optional(z.string()),
    }),
  ),
  num_threads: z.int().check(z.gte(0), z.lte(8192)),
};
export type Head = z.infer<z.ZodMiniObject<typeof head>>;

/** Unknown to known. Throws InvalidInputError with every fault. */
export const parseAs = <Schema extends z.ZodMiniType>(
  schema: Schema,
  what: string,
  value: unknown,
): z.output<Schema> => {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new InvalidInputError(what, toFaults(parsed.error).slice(0, 5), { cause: parsed.error });
};

/** The buckets of a histogram in ascending order, in units of `unitUs`. Throws InvalidInputError. */
export const parseBuckets = (
  value: unknown,
  what: string,
  unitUs: number,
): readonly LatencyBucket[] => {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new InvalidInputError(what, ['histogram is not an object']);
  return Object.entries(value)
    .map(([key, seen]: [string, unknown]) => {
      if (!/^\d{1,9}(\.\d{1,6})?$/.test(key))
        throw new InvalidInputError(what, [`"${shorten(key, 40)}" is not a latency`]);
      if (typeof seen !== 'number' || !Number.isSafeInteger(seen) || seen < 0)
        throw new InvalidInputError(what, [`bucket ${key} does not hold a number of samples`]);
      return { us: toUs(Number(key), unitUs), count: seen };
    })
    .filter((bucket) => bucket.count > 0)
    .toSorted((left, right) => left.us - right.us);
};

/** A thousandth of a µs is as fine as the tools count. */
export const toUs = (value: number, unitUs: number): number =>
  Math.round(value * unitUs * 1000) / 1000;

export interface MeasuredThread {
  readonly cpu: number;
  readonly expected: number | null;
  readonly histogram: LatencyHistogram;
}

/** Threads in the order of their CPUs, as a measurement. Throws InvalidInputError where some are missing. */
export const toParsedMeasurement = (
  tool: CpuTool,
  { return_code, sysinfo, num_threads }: Head,
  run: { readonly durationSec: number | null; readonly threads: readonly MeasuredThread[] },
): ParsedMeasurement => {
  const threads = run.threads.toSorted((left, right) => left.cpu - right.cpu);
  if (threads.length !== num_threads)
    throw new InvalidInputError(`The result of ${tool}`, [
      `it speaks of ${num_threads} threads and holds ${threads.length}`,
    ]);
  const measurement: CpuMeasurement = {
    kind: 'cpus',
    tool,
    cpus: threads.map((it) => toCpuLatency(it.cpu, it.histogram, it.expected)),
    durationSec: run.durationSec,
    kernel: sysinfo?.release ?? null,
    realtime: sysinfo?.realtime === undefined ? null : sysinfo.realtime === 1,
    returnCode: return_code ?? null,
    stealPct: null,
    ...hostOf(sysinfo?.nodename),
  };
  return { measurement, histograms: threads };
};

/** A name of a host as DNS has them; what looks otherwise tells nothing apart. */
const hostOf = (nodename = ''): { readonly host?: string } =>
  /^[A-Za-z0-9._-]{1,253}$/.test(nodename) ? { host: nodename } : {};
