/**
 * The standard normal distribution to full double precision, in both tails.
 *
 * Up to 1.4 from the middle: the series of Abramowitz & Stegun 26.2.11, whose terms are all positive. Beyond: the
 * continued fraction 26.2.14, evaluated by Lentz's method. Quantile: the estimate 26.2.23, then Halley's steps.
 */

/** Φ(z): the probability of a value up to z. Φ(−z) is what lies above z, with all its digits. */
export const normalCdf = (z: number): number => {
  if (Number.isNaN(z)) return Number.NaN;
  if (Math.abs(z) > 40) return z < 0 ? 0 : 1;
  if (Math.abs(z) < 1.4) return 0.5 + density(z) * series(z);
  return z < 0 ? density(z) / fraction(-z) : 1 - density(z) / fraction(z);
};

/** The z with Φ(z) = p: −∞ at 0, ∞ at 1, NaN outside of them. */
export const normalQuantile = (p: number): number => {
  if (!(p >= 0 && p <= 1)) return Number.NaN;
  return p > 0.5 ? -lowerQuantile(1 - p) : lowerQuantile(p);
};

/** The square is taken in two parts: the rounding of z² would cost digits of the result. */
const density = (z: number): number => {
  const coarse = Math.fround(z);
  const rest = (z - coarse) * (z + coarse);
  return (Math.exp(-(coarse * coarse) / 2) * Math.exp(-rest / 2)) / Math.sqrt(2 * Math.PI);
};

/** z + z³/3 + z⁵/(3·5) + … */
const series = (z: number): number => {
  let term = z;
  let sum = z;
  for (let n = 3; Math.abs(term) > Math.abs(sum) * 1e-17; n += 2) {
    term *= (z * z) / n;
    sum += term;
  }
  return sum;
};

/** z + 1/(z + 2/(z + 3/(z + …))) for z > 0. */
const fraction = (z: number): number => {
  let [value, c, d, change] = [z, z, 0, 0];
  for (let n = 1; Math.abs(change - 1) > Number.EPSILON; n += 1) {
    d = 1 / (z + n * d);
    c = z + n / c;
    change = c * d;
    value *= change;
  }
  return value;
};

/** For 0 ≤ p ≤ ½. Each of Halley's steps triples the digits of an estimate that is good to three. */
const lowerQuantile = (p: number): number => {
  if (p === 0) return Number.NEGATIVE_INFINITY;
  const t = Math.sqrt(-2 * Math.log(p));
  let z =
    (2.515517 + t * (0.802853 + t * 0.010328)) /
      (1 + t * (1.432788 + t * (0.189269 + t * 0.001308))) -
    t;
  for (let step = 0; step < 3; step += 1) {
    const error = (normalCdf(z) - p) / density(z);
    z -= error / (1 + (z * error) / 2);
  }
  return z;
};
