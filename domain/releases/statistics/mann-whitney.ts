import { normalCdf } from './normal';

export interface RankTest {
  /** Pairs in which the value of the first sample is the greater one; equal ones count half. */
  readonly u: number;
  /** U's distance from what chance gives, in standard deviations; corrected for ties and continuity. */
  readonly z: number;
  /** How likely chance alone is to bring the samples so far apart, either way. */
  readonly pTwoSided: number;
  /** … the first sample so far above the second. */
  readonly pGreater: number;
  /** … the first sample so far below the second. */
  readonly pLess: number;
}

/**
 * The Mann-Whitney U test by its normal approximation. Where all values are equal nothing speaks against chance:
 * z is 0 and each p is 1. Neither sample may be empty.
 * https://en.wikipedia.org/wiki/Mann–Whitney_U_test#Normal_approximation_and_tie_correction
 */
export const mannWhitney = (first: readonly number[], second: readonly number[]): RankTest => {
  const [m, n] = [first.length, second.length];
  const together = Float64Array.from([...first, ...second]).sort();
  const u = rankSum(first, together) - (m * (m + 1)) / 2;
  const sigma = sigmaOfU(m, n, tieSum(together));
  const distance = u - (m * n) / 2;
  if (sigma === 0) return { u, z: 0, pTwoSided: 1, pGreater: 1, pLess: 1 };
  const z = (distance - Math.sign(distance) / 2) / sigma;
  return {
    u,
    z,
    pTwoSided: Math.min(1, 2 * normalCdf(-Math.abs(z))),
    pGreater: normalCdf((0.5 - distance) / sigma),
    pLess: normalCdf((0.5 + distance) / sigma),
  };
};

/** The standard deviation of U for samples of m and n values; `ties` as `tieSum` gives them. */
export const sigmaOfU = (m: number, n: number, ties: number): number => {
  const all = m + n;
  return Math.sqrt(((m * n) / 12) * (all + 1 - ties / (all * (all - 1))));
};

/** Σ(t³ − t) over the groups of equal values, t being a group's size. */
export const tieSum = (sorted: Float64Array): number => {
  let sum = 0;
  for (let start = 0; start < sorted.length;) {
    const end = endOfGroup(sorted, start);
    sum += (end - start) ** 3 - (end - start);
    start = end;
  }
  return sum;
};

/** The sum of the sample's ranks among all values; equal values share the average of their ranks. */
const rankSum = (sample: readonly number[], together: Float64Array): number => {
  const sorted = Float64Array.from(sample).sort();
  let sum = 0;
  let next = 0;
  for (let start = 0; start < together.length;) {
    const end = endOfGroup(together, start);
    const rank = (start + 1 + end) / 2;
    for (; next < sorted.length && sorted[next] === together[start]; next += 1) sum += rank;
    start = end;
  }
  return sum;
};

const endOfGroup = (sorted: Float64Array, start: number): number => {
  let end = start + 1;
  while (end < sorted.length && sorted[end] === sorted[start]) end += 1;
  return end;
};
