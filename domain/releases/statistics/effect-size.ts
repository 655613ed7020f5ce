import { mannWhitney } from './mann-whitney';

export const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** How many times the second sample's mean the first one's is; undefined where either mean is 0. */
export const meanRatio = (
  first: readonly number[],
  second: readonly number[],
): number | undefined => {
  const [above, below] = [meanOf(first), meanOf(second)];
  return above === 0 || below === 0 ? undefined : above / below;
};

/**
 * The common language effect size: how likely a value of the first sample is to be above one of the second, equal
 * ones counting half. 0.5 says that neither lies higher. https://en.wikipedia.org/wiki/Effect_size#Common_language_effect_size
 */
export const commonLanguageEffect = (first: readonly number[], second: readonly number[]): number =>
  mannWhitney(first, second).u / (first.length * second.length);
