import type { DescribeAlarmsOutput } from '@aws-sdk/client-cloudwatch';
import * as z from 'zod/mini';
import type { MessagingCloud } from '../../../../support/messaging-cloud';
import { aMessagingCloud, call, create, NOON } from '../../../../support/messaging-cloud';

const MINUTE = 60_000;
const ERRORS = {
  AlarmName: 'errors',
  Namespace: 'AWS/Lambda',
  MetricName: 'Errors',
  Dimensions: [{ Name: 'FunctionName', Value: 'shop' }],
  Statistic: 'Sum',
  Period: 60,
  EvaluationPeriods: 2,
  Threshold: 0,
  ComparisonOperator: 'GreaterThanThreshold',
};

const anAlarm = async (more: object = {}): Promise<MessagingCloud> => {
  const cloud = aMessagingCloud();
  await cloud.clock.hold(() =>
    create(cloud.cloudwatch, 'AWS::CloudWatch::Alarm', { ...ERRORS, ...more }),
  );
  return cloud;
};
const shape = (
  { cloudwatch }: MessagingCloud,
  values: readonly number[],
  more: object = {},
): void =>
  cloudwatch.metrics.shape({
    namespace: 'AWS/Lambda',
    metricName: 'Errors',
    dimensions: { FunctionName: 'shop' },
    fromEpochMs: NOON,
    untilEpochMs: NOON + values.length * MINUTE,
    values,
    ...more,
  });
const Changed = z.object({ detail: z.object({ state: z.object({ value: z.string() }) }) });
/** `minute STATE` of each change. */
const changes = ({ journal }: MessagingCloud): string[] =>
  journal.entries().flatMap((entry) => {
    if (entry.kind !== 'event') return [];
    const { state } = Changed.parse(entry.event).detail;
    return [`${Math.floor((entry.atEpochMs - NOON) / MINUTE)} ${state.value}`];
  });
const setState = ({ cloudwatch }: MessagingCloud, StateValue: string): Promise<unknown> =>
  call(cloudwatch, 'SetAlarmState', { AlarmName: 'errors', StateValue, StateReason: 'test' });

describe('an alarm with a metric', () => {
  it('goes off after enough bad periods, and back, and tells what it saw', async () => {
    // given
    const cloud = await anAlarm();

    // when
    shape(cloud, [0, 0, 3, 5, 0, 0]);
    await cloud.until(11 * MINUTE);

    // then
    expect(changes(cloud)).toEqual(['1 OK', '4 ALARM', '5 OK', '10 INSUFFICIENT_DATA']);
    const event = cloud.journal.entries().filter(({ kind }) => kind === 'event')[1];
    expect(event).toMatchObject({
      event: {
        detail: {
          state: {
            value: 'ALARM',
            reason:
              'Threshold Crossed: 2 out of the last 2 datapoints [5.0 (21/11/26 12:03:00), 3.0 (21/11/26 12:02:00)] were greater than the threshold (0.0) (minimum 2 datapoints for OK -> ALARM transition).',
            reasonData: expect.stringContaining(
              '"statistic":"Sum","period":60,"recentDatapoints":[3,5]',
            ),
          },
        },
      },
    });
  });

  it('runs its actions', async () => {
    const action = 'arn:aws:lambda:eu-west-1:123456789012:function:on-alarm';
    const cloud = await anAlarm({ AlarmActions: [action], EvaluationPeriods: 1 });
    shape(cloud, [1]);
    await cloud.until(2 * MINUTE);
    expect(cloud.invocations.map(({ name }) => name)).toEqual([action]);
  });

  it('follows maths over several metrics', async () => {
    // given
    const stat = (Id: string, MetricName: string) => ({
      Id,
      ReturnData: false,
      MetricStat: {
        Metric: { Namespace: 'AWS/Lambda', MetricName, Dimensions: ERRORS.Dimensions },
        Period: 60,
        Stat: 'Sum',
      },
    });
    const { AlarmName, EvaluationPeriods, ComparisonOperator } = ERRORS;
    const cloud = aMessagingCloud();
    await call(cloud.cloudwatch, 'PutMetricAlarm', {
      ...{ AlarmName, EvaluationPeriods, ComparisonOperator },
      Threshold: 0.2,
      Metrics: [
        stat('errors', 'Errors'),
        stat('all', 'Invocations'),
        { Id: 'rate', Expression: 'errors / all', ReturnData: true },
      ],
    });

    // when
    shape(cloud, [1, 3, 3]);
    shape(cloud, [10, 10, 10], { metricName: 'Invocations' });
    await cloud.until(4 * MINUTE);

    // then
    expect(changes(cloud)).toEqual(['1 OK', '3 ALARM']);
  });

  it('is left alone where its metric was never put', async () => {
    const cloud = await anAlarm();
    await setState(cloud, 'ALARM');
    await cloud.until(60 * MINUTE);
    expect(changes(cloud)).toEqual(['0 ALARM']);
    expect(cloud.cloudwatch.port.stateOf('errors')).toBe('ALARM');
  });

  it('goes back to what its metric says after its state was set', async () => {
    const cloud = await anAlarm();
    shape(cloud, [0, 0, 0, 0]);
    await cloud.until(3 * MINUTE);
    await setState(cloud, 'ALARM');
    await cloud.until(4 * MINUTE + 10_000);
    expect(changes(cloud)).toEqual(['1 OK', '3 ALARM', '3 OK']);
  });

  it.each([
    ['notBreaching', ['0 OK']],
    ['breaching', ['0 ALARM']],
    ['ignore', []],
    ['missing', []],
  ])('is evaluated once without data: %s', async (TreatMissingData, expected) => {
    const cloud = aMessagingCloud();
    await call(cloud.cloudwatch, 'PutMetricAlarm', { ...ERRORS, TreatMissingData });
    await cloud.until(30 * MINUTE);
    expect(changes(cloud)).toEqual(expected);
  });

  it('of the template is found in the state that it is in, and tells nothing', async () => {
    const cloud = await anAlarm({ TreatMissingData: 'notBreaching' });
    expect(cloud.cloudwatch.port.stateOf('errors')).toBe('OK');
    expect(changes(cloud)).toEqual([]);
    shape(cloud, [1, 1]);
    await cloud.until(3 * MINUTE);
    expect(changes(cloud)).toEqual(['2 ALARM']);
  });

  it('keeps the clock still once its metric has stopped', async () => {
    // given
    const cloud = await anAlarm({ TreatMissingData: 'ignore' });
    shape(cloud, [1, 1]);
    await cloud.until(10 * MINUTE);
    const before = cloud.clock.nowEpochMs();

    // when: a virtual clock would go on with the next timer, if there were one
    for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));

    // then
    expect(cloud.clock.nowEpochMs()).toBe(before);
    expect(changes(cloud)).toEqual(['2 ALARM']);
  });

  it('that was deleted is evaluated no more', async () => {
    const cloud = await anAlarm();
    shape(cloud, [1, 1, 1]);
    await call(cloud.cloudwatch, 'DeleteAlarms', { AlarmNames: ['errors'] });
    await cloud.until(10 * MINUTE);
    expect(changes(cloud)).toEqual([]);
    const { MetricAlarms } = await call<DescribeAlarmsOutput>(
      cloud.cloudwatch,
      'DescribeAlarms',
      {},
    );
    expect(MetricAlarms).toEqual([]);
  });
});
