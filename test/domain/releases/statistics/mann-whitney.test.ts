import fc from 'fast-check';
import {
  commonLanguageEffect,
  meanRatio,
} from '../../../../domain/releases/statistics/effect-size';
import { mannWhitney } from '../../../../domain/releases/statistics/mann-whitney';
import { agree } from './published';
import { PUBLISHED } from './published-values';

const aSample = fc.array(fc.integer({ min: -5, max: 20 }), { minLength: 1, maxLength: 30 });

describe('the Mann-Whitney test', () => {
  it.each(PUBLISHED)('agrees with SciPy: $name', ({ first, second, ...published }) => {
    const test = mannWhitney(first, second);
    const { u, z, pTwoSided, pGreater, pLess } = published;
    const figures = { u, z, pTwoSided, pGreater, pLess };
    expect(
      Object.entries(figures).filter(([name, value]) => !agree(Object(test)[name], value)),
    ).toEqual([]);
  });

  it('says nothing against chance where all values are equal', () => {
    expect(mannWhitney([3, 3, 3], [3, 3])).toEqual({
      u: 3,
      z: 0,
      pTwoSided: 1,
      pGreater: 1,
      pLess: 1,
    });
  });

  it('says the mirrored thing of mirrored samples, and nothing depends on their order', () =>
    fc.assert(
      fc.property(aSample, aSample, (first, second) => {
        const there = mannWhitney(first, second);
        const back = mannWhitney(second.toReversed(), first.toReversed());
        return (
          there.u + back.u === first.length * second.length &&
          there.pTwoSided === back.pTwoSided &&
          there.pGreater === back.pLess &&
          there.z === -back.z + 0
        );
      }),
    ));

  it('counts the pairs in which the first is greater, equal ones half', () =>
    fc.assert(
      fc.property(aSample, aSample, (first, second) => {
        const pairs = first.flatMap((x) => second.map((y) => (x > y ? 1 : x === y ? 0.5 : 0)));
        return mannWhitney(first, second).u === pairs.reduce((sum: number, one) => sum + one, 0);
      }),
    ));

  it('gives probabilities only', () =>
    fc.assert(
      fc.property(aSample, aSample, (first, second) => {
        const { pTwoSided, pGreater, pLess } = mannWhitney(first, second);
        return [pTwoSided, pGreater, pLess].every((p) => p >= 0 && p <= 1);
      }),
    ));
});

describe('effect sizes', () => {
  it.each(PUBLISHED)('agree with SciPy: $name', (published) => {
    expect(agree(meanRatio(published.first, published.second), published.meanRatio)).toBe(true);
    expect(agree(commonLanguageEffect(published.first, published.second), published.cles)).toBe(
      true,
    );
  });

  it.each([
    ['the first', [0, 0], [1, 2]],
    ['the second', [1, 2], [-1, 1]],
  ])('have no mean ratio where the mean of %s is 0', (_, first, second) => {
    expect(meanRatio(first, second)).toBeUndefined();
  });
});
