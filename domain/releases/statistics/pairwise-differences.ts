import { createOrdinals } from './ordinals';

export interface PairwiseDifferences {
  /** The one at this place of their order, from 1; a place beyond either end is that end. */
  inOrder(place: number): number;
}

/**
 * All x − y of two sorted samples in order, without making them: nine million of them would not fit a small
 * function. The search halves the range of all doubles, 64 times at most, and counts in one pass over both samples.
 */
export const createPairwiseDifferences = (
  x: Float64Array,
  y: Float64Array,
): PairwiseDifferences => {
  const ordinals = createOrdinals();
  return {
    inOrder: (place) => {
      const wanted = Math.min(Math.max(place, 1), x.length * y.length);
      let below = ordinals.of(Number.NEGATIVE_INFINITY) - 1n;
      let found = ordinals.of(Number.POSITIVE_INFINITY);
      while (found - below > 1n) {
        const middle = (below + found) >> 1n;
        if (countUpTo(ordinals.at(middle), x, y) >= wanted) found = middle;
        else below = middle;
      }
      return ordinals.at(found);
    },
  };
};

/** How many differences are not above `limit`. The greater x is, the fewer y are left that keep x − y under it. */
const countUpTo = (limit: number, x: Float64Array, y: Float64Array): number => {
  let count = 0;
  let tooSmall = 0;
  for (const value of x) {
    while (value - (y[tooSmall] ?? Number.POSITIVE_INFINITY) > limit) tooSmall += 1;
    count += y.length - tooSmall;
  }
  return count;
};
