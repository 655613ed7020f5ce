import fc from 'fast-check';
import { normalCdf, normalQuantile } from '../../../../domain/releases/statistics/normal';

/** `[z, float(mpmath.ncdf(z))]` with mpmath.mp.dps = 40: SciPy's own `ndtr` loses digits far out. */
const CDF = [
  [-37, 5.725571222524577e-300],
  [-20, 2.7536241186062337e-89],
  [-8.5, 9.479534822203318e-18],
  [-5, 2.866515718791939e-7],
  [-3, 0.0013498980316300946],
  [-2.3263478740408408, 0.010000000000000009],
  [-1.5, 0.06680720126885807],
  [-1.4142135, 0.07864961267918451],
  [-1.4, 0.08075665923377107],
  [-1.39, 0.08226443867766896],
  [-1, 0.15865525393145705],
  [-0.5, 0.3085375387259869],
  [-1e-10, 0.49999999996010575],
  [0, 0.5],
  [0.3, 0.6179114221889527],
  [1, 0.8413447460685429],
  [1.4142136, 0.9213504019970821],
  [2, 0.9772498680518208],
  [5, 0.9999997133484281],
  [8, 0.9999999999999993],
] as const;

/** `[p, float(mpmath.findroot(lambda z: log(ncdf(z)) - log(p), scipy.special.ndtri(p)))]`, in 40 digits. */
const QUANTILES = [
  [1e-300, -37.0470962993612],
  [1e-100, -21.273453560965326],
  [1e-20, -9.262340089798407],
  [1e-9, -5.9978070150076865],
  [0.001, -3.0902323061678136],
  [0.01, -2.326347874040841],
  [0.02, -2.053748910631823],
  [0.025, -1.9599639845400543],
  [0.1, -1.2815515655446004],
  [0.3, -0.5244005127080408],
  [0.499, -0.002506630899571766],
  [0.6, 0.2533471031357997],
  [0.975, 1.9599639845400538],
  [0.99, 2.3263478740408408],
  [0.999999, 4.753424308817087],
] as const;

const relativeError = (actual: number, expected: number): number =>
  Math.abs(actual - expected) / Math.abs(expected);

describe('the normal distribution', () => {
  it.each(CDF)('has so much up to %d in all digits', (z, expected) => {
    expect(relativeError(normalCdf(z), expected)).toBeLessThan(5e-15);
  });

  it.each(QUANTILES)('has the quantile of %d in all digits', (p, expected) => {
    expect(Math.abs(normalQuantile(p) - expected)).toBeLessThan(1e-15 + 5e-15 * Math.abs(expected));
  });

  it('has its middle at 0', () => {
    expect(Math.abs(normalQuantile(0.5))).toBeLessThan(1e-16);
  });

  it('has nothing beyond its ends', () => {
    expect(normalCdf(Number.NEGATIVE_INFINITY)).toBe(0);
    expect(normalCdf(Number.POSITIVE_INFINITY)).toBe(1);
    expect(normalQuantile(0)).toBe(Number.NEGATIVE_INFINITY);
    expect(normalQuantile(1)).toBe(Number.POSITIVE_INFINITY);
  });

  it('makes nothing of what is no number or no probability', () => {
    expect(normalCdf(Number.NaN)).toBeNaN();
    expect([-0.1, 1.1, Number.NaN].map(normalQuantile)).toEqual([NaN, NaN, NaN]);
  });

  it('gives back the probability whose quantile it gave', () =>
    fc.assert(
      fc.property(
        fc.double({ min: 1e-300, max: 1 - 1e-12, noNaN: true }),
        (p) => relativeError(normalCdf(normalQuantile(p)), p) < 1e-12,
      ),
    ));

  it('never falls', () =>
    fc.assert(
      fc.property(
        fc.double({ min: -40, max: 40, noNaN: true }),
        fc.double({ min: 1e-6, max: 1, noNaN: true }),
        (z, step) => normalCdf(z + step) >= normalCdf(z),
      ),
    ));
});
