/** One pair of samples, and what an independent implementation says of it. */
export interface Published {
  readonly name: string;
  readonly first: readonly number[];
  readonly second: readonly number[];
  readonly u: number;
  readonly z: number;
  readonly pTwoSided: number;
  readonly pGreater: number;
  readonly pLess: number;
  readonly meanRatio: number | undefined;
  readonly cles: number;
  readonly at98: { readonly estimate: number; readonly lower: number; readonly upper: number };
  readonly at95: { readonly estimate: number; readonly lower: number; readonly upper: number };
}

/*
The Python that made the literals of published-values.ts (SciPy 1.17.1, NumPy 2.4.6):

import math
import numpy as np
from scipy.optimize import brentq
from scipy.stats import mannwhitneyu, norm, rankdata

def values(seed, n, scale, shift, digits=None):
    out, s = [], seed
    for _ in range(n):
        s = (s * 1103515245 + 12345) % 2147483648
        v = shift + scale * (s / 2147483648)
        out.append(v if digits is None else math.floor(v * 10**digits) / 10**digits)
    return out

def z(mu, x, y, correct):
    m, n = len(x), len(y)
    r = rankdata(np.concatenate([np.asarray(x, float) - mu, np.asarray(y, float)]))
    dz = r[:m].sum() - m * (m + 1) / 2 - m * n / 2
    _, t = np.unique(r, return_counts=True)
    t = t.astype(float)
    sigma = math.sqrt(m * n / 12 * ((m + n + 1) - (t**3 - t).sum() / ((m + n) * (m + n - 1))))
    return 0.0 if sigma == 0 else (dz - (0.5 * np.sign(dz) if correct else 0)) / sigma

def root(f, lo, hi):
    if f(lo) <= 0: return lo
    if f(hi) >= 0: return hi
    return brentq(f, lo, hi, xtol=1e-300, rtol=8.9e-16, maxiter=5000)

def shift(x, y, confidence):
    lo, hi = min(x) - max(y), max(x) - min(y)
    if lo == hi: return lo, lo, lo
    q = norm.ppf(1 - (1 - confidence) / 2)
    tiny = 1e-9  # The middle of the two ends of where z = 0: the same shift twice where z jumps over 0.
    estimate = (root(lambda d: z(d, x, y, False) - tiny, lo, hi)
                + root(lambda d: z(d, x, y, False) + tiny, lo, hi)) / 2
    return estimate, root(lambda d: z(d, x, y, True) - q, lo, hi), root(lambda d: z(d, x, y, True) + q, lo, hi)

test = lambda alternative: mannwhitneyu(x, y, method='asymptotic', alternative=alternative)
u, p_two_sided = test('two-sided'); p_greater = test('greater').pvalue; p_less = test('less').pvalue
z0 = z(0, x, y, True); at98 = shift(x, y, 0.98); at95 = shift(x, y, 0.95)
mean_ratio = None if 0 in (np.mean(x), np.mean(y)) else np.mean(x) / np.mean(y)
m, n = len(x), len(y)
cles = (2 * rankdata(np.concatenate([x, y]))[:m].sum() - m * (m + 1)) / (2 * m * n)
*/

/** The same numbers as `values` of the Python above gives. */
export const values = (
  seed: number,
  count: number,
  { scale, shift, digits }: { readonly scale: number; readonly shift: number; digits?: number },
): readonly number[] => {
  let state = seed;
  return Array.from({ length: count }, () => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
    const value = shift + scale * (state / 2147483648);
    return digits === undefined ? value : Math.floor(value * 10 ** digits) / 10 ** digits;
  });
};

/** Whether two numbers agree to 1e-9 of the expected one. */
export const agree = (actual: number | undefined, expected: number | undefined): boolean =>
  actual === undefined || expected === undefined
    ? actual === expected
    : Math.abs(actual - expected) <= 1e-9 * Math.abs(expected) + 1e-18;
