import { shorten } from '../../units';
import { commonLanguageEffect, meanOf, meanRatio } from '../statistics/effect-size';
import type { LocationShift } from '../statistics/hodges-lehmann';
import { locationShift } from '../statistics/hodges-lehmann';
import { mannWhitney } from '../statistics/mann-whitney';
import { describeBaselineCheck, nameBaseline } from './baseline-words';
import type { MetricBaselineCheck } from './check';
import { EVIDENCE_LENGTH } from './check-result';
import { areFinite, sayNumber, sayPct, sayPoints } from './metric-words';
import type { BaselineObservation, Judge, Judged, MetricPoints } from './observation';

type Finding = Pick<Judged, 'outcome' | 'reason' | 'observed'>;

/**
 * Judges whether a metric of the new version lies beside its baseline, by Kayenta's rule: it lies higher where the
 * whole interval of the Mann-Whitney shift is above `toleranceRatio` of the estimate and the effect is at least
 * `allowedIncrease` (or there is no effect to be had); lower, mirrored. `direction` says which of them is bad.
 * https://github.com/spinnaker/kayenta/blob/master/docs/canary-judge-details.md
 *
 * Fails closed: too few points on either side are inconclusive, so is a missing baseline; nothing on the new
 * version's side is what `noData` says, and what is no finite number is an error.
 */
export const judgeMetricBaseline: Judge<'metric-baseline'> = (check, observation, subject) => {
  const { experiment, control } = observation;
  const baseline = nameBaseline(check, subject);
  return {
    ...(obstacleOf(check, observation) ?? compare(check, experiment, control)),
    expected: describeBaselineCheck(check, baseline),
    samples: experiment.values.length + control.values.length,
    baseline: shorten(`${baseline}: ${describeSide(control)}`, EVIDENCE_LENGTH),
  };
};

/** Why nothing can be compared. */
const obstacleOf = (
  { noData, minSamples }: MetricBaselineCheck,
  { experiment, control }: BaselineObservation,
): Finding | undefined => {
  const seen = describeSide(experiment);
  if (!areFinite([...experiment.values, ...control.values]))
    return { outcome: 'error', reason: 'NotANumber', observed: `no finite number: ${seen}` };
  if (experiment.values.length === 0)
    return { outcome: noData, reason: 'NothingToLookAt', observed: seen };
  if (control.values.length === 0)
    return {
      outcome: 'inconclusive',
      reason: 'BaselineMissing',
      observed: `${seen}; nothing to hold it against`,
    };
  if (experiment.values.length < minSamples || control.values.length < minSamples)
    return {
      outcome: 'inconclusive',
      reason: 'TooFewSamples',
      observed: `${seen}, ${control.values.length} of the baseline; each side needs ${minSamples}`,
    };
  return undefined;
};

const compare = (
  check: MetricBaselineCheck,
  { values: experiment }: MetricPoints,
  { values: control }: MetricPoints,
): Finding => {
  if (areAlike(experiment, control))
    return {
      outcome: 'passed',
      reason: 'AsExpected',
      observed: `mean ${sayNumber(meanOf(experiment))}, the same values as the baseline`,
    };
  const shift = locationShift(experiment, control, check.confidenceRatio);
  const effect = EFFECTS[check.effect.measure].of(experiment, control);
  const observed = [
    `mean ${sayNumber(meanOf(experiment))} over ${experiment.length} points`,
    `shifted by ${sayNumber(shift.estimate)} (${sayPct(check.confidenceRatio)} interval ${sayNumber(shift.lower)} to ${sayNumber(shift.upper)})`,
    `${EFFECTS[check.effect.measure].name} ${effect === undefined ? 'undefined' : sayNumber(effect)}`,
    `p ${sayNumber(mannWhitney(experiment, control).pTwoSided)}`,
  ].join(', ');
  if (!areFinite([shift.estimate, shift.lower, shift.upper]))
    return { outcome: 'error', reason: 'NotANumber', observed };
  if (check.direction !== 'decrease' && isHigher(check, shift, effect))
    return { outcome: 'failed', reason: 'HigherThanBaseline', observed };
  if (check.direction !== 'increase' && isLower(check, shift, effect))
    return { outcome: 'failed', reason: 'LowerThanBaseline', observed };
  return { outcome: 'passed', reason: 'AsExpected', observed };
};

const EFFECTS = {
  'mean-ratio': { name: 'mean ratio', of: meanRatio },
  cles: { name: 'common language effect', of: commonLanguageEffect },
} as const satisfies Readonly<Record<MetricBaselineCheck['effect']['measure'], object>>;

/** An effect that is not to be had does not hold a change back: the comparisons are false for it. */
const isHigher = (
  { toleranceRatio, effect: { allowedIncrease } }: MetricBaselineCheck,
  { estimate, lower }: LocationShift,
  effect = Number.NaN,
): boolean => lower > toleranceRatio * Math.abs(estimate) && !(effect < allowedIncrease);

const isLower = (
  { toleranceRatio, effect: { allowedDecrease } }: MetricBaselineCheck,
  { estimate, upper }: LocationShift,
  effect = Number.NaN,
): boolean => upper < -toleranceRatio * Math.abs(estimate) && !(effect > allowedDecrease);

/** The same values in any order, or one value alone on both sides: no statistics are needed. */
const areAlike = (experiment: readonly number[], control: readonly number[]): boolean => {
  const [ours, theirs] = [experiment, control].map((values) => values.toSorted((a, b) => a - b));
  return String(ours) === String(theirs) || new Set([...experiment, ...control]).size === 1;
};

const describeSide = (points: MetricPoints): string =>
  points.values.length === 0
    ? sayPoints(points)
    : `mean ${sayNumber(meanOf(points.values))} over ${sayPoints(points)}`;
