import type { DescribeAlarmsOutput } from '@aws-sdk/client-cloudwatch';
import type { MessagingCloud } from '../../../support/messaging-cloud';
import { aMessagingCloud, call, create, refusalOf } from '../../../support/messaging-cloud';

const SECOND = 1_000;
const ACTION = 'arn:aws:lambda:eu-west-1:123456789012:function:page';
const METRIC = {
  Namespace: 'Shop',
  MetricName: 'Latency',
  Statistic: 'Average',
  Period: 60,
  EvaluationPeriods: 1,
  Threshold: 250,
  ComparisonOperator: 'GreaterThanThreshold',
};
const COMPOSITE = {
  AlarmName: 'service',
  AlarmRule: 'ALARM(p99)',
  AlarmActions: [ACTION],
  ActionsSuppressor: 'maintenance',
  ActionsSuppressorWaitPeriod: 120,
  ActionsSuppressorExtensionPeriod: 180,
};

const aService = async (): Promise<MessagingCloud> => {
  const cloud = aMessagingCloud();
  for (const AlarmName of ['p99', 'maintenance'])
    await create(cloud.cloudwatch, 'AWS::CloudWatch::Alarm', { ...METRIC, AlarmName });
  await create(cloud.cloudwatch, 'AWS::CloudWatch::CompositeAlarm', COMPOSITE);
  return cloud;
};
const set = ({ cloudwatch }: MessagingCloud, AlarmName: string, StateValue: string) =>
  call(cloudwatch, 'SetAlarmState', { AlarmName, StateValue, StateReason: 'test' });
const suppressedBy = async ({ cloudwatch }: MessagingCloud): Promise<string | undefined> => {
  const AlarmTypes = ['CompositeAlarm'];
  const { CompositeAlarms } = await call<DescribeAlarmsOutput>(cloudwatch, 'DescribeAlarms', {
    AlarmTypes,
  });
  return CompositeAlarms?.[0]?.ActionsSuppressedBy;
};

describe('a composite alarm with a suppressor', () => {
  it('waits for it, then performs its actions', async () => {
    // given
    const cloud = await aService();

    // when
    await set(cloud, 'p99', 'ALARM');

    // then
    expect(await suppressedBy(cloud)).toBe('WaitPeriod');
    expect(cloud.invocations).toEqual([]);
    const event = cloud.journal.entries().findLast(({ kind }) => kind === 'event');
    expect(event).toMatchObject({
      event: {
        detail: {
          alarmName: 'service',
          state: {
            value: 'ALARM',
            actionsSuppressedBy: 'WaitPeriod',
            actionsSuppressedReason: 'Actions suppressed by WaitPeriod',
          },
          configuration: {
            actionsSuppressor: 'maintenance',
            actionsSuppressorWaitPeriod: 120,
            actionsSuppressorExtensionPeriod: 180,
          },
        },
      },
    });
    await cloud.until(121 * SECOND);
    expect(await suppressedBy(cloud)).toBeUndefined();
    expect(cloud.invocations).toMatchObject([
      {
        name: ACTION,
        payload: {
          alarmData: {
            alarmName: 'service',
            state: { value: 'ALARM' },
            previousState: { value: 'ALARM', actionsSuppressedBy: 'WaitPeriod' },
          },
        },
      },
    ]);
  });

  it('performs none while it is in ALARM, and for a while after', async () => {
    // given
    const cloud = await aService();
    await set(cloud, 'p99', 'ALARM');

    // when
    await cloud.until(60 * SECOND);
    await set(cloud, 'maintenance', 'ALARM');
    await cloud.until(600 * SECOND);
    expect(await suppressedBy(cloud)).toBe('Alarm');
    await set(cloud, 'maintenance', 'OK');
    expect(await suppressedBy(cloud)).toBe('ExtensionPeriod');
    await cloud.until(779 * SECOND);
    expect(cloud.invocations).toEqual([]);
    await cloud.until(781 * SECOND);

    // then
    expect(await suppressedBy(cloud)).toBeUndefined();
    expect(cloud.invocations).toHaveLength(1);
  });

  it('performs none for an alarm that was over before the wait was', async () => {
    const cloud = await aService();
    await set(cloud, 'p99', 'ALARM');
    await set(cloud, 'p99', 'OK');
    await cloud.until(600 * SECOND);
    expect(cloud.invocations).toEqual([]);
    expect(await suppressedBy(cloud)).toBeUndefined();
  });

  it('is suppressed at once where its suppressor stands in ALARM', async () => {
    const cloud = await aService();
    await set(cloud, 'maintenance', 'ALARM');
    await set(cloud, 'p99', 'ALARM');
    expect(await suppressedBy(cloud)).toBe('Alarm');
  });

  it('needs both periods', async () => {
    const { ActionsSuppressorWaitPeriod: _, ...input } = COMPOSITE;
    const { cloudwatch } = aMessagingCloud();
    expect(await refusalOf(call(cloudwatch, 'PutCompositeAlarm', input))).toBe(
      'ValidationError: ActionsSuppressorWaitPeriod is required with ActionsSuppressor.',
    );
  });
});
