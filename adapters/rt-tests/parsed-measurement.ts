import type { LatencyHistogram } from '../../domain/hosts/latency/histogram';
import type { LatencyMeasurement } from '../../domain/hosts/latency/measurement';

export interface CpuHistogram {
  readonly cpu: number;
  readonly histogram: LatencyHistogram;
}

/** What a tool's file says. A summary has no histograms: they stayed on the host. */
export interface ParsedMeasurement {
  readonly measurement: LatencyMeasurement;
  readonly histograms: readonly CpuHistogram[];
}
