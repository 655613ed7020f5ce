/** Quantiles that a budget, a baseline or a fleet may speak of, with how rare what lies beyond one is. */
export const QUANTILES = {
  p50: { oneIn: 2, label: 'p50' },
  p99: { oneIn: 100, label: 'p99' },
  p999: { oneIn: 1_000, label: 'p99.9' },
  p9999: { oneIn: 10_000, label: 'p99.99' },
} as const satisfies Readonly<Record<string, { readonly oneIn: number; readonly label: string }>>;
export type Quantile = keyof typeof QUANTILES;

/** What is measured of a CPU: its quantiles and the tool's own maximum. */
export type Figure = Quantile | 'max';
export const FIGURES = ['p50', 'p99', 'p999', 'p9999', 'max'] as const satisfies readonly Figure[];
export const labelOf = (figure: Figure): string =>
  figure === 'max' ? 'max' : QUANTILES[figure].label;

/** Absolute limits in µs; a figure that equals its limit is within it. At least one is set. */
export interface LatencyLimits {
  readonly p99Us?: number;
  readonly p999Us?: number;
  readonly p9999Us?: number;
  readonly maxUs?: number;
}

/** What a profile asks of a measurement by one tool, per CPU. */
export interface LatencyBudget {
  /** How long is measured; a run that was shorter by more than 1 % decides nothing. */
  readonly durationSec: number;
  readonly budget: LatencyLimits;
  /** Per CPU. Without it, ten samples beyond the rarest quantile that is asked for. */
  readonly minSamples?: number;
  /** Wake-ups that did not happen, of those that the run should have had. Of cyclictest only. */
  readonly maxMissedPct: number;
  /** Time that the hypervisor gave to others, where it was measured. */
  readonly maxStealPct: number;
  /** Against the same host before it was tuned: after ≤ before × ratio, CPU by CPU. */
  readonly baseline?: { readonly maxRatio: Readonly<Partial<Record<Figure, number>>> };
  /** Against hosts of the same instance type: a worst CPU whose robust z is above the limit is an outlier. */
  readonly fleet?: FleetRule;
}

export interface FleetRule {
  readonly figure: Figure;
  readonly robustZ: number;
  /** With fewer hosts to compare with, the fleet says nothing. */
  readonly minHosts: number;
}

/** What a profile asks of hwlatdetect: the time that firmware and hypervisor take, which no tuning gives back. */
export interface HardwareBudget {
  readonly durationSec: number;
  readonly budget: { readonly maxUs: number };
}

/** A profile's section `latency`: what is asked of each tool that is run. */
export interface LatencyBudgets {
  readonly cyclictest?: LatencyBudget;
  readonly oslat?: LatencyBudget;
  readonly hwlatdetect?: HardwareBudget;
}
