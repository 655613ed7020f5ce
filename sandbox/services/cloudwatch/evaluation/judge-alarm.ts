import type { ComparisonOperator, StateValue } from '@aws-sdk/client-cloudwatch';

export interface AlarmSettings {
  readonly comparison: ComparisonOperator;
  readonly threshold: number;
  /** N: how many points are looked at. */
  readonly evaluationPeriods: number;
  /** M: how many of them must breach. */
  readonly datapointsToAlarm: number;
  readonly treatMissingData: string;
}

export interface AlarmJudgement {
  /** Undefined where the state stays as it is. */
  readonly value?: StateValue;
  /** Places of the points that were looked at, newest first. */
  readonly places: readonly number[];
  /** How many missing points were filled in. */
  readonly missing: number;
}

const COMPARISONS: Readonly<Record<string, (value: number, threshold: number) => boolean>> = {
  GreaterThanThreshold: (value, threshold) => value > threshold,
  GreaterThanOrEqualToThreshold: (value, threshold) => value >= threshold,
  LessThanThreshold: (value, threshold) => value < threshold,
  LessThanOrEqualToThreshold: (value, threshold) => value <= threshold,
};

/** Whether it compares with a threshold: anomaly detection compares with a band, which is not imitated. */
export const isComparable = (comparison: ComparisonOperator | undefined): boolean =>
  comparison !== undefined && Object.hasOwn(COMPARISONS, comparison);

/** What is filled in where points are missing: how many of them breach, or what is said in their stead. */
type Missing = (about: {
  readonly breaching: number;
  readonly real: number;
  readonly missing: number;
  /** How many periods ago the oldest breaching point was, the newest being 1. */
  readonly oldestAge: number;
  readonly settings: AlarmSettings;
}) => StateValue | undefined;

/**
 * What missing points make of an alarm.
 * documented: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html
 */
const MISSING: Readonly<Record<string, Missing>> = {
  breaching: ({ breaching, missing, settings: { datapointsToAlarm } }) =>
    breaching + missing >= datapointsToAlarm ? 'ALARM' : 'OK',
  notBreaching: () => 'OK',
  ignore: ({ breaching, real }) => (breaching === real ? undefined : 'OK'),
  // All that there is breaches, and has done so long enough.
  missing: ({ breaching, real, oldestAge, settings: { datapointsToAlarm } }) => {
    if (real === 0) return 'INSUFFICIENT_DATA';
    return breaching === real && oldestAge >= datapointsToAlarm ? 'ALARM' : 'OK';
  },
};

/**
 * The state that the points of an evaluation range give, newest first, undefined for a missing one. The newest real
 * points are looked at; only where there are too few, missing ones are filled in.
 */
export const judgeAlarm = (
  newestFirst: readonly (number | undefined)[],
  settings: AlarmSettings,
): AlarmJudgement => {
  const { comparison, threshold, evaluationPeriods, datapointsToAlarm } = settings;
  const breaches = (place: number): boolean =>
    COMPARISONS[comparison]?.(newestFirst[place] ?? Number.NaN, threshold) ?? false;
  const places = newestFirst
    .flatMap((value, place) => (value === undefined ? [] : [place]))
    .slice(0, evaluationPeriods);
  const breaching = places.filter(breaches);
  const missing = evaluationPeriods - places.length;
  if (breaching.length >= datapointsToAlarm) return { value: 'ALARM', places, missing };
  if (missing === 0) return { value: 'OK', places, missing };
  const treat = MISSING[settings.treatMissingData] ?? MISSING.missing;
  const value = treat?.({
    breaching: breaching.length,
    real: places.length,
    missing,
    oldestAge: (breaching.at(-1) ?? -1) + 1,
    settings,
  });
  return { ...(value === undefined ? {} : { value }), places, missing };
};
