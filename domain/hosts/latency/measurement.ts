/** The tools whose results are judged. cyclictest: wake-up latency; oslat: interference with a busy loop. */
export type CpuTool = 'cyclictest' | 'oslat';
export type LatencyTool = CpuTool | 'hwlatdetect';

/** A quantile in µs; at least `gte` where it falls in the overflow; null where there is no sample. */
export type QuantileUs = number | { readonly gte: number } | null;

/** What was measured on one CPU. Latencies are in µs; quantiles are by nearest rank over all samples. */
export interface CpuLatency {
  /** -1 where the tool's thread was not pinned to a CPU. */
  readonly cpu: number;
  /** All of them, with those that the histogram had no bucket for. */
  readonly samples: number;
  /** How many there should have been; null where the tool has no period, or did not say. */
  readonly expected: number | null;
  readonly missed: number | null;
  /** Samples that the histogram had no bucket for. */
  readonly overflow: number;
  readonly p50: QuantileUs;
  readonly p99: QuantileUs;
  readonly p999: QuantileUs;
  readonly p9999: QuantileUs;
  /** The tool's own maximum, which knows the overflow too. */
  readonly max: number;
}

export interface CpuMeasurement {
  readonly kind: 'cpus';
  readonly tool: CpuTool;
  /** One row per thread of the tool, in the order of CPUs. */
  readonly cpus: readonly CpuLatency[];
  /** Null where the tool did not say. */
  readonly durationSec: number | null;
  readonly kernel: string | null;
  /** Whether the kernel was PREEMPT_RT. */
  readonly realtime: boolean | null;
  /** The tool's own return code; null where it is not known. */
  readonly returnCode: number | null;
  /** Null where nobody measured it. */
  readonly stealPct: number | null;
  /** The name that the host has for itself; absent where the tool did not say. */
  readonly host?: string;
  /** Whether an emulator counted the time: then it is nobody's latency. */
  readonly emulated?: boolean;
}

/** What hwlatdetect found: gaps that firmware or the hypervisor made, below every operating system. */
export interface HardwareMeasurement {
  readonly kind: 'hardware';
  readonly tool: 'hwlatdetect';
  /** Null where no gap was above the threshold; what is below it is not recorded. */
  readonly maxUs: number | null;
  readonly thresholdUs: number;
  readonly samples: number;
  readonly durationSec: number | null;
}

/** The tool cannot run on this host, e.g. because its kernel has no hwlat tracer, or it failed. Nothing is known. */
export interface UnavailableMeasurement {
  readonly kind: 'unavailable';
  readonly tool: LatencyTool;
  readonly reason: 'ToolUnavailable' | 'ToolFailed';
  readonly why: string;
}

export type LatencyMeasurement = CpuMeasurement | HardwareMeasurement | UnavailableMeasurement;
