import * as z from 'zod/mini';
import { InvalidInputError } from '../../domain/errors';
import { boundsOf } from '../../domain/hosts/latency/bounds';
import { FIGURES } from '../../domain/hosts/latency/budget';
import type { CpuLatency } from '../../domain/hosts/latency/measurement';
import type { ParsedMeasurement } from './parsed-measurement';
import { count, cpu, latency, parseAs } from './result-file';

/** What the host's script prints before its summary, which is JSON on the rest of the line. */
export const SUMMARY_MARK = '@@LATENCY ';
/** The same of a long one, which is gzip in base64. */
export const PACKED_MARK = '@@LATENCY-GZIP ';

const quantile = z.nullable(z.union([latency, z.object({ gte: latency })]));
const orNull = <Schema extends z.ZodMiniType>(schema: Schema) =>
  z._default(z.nullable(schema), null);

const Row = z.object({
  cpu,
  samples: count,
  expected: orNull(count),
  missed: orNull(count),
  overflow: count,
  p50: quantile,
  p99: quantile,
  p999: quantile,
  p9999: quantile,
  max: latency,
});
const CpuSummary = z.object({
  tool: z.enum(['cyclictest', 'oslat']),
  cpus: z.array(Row).check(z.maxLength(8192)),
  kernel: orNull(z.string().check(z.maxLength(200))),
  realtime: orNull(z.union([z.boolean(), z.int()])),
  durationSec: orNull(latency),
  returnCode: orNull(z.int()),
  stealPct: orNull(latency.check(z.lte(100))),
  environment: z.optional(z.string()),
});
const HardwareSummary = z.object({
  tool: z.literal('hwlatdetect'),
  maxUs: z.nullable(latency),
  thresholdUs: latency,
  samples: count,
  durationSec: orNull(latency),
});
const why = z.string().check(z.maxLength(200));
const tool = z.enum(['cyclictest', 'oslat', 'hwlatdetect']);
const UnmeasuredSummary = z.union([
  z.object({ tool, unavailable: why }),
  z.object({ tool, failed: why }),
]);
const WHAT = 'The summary of a latency measurement';

/** What follows SUMMARY_MARK: figures that the host computed from a file that it kept. Throws InvalidInputError. */
export const parseSummary = (value: unknown): ParsedMeasurement => {
  const unmeasured = UnmeasuredSummary.safeParse(value);
  if (unmeasured.success) return toUnmeasured(unmeasured.data);
  if (parseAs(z.object({ tool }), WHAT, value).tool === 'hwlatdetect') {
    const measurement = { kind: 'hardware', ...parseAs(HardwareSummary, WHAT, value) } as const;
    return { measurement, histograms: [] };
  }
  const { cpus, realtime, environment, ...summary } = parseAs(CpuSummary, WHAT, value);
  const rows = cpus.toSorted((left, right) => left.cpu - right.cpu).map(toCheckedRow);
  return {
    measurement: {
      kind: 'cpus',
      ...summary,
      realtime: realtime === null ? null : Boolean(realtime),
      cpus: rows,
      ...(environment === 'emulated' ? { emulated: true } : {}),
    },
    histograms: [],
  };
};

/** What a tool has said is read by people: it moves no cursor. */
const toUnmeasured = (summary: z.infer<typeof UnmeasuredSummary>): ParsedMeasurement => {
  const [reason, said] =
    'failed' in summary
      ? (['ToolFailed', summary.failed] as const)
      : (['ToolUnavailable', summary.unavailable] as const);
  return {
    measurement: {
      kind: 'unavailable',
      tool: summary.tool,
      reason,
      why: said.replaceAll(/\p{Cc}/gu, '?'),
    },
    histograms: [],
  };
};

/** A row that contradicts itself is refused: whoever computed it may have computed anything. */
const toCheckedRow = (row: z.infer<typeof Row>): CpuLatency => {
  const { cpu, samples, overflow, expected } = row;
  const lows = FIGURES.flatMap((figure) => boundsOf(row, figure)?.low ?? []);
  const faults = [
    ...(overflow > samples ? ['it has more overflow than samples'] : []),
    ...(lows.some((low, index) => low < (lows[index - 1] ?? 0))
      ? ['its figures do not ascend from p50 to max']
      : []),
    ...(samples > 0 && lows.length < FIGURES.length
      ? ['it has samples, and a figure is null']
      : []),
  ];
  if (faults.length > 0) throw new InvalidInputError(`${WHAT}, CPU ${cpu},`, faults);
  return { ...row, missed: expected === null ? null : Math.max(0, expected - samples) };
};
