import type { DescribeAlarmsOutput } from '@aws-sdk/client-cloudwatch';
import type { MessagingCloud } from '../../../support/messaging-cloud';
import { aMessagingCloud, call, refusalOf } from '../../../support/messaging-cloud';

const putMetricAlarm = (cloud: MessagingCloud, AlarmName: string): Promise<object> =>
  call(cloud.cloudwatch, 'PutMetricAlarm', {
    AlarmName,
    Namespace: 'Shop',
    MetricName: 'Latency',
    Statistic: 'Average',
    Period: 60,
    EvaluationPeriods: 1,
    Threshold: 250,
    ComparisonOperator: 'GreaterThanThreshold',
  });
const putComposite = (cloud: MessagingCloud, AlarmName: string, AlarmRule: string) =>
  call(cloud.cloudwatch, 'PutCompositeAlarm', { AlarmName, AlarmRule });
const remove = (cloud: MessagingCloud, ...AlarmNames: readonly string[]): Promise<object> =>
  call(cloud.cloudwatch, 'DeleteAlarms', { AlarmNames });
const left = async (cloud: MessagingCloud): Promise<readonly (string | undefined)[]> => {
  const { MetricAlarms = [], CompositeAlarms = [] } = await call<DescribeAlarmsOutput>(
    cloud.cloudwatch,
    'DescribeAlarms',
    { AlarmTypes: ['MetricAlarm', 'CompositeAlarm'] },
  );
  return [...MetricAlarms, ...CompositeAlarms].map(({ AlarmName }) => AlarmName);
};

const alarms = async (): Promise<MessagingCloud> => {
  const cloud = aMessagingCloud();
  await putMetricAlarm(cloud, 'p99');
  await putMetricAlarm(cloud, 'errors');
  return cloud;
};

describe('deleting alarms', () => {
  it('deletes those that are there, and tells of the name that is of none', async () => {
    // given
    const cloud = await alarms();

    // when
    const refusal = await refusalOf(remove(cloud, 'gone', 'p99'));

    // then
    expect(refusal).toMatch(/^ResourceNotFound: /);
    expect(await left(cloud)).toEqual(['errors']);
  });

  it('keeps an alarm that a composite alarm speaks of', async () => {
    // given
    const cloud = await alarms();
    await putComposite(cloud, 'service', 'ALARM(p99) AND ALARM(errors)');

    // when
    const refusal = await refusalOf(remove(cloud, 'p99', 'errors'));

    // then
    expect(refusal).toBe(
      'ValidationError: Cannot delete p99,errors as there are composite alarm(s) depending on them.',
    );
    expect(await left(cloud)).toEqual(['errors', 'p99', 'service']);
  });

  it('deletes a composite alarm together with its children', async () => {
    const cloud = await alarms();
    await putComposite(cloud, 'service', 'ALARM(p99) AND ALARM(errors)');
    await remove(cloud, 'p99', 'errors', 'service');
    expect(await left(cloud)).toEqual([]);
  });

  it('deletes one composite alarm in a call', async () => {
    const cloud = await alarms();
    await putComposite(cloud, 'one', 'TRUE');
    await putComposite(cloud, 'two', 'FALSE');
    expect(await refusalOf(remove(cloud, 'one', 'two'))).toMatch(/^ValidationError: .*composite/);
    expect(await left(cloud)).toEqual(['errors', 'p99', 'one', 'two']);
  });
});
