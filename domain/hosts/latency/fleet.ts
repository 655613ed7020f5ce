import type { Bounds } from './bounds';
import { describeBounds, worstBounds } from './bounds';
import type { FleetRule } from './budget';
import { labelOf } from './budget';
import type { CpuLatency } from './measurement';
import type { LatencyFinding } from './verdict';

/** A standard deviation in units of the median absolute deviation, where values are normally distributed. */
const SIGMA_PER_MAD = 1.4826;
/** Both tools count whole microseconds: a fleet that agrees better than that does not make 1 µs an outlier. */
const LEAST_SIGMA_US = 1;

/** The middle value; the mean of the two in the middle of an even number. Of none, 0. */
export const medianOf = (values: readonly number[]): number => {
  const sorted = values.toSorted((left, right) => left - right);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2;
};

/**
 * How many robust standard deviations a value in µs lies above the median of others; below it, negative. Half of
 * the others may be outliers themselves without moving it.
 */
export const robustZ = (valueUs: number, othersUs: readonly number[]): number => {
  const median = medianOf(othersUs);
  const deviation = medianOf(othersUs.map((other) => Math.abs(other - median)));
  return (valueUs - median) / Math.max(SIGMA_PER_MAD * deviation, LEAST_SIGMA_US);
};

/** Undefined where the fleet has too few hosts to say anything. */
export const compareWithFleet = (
  rule: FleetRule,
  rows: readonly CpuLatency[],
  fleet: readonly (readonly CpuLatency[])[],
): readonly LatencyFinding[] | undefined => {
  const hosts = fleet.flatMap((host) => worstBounds(host, rule.figure) ?? []);
  const worst = worstBounds(rows, rule.figure);
  if (hosts.length < rule.minHosts || worst === undefined) return undefined;
  return judgeAgainst(rule, worst, hosts);
};

/** A figure that is only bounded is tried at both bounds; where they disagree, nothing is decided. */
const judgeAgainst = (
  rule: FleetRule,
  worst: Bounds,
  hosts: readonly Bounds[],
): readonly LatencyFinding[] => {
  const lows = hosts.map(({ low }) => low);
  const highs = hosts.map(({ high }) => high);
  const least = Math.min(robustZ(worst.low, lows), robustZ(worst.low, highs));
  const most = Math.max(robustZ(worst.high, lows), robustZ(worst.high, highs));
  if (most <= rule.robustZ) return [];
  const decided = least > rule.robustZ;
  const label = labelOf(rule.figure);
  return [
    {
      rule: decided ? 'FleetOutlier' : 'OverflowInAskedPercentile',
      outcome: decided ? 'failed' : 'inconclusive',
      expected: `at most ${rule.robustZ} robust deviations above the fleet's median of ${medianOf(lows)} µs are allowed`,
      observed: `the worst CPU's ${label} is ${describeBounds(worst)}, ${toZ(decided ? least : most)} robust deviations above ${hosts.length} hosts`,
    },
  ];
};

const toZ = (z: number): string => z.toFixed(1);
