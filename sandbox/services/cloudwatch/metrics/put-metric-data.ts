import type { MetricDatum, PutMetricDataCommandInput } from '@aws-sdk/client-cloudwatch';
import type { Clock } from '../../../clock';
import { AwsError } from '../../../service';
import type { Sample } from './bucket';
import { fromDimensions, type MetricStore } from './metric-store';

const HOUR_MS = 3_600_000;
/** Documented: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricData.html */
const LIMITS = {
  metrics: 1_000,
  dimensions: 30,
  values: 150,
  value: 2 ** 360,
  pastMs: 14 * 24 * HOUR_MS,
  futureMs: 2 * HOUR_MS,
};

/** Words assumed. */
const refuse = (member: string, why: string): never => {
  throw new AwsError(
    'InvalidParameterValueException',
    `The value for parameter ${member} is invalid: ${why}.`,
  );
};
const refuseTogether = (message: string): never => {
  throw new AwsError('InvalidParameterCombinationException', message);
};

const samplesOf = (datum: MetricDatum, at: string): readonly Sample[] => {
  const { Value: value, Values: values, Counts: counts, StatisticValues: kept } = datum;
  if ([value, values, kept].filter((it) => it !== undefined).length !== 1)
    refuseTogether(`Exactly one of Value, Values and StatisticValues must be given for ${at}.`);
  if (kept !== undefined)
    return [
      {
        count: kept.SampleCount ?? 0,
        sum: kept.Sum ?? 0,
        minimum: kept.Minimum ?? 0,
        maximum: kept.Maximum ?? 0,
      },
    ];
  const all = values ?? [value ?? 0];
  if (all.length > LIMITS.values) refuse(`${at}.Values`, `there are more than ${LIMITS.values}`);
  if (counts !== undefined && counts.length !== all.length)
    refuseTogether(`${at}.Counts must have as many members as ${at}.Values.`);
  return all.map((it, index) => {
    const count = counts?.[index] ?? 1;
    return { count, sum: it * count, minimum: it, maximum: it };
  });
};

const checkDatum = (datum: MetricDatum, at: string, nowEpochMs: number): readonly Sample[] => {
  if (!datum.MetricName) refuse(`${at}.MetricName`, 'it is required');
  if ((datum.Dimensions ?? []).length > LIMITS.dimensions)
    refuse(`${at}.Dimensions`, `there are more than ${LIMITS.dimensions}`);
  const agoMs = nowEpochMs - (datum.Timestamp?.getTime() ?? nowEpochMs);
  if (agoMs > LIMITS.pastMs || -agoMs > LIMITS.futureMs)
    refuse(`${at}.Timestamp`, 'it must be within the past two weeks and the next two hours');
  const samples = samplesOf(datum, at);
  const wrong = samples
    .flatMap(({ sum, minimum, maximum }) => [sum, minimum, maximum])
    .find((it) => !Number.isFinite(it) || Math.abs(it) > LIMITS.value);
  if (wrong !== undefined) refuse(`${at}.Value`, `${wrong} is not a number that can be kept`);
  return samples;
};

/** Throws InvalidParameterValue, InvalidParameterCombination; then nothing was put. */
export const putMetricData = (
  { store, clock }: { readonly store: MetricStore; readonly clock: Pick<Clock, 'nowEpochMs'> },
  { Namespace: namespace = '', MetricData: data = [] }: PutMetricDataCommandInput,
): void => {
  if (!/^[^:][^\0]{0,254}$/.test(namespace))
    refuse('Namespace', 'it must have 1 to 255 characters');
  if (namespace.startsWith('AWS/')) refuse('Namespace', 'those that begin with AWS/ are reserved');
  if (data.length > LIMITS.metrics) refuse('MetricData', `there are more than ${LIMITS.metrics}`);
  const nowEpochMs = clock.nowEpochMs();
  const checked = data.map((datum, index) => ({
    datum,
    samples: checkDatum(datum, `MetricData.member.${index + 1}`, nowEpochMs),
  }));
  for (const { datum, samples } of checked)
    for (const sample of samples)
      store.put({
        ...sample,
        metric: {
          namespace,
          name: datum.MetricName ?? '',
          dimensions: fromDimensions(datum.Dimensions),
        },
        atEpochMs: datum.Timestamp?.getTime() ?? nowEpochMs,
        unit: datum.Unit,
        highResolution: datum.StorageResolution === 1,
      });
};
