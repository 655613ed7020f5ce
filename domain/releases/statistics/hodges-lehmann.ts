import { sigmaOfU, tieSum } from './mann-whitney';
import { normalQuantile } from './normal';
import { createPairwiseDifferences } from './pairwise-differences';

export interface LocationShift {
  /** How much higher the first sample lies than the second: the median of all pairwise differences. */
  readonly estimate: number;
  readonly lower: number;
  readonly upper: number;
}

/**
 * Hodges and Lehmann's estimate of the shift between two samples, and the interval that R's
 * `wilcox.test(conf.int = TRUE, exact = FALSE, correct = TRUE)` and Kayenta put around it: the shifts μ at which the
 * tie- and continuity-corrected z of (first − μ) against second crosses the normal quantile, between the least and
 * the greatest difference.
 *
 * They search the root of z(μ) numerically. But z changes only where μ passes a pairwise difference, so the root is
 * one of the differences, known by its place in their order; no search, no tolerance. Where all of a range solves
 * z(μ) = 0, the estimate is its middle, which is the median. Where each sample has one distinct value, all differences
 * are one, and so are the bounds (R gives up there, Kayenta adds noise).
 *
 * `confidenceRatio` is between 0 and 1; neither sample may be empty; all values are finite.
 * https://stat.ethz.ch/R-manual/R-devel/library/stats/html/wilcox.test.html
 */
export const locationShift = (
  first: readonly number[],
  second: readonly number[],
  confidenceRatio: number,
): LocationShift => {
  const x = Float64Array.from(first).sort();
  const y = Float64Array.from(second).sort();
  const differences = createPairwiseDifferences(x, y);
  const pairs = x.length * y.length;
  // A shift between two differences makes no ties of one sample with the other.
  const sigma = sigmaOfU(x.length, y.length, tieSum(x) + tieSum(y));
  const quantile = -normalQuantile((1 - confidenceRatio) / 2);
  const crossing = (z: number): number =>
    differences.inOrder(pairs - mostPairsBelow(z, pairs, sigma));
  const [low, high] = [
    differences.inOrder(Math.ceil(pairs / 2)),
    differences.inOrder(Math.floor(pairs / 2) + 1),
  ];
  return {
    estimate: low + (high - low) / 2,
    lower: crossing(quantile),
    upper: crossing(-quantile),
  };
};

/** The greatest number of pairs with first − μ above second for which z(μ) is still less than `z`; −1 for none. */
const mostPairsBelow = (z: number, pairs: number, sigma: number): number => {
  let [most, tooMany] = [-1, pairs + 1];
  while (tooMany - most > 1) {
    const middle = Math.floor((most + tooMany) / 2);
    const distance = middle - pairs / 2;
    if ((distance - Math.sign(distance) / 2) / sigma < z) most = middle;
    else tooMany = middle;
  }
  return most;
};
