import type { StateValue } from '@aws-sdk/client-cloudwatch';
import { toAlarmTime } from '../alarm';
import type { NewState } from '../change-state';
import type { AlarmJudgement, AlarmSettings } from './judge-alarm';

export interface ReasonParts {
  readonly value: StateValue;
  readonly judgement: AlarmJudgement;
  readonly settings: AlarmSettings;
  /** Newest first. */
  readonly points: readonly { readonly atEpochMs: number; readonly value?: number }[];
  readonly nowEpochMs: number;
  readonly periodSec: number;
  /** Absent for maths. */
  readonly statistic?: string;
}

const COMPARED: Readonly<Record<string, string>> = {
  GreaterThanThreshold: 'greater than',
  GreaterThanOrEqualToThreshold: 'greater than or equal to',
  LessThanThreshold: 'less than',
  LessThanOrEqualToThreshold: 'less than or equal to',
};
const TREATED: Readonly<Record<string, string>> = {
  breaching: 'Breaching',
  notBreaching: 'NonBreaching',
};

/** `50.0`, as AWS writes numbers. */
const toNumber = (value: number): string =>
  Number.isInteger(value) && Math.abs(value) < 1e7 ? `${value}.0` : String(value);
/** `02/10/19 16:59:00` */
const toTime = (epochMs: number): string => {
  const [day = '', time = ''] = new Date(epochMs).toISOString().split('T');
  return `${day.slice(8)}/${day.slice(5, 7)}/${day.slice(2, 4)} ${time.slice(0, 8)}`;
};
const counted = (count: number, word: string): string =>
  `${count} ${word}${count === 1 ? '' : 's'}`;

/** The words are those of AWS's sample events where there is one for the case; else assumed. */
export const toStateReason = (parts: ReasonParts): NewState => {
  const { value, judgement, settings, points } = parts;
  const { evaluationPeriods, datapointsToAlarm, threshold } = settings;
  const seen = judgement.places.flatMap((place) => points[place] ?? []);
  const data = { value, reasonData: JSON.stringify(reasonDataOf(parts)) };
  if (value === 'INSUFFICIENT_DATA')
    return {
      ...data,
      reason: `Insufficient Data: ${counted(judgement.missing, 'datapoint')} ${judgement.missing === 1 ? 'was' : 'were'} unknown.`,
    };
  const treated = TREATED[settings.treatMissingData];
  if (seen.length === 0)
    return {
      ...data,
      reason: `Threshold Crossed: no datapoints were received for ${counted(evaluationPeriods, 'period')} and ${counted(judgement.missing, 'missing datapoint')} ${judgement.missing === 1 ? 'was' : 'were'} treated as [${treated ?? 'Missing'}].`,
    };
  const listed = seen
    .map((point) => `${toNumber(point.value ?? 0)} (${toTime(point.atEpochMs)})`)
    .join(', ');
  const not = value === 'ALARM' ? '' : 'not ';
  const needed =
    value === 'ALARM'
      ? `${counted(datapointsToAlarm, 'datapoint')} for OK -> ALARM`
      : `${counted(evaluationPeriods - datapointsToAlarm + 1, 'datapoint')} for ALARM -> OK`;
  return {
    ...data,
    reason:
      `Threshold Crossed: ${seen.length} out of the last ${evaluationPeriods} datapoints [${listed}] ` +
      `${seen.length === 1 ? 'was' : 'were'} ${not}${COMPARED[settings.comparison] ?? ''} the threshold ` +
      `(${toNumber(threshold)}) (minimum ${needed} transition).`,
  };
};

const reasonDataOf = ({ points, settings, judgement, nowEpochMs, ...parts }: ReasonParts) => {
  const seen = judgement.places.flatMap((place) => points[place] ?? []).toReversed();
  const [oldest] = seen;
  return {
    version: '1.0',
    queryDate: toAlarmTime(nowEpochMs),
    ...(oldest === undefined ? {} : { startDate: toAlarmTime(oldest.atEpochMs) }),
    ...(parts.statistic === undefined ? {} : { statistic: parts.statistic }),
    period: parts.periodSec,
    recentDatapoints: seen.map(({ value }) => value),
    threshold: settings.threshold,
    evaluatedDatapoints: seen
      .toReversed()
      .map(({ atEpochMs, value }) => ({ timestamp: toAlarmTime(atEpochMs), value })),
  };
};
