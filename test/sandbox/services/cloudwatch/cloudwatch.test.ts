import type { DescribeAlarmHistoryOutput, DescribeAlarmsOutput } from '@aws-sdk/client-cloudwatch';
import type { MessagingCloud } from '../../../support/messaging-cloud';
import {
  aMessagingCloud,
  bodiesIn,
  call,
  create,
  refusalOf,
  resourcesOf,
} from '../../../support/messaging-cloud';

const TOPIC = 'arn:aws:sns:eu-west-1:123456789012:pages';
const QUEUE = 'arn:aws:sqs:eu-west-1:123456789012:pages';
const FUNCTION = 'arn:aws:lambda:eu-west-1:123456789012:function:on-alarm';
const ARN = 'arn:aws:cloudwatch:eu-west-1:123456789012:alarm:p99';
const P99 = {
  AlarmName: 'p99',
  AlarmDescription: 'Latency of the checkout',
  Namespace: 'Shop',
  MetricName: 'Latency',
  Dimensions: [{ Name: 'Service', Value: 'checkout' }],
  Statistic: 'Average',
  Period: 60,
  EvaluationPeriods: 1,
  Threshold: 250,
  ComparisonOperator: 'GreaterThanThreshold',
};

const anAlarm = async (more: object = {}): Promise<MessagingCloud> => {
  const cloud = aMessagingCloud();
  await create(cloud.cloudwatch, 'AWS::CloudWatch::Alarm', { ...P99, ...more });
  return cloud;
};
const set = (cloud: MessagingCloud, StateValue: string, AlarmName = 'p99'): Promise<object> =>
  call(cloud.cloudwatch, 'SetAlarmState', {
    AlarmName,
    StateValue,
    StateReason: `it is ${StateValue}`,
  });
const changes = (cloud: MessagingCloud): unknown[] =>
  cloud.journal.entries().flatMap((entry) => (entry.kind === 'event' ? [entry.event] : []));
const describeAlarms = (cloud: MessagingCloud, input: object = {}): Promise<DescribeAlarmsOutput> =>
  call<DescribeAlarmsOutput>(cloud.cloudwatch, 'DescribeAlarms', input);

describe('an alarm', () => {
  it('starts without data and is described as it was put', async () => {
    const { MetricAlarms, CompositeAlarms } = await describeAlarms(await anAlarm());
    expect(CompositeAlarms).toEqual([]);
    expect(MetricAlarms).toEqual([
      {
        ...P99,
        AlarmArn: ARN,
        ActionsEnabled: true,
        OKActions: [],
        AlarmActions: [],
        InsufficientDataActions: [],
        StateValue: 'INSUFFICIENT_DATA',
        StateReason: 'Unchecked: Initial alarm creation',
        AlarmConfigurationUpdatedTimestamp: new Date('2026-11-21T12:00:00Z'),
        StateUpdatedTimestamp: new Date('2026-11-21T12:00:00Z'),
        StateTransitionedTimestamp: new Date('2026-11-21T12:00:00Z'),
      },
    ]);
  });

  it('tells a change of its state on EventBridge, in the shape of AWS', async () => {
    // given
    const cloud = await anAlarm();
    await set(cloud, 'OK');
    await cloud.until(60_000);

    // when
    await call(cloud.cloudwatch, 'SetAlarmState', {
      AlarmName: 'p99',
      StateValue: 'ALARM',
      StateReason: 'Threshold Crossed',
      StateReasonData: '{"threshold":250}',
    });

    // then
    expect(changes(cloud).at(-1)).toEqual({
      version: '0',
      id: expect.any(String),
      'detail-type': 'CloudWatch Alarm State Change',
      source: 'aws.cloudwatch',
      account: '123456789012',
      time: '2026-11-21T12:01:00Z',
      region: 'eu-west-1',
      resources: [ARN],
      detail: {
        alarmName: 'p99',
        configuration: {
          description: 'Latency of the checkout',
          metrics: [
            {
              id: expect.stringMatching(/^[0-9a-f-]{36}$/),
              metricStat: {
                metric: {
                  dimensions: { Service: 'checkout' },
                  name: 'Latency',
                  namespace: 'Shop',
                },
                period: 60,
                stat: 'Average',
              },
              returnData: true,
            },
          ],
        },
        previousState: {
          reason: 'it is OK',
          timestamp: '2026-11-21T12:00:00.000+0000',
          value: 'OK',
        },
        state: {
          reason: 'Threshold Crossed',
          reasonData: '{"threshold":250}',
          timestamp: '2026-11-21T12:01:00.000+0000',
          value: 'ALARM',
        },
      },
    });
  });

  it('tells nothing when the state stays, but takes the new reason', async () => {
    // given
    const cloud = await anAlarm();
    await set(cloud, 'ALARM');
    await cloud.until(60_000);

    // when
    await set(cloud, 'ALARM');

    // then
    expect(changes(cloud)).toHaveLength(1);
    const [alarm] = (await describeAlarms(cloud)).MetricAlarms ?? [];
    expect(alarm?.StateUpdatedTimestamp).toEqual(new Date('2026-11-21T12:01:00Z'));
    expect(alarm?.StateTransitionedTimestamp).toEqual(new Date('2026-11-21T12:00:00Z'));
  });

  it('runs the actions of its new state while they are enabled', async () => {
    // given
    const cloud = await anAlarm({ AlarmActions: [TOPIC, FUNCTION] });
    await create(cloud.sns, 'AWS::SNS::Topic', { TopicName: 'pages' });
    const { ref } = await create(cloud.sqs, 'AWS::SQS::Queue', { QueueName: 'pages' });
    await create(cloud.sqs, 'AWS::SQS::QueuePolicy', {
      Queues: [ref],
      PolicyDocument: {
        Statement: {
          Effect: 'Allow',
          Principal: { Service: 'sns.amazonaws.com' },
          Action: 'sqs:SendMessage',
          Resource: QUEUE,
        },
      },
    });
    const subscription = { TopicArn: TOPIC, Protocol: 'sqs', Endpoint: QUEUE };
    await create(cloud.sns, 'AWS::SNS::Subscription', {
      ...subscription,
      RawMessageDelivery: true,
    });

    // when
    await set(cloud, 'ALARM');
    await set(cloud, 'OK');
    await call(cloud.cloudwatch, 'DisableAlarmActions', { AlarmNames: ['p99'] });
    await set(cloud, 'ALARM');

    // then
    expect(bodiesIn(cloud, QUEUE)).toEqual([
      expect.objectContaining({
        AlarmName: 'p99',
        AWSAccountId: '123456789012',
        NewStateValue: 'ALARM',
        OldStateValue: 'INSUFFICIENT_DATA',
        StateChangeTime: '2026-11-21T12:00:00.000+0000',
        Region: 'EU (Ireland)',
        Trigger: expect.objectContaining({
          MetricName: 'Latency',
          Statistic: 'AVERAGE',
          Dimensions: [{ name: 'Service', value: 'checkout' }],
        }),
      }),
    ]);
    expect(cloud.invocations).toEqual([
      {
        name: FUNCTION,
        as: { service: 'lambda.alarms.cloudwatch.amazonaws.com', sourceArn: ARN },
        payload: expect.objectContaining({
          source: 'aws.cloudwatch',
          alarmArn: ARN,
          accountId: '123456789012',
          alarmData: expect.objectContaining({ alarmName: 'p99' }),
        }),
      },
    ]);
  });

  it('notes what happened, also an action that failed', async () => {
    const cloud = await anAlarm({ AlarmActions: [TOPIC] });
    await set(cloud, 'ALARM');
    const { AlarmHistoryItems } = await call<DescribeAlarmHistoryOutput>(
      cloud.cloudwatch,
      'DescribeAlarmHistory',
      { AlarmName: 'p99', ScanBy: 'TimestampAscending' },
    );
    expect(AlarmHistoryItems?.map(({ HistorySummary }) => HistorySummary)).toEqual([
      'Alarm "p99" created',
      'Alarm updated from INSUFFICIENT_DATA to ALARM',
      expect.stringMatching(/^Failed to execute action .*Topic does not exist/),
    ]);
    expect(cloud.troubles()).toHaveLength(1);
  });

  it('keeps its state when it is put again', async () => {
    const cloud = await anAlarm();
    await set(cloud, 'ALARM');
    await call(cloud.cloudwatch, 'PutMetricAlarm', { ...P99, Threshold: 300 });
    expect((await describeAlarms(cloud)).MetricAlarms).toMatchObject([
      { StateValue: 'ALARM', Threshold: 300 },
    ]);
  });

  it.each([
    ['SetAlarmState', { AlarmName: 'gone', StateValue: 'OK' }, /^ResourceNotFound: /],
    [
      'SetAlarmState',
      { AlarmName: 'p99', StateValue: 'OK', StateReason: '', StateReasonData: '{' },
      /^InvalidFormatFault: /,
    ],
    ['DeleteAlarms', { AlarmNames: ['gone'] }, /^ResourceNotFound: /],
    ['PutMetricAlarm', { ...P99, Period: undefined }, /^ValidationError: .*Period/],
    ['PutMetricAlarm', { ...P99, Statistic: undefined }, /^ValidationError: Exactly one of/],
    ['PutMetricAlarm', { ...P99, Period: 61 }, /^ValidationError: Period must be/],
    ['PutMetricAlarm', { ...P99, DatapointsToAlarm: 100 }, /^ValidationError: DatapointsToAlarm/],
    ['PutMetricAlarm', { ...P99, EvaluationPeriods: 1441 }, /^ValidationError: .*more than a day/],
    [
      'PutMetricAlarm',
      { ...P99, Period: 86_400, EvaluationPeriods: 8 },
      /^ValidationError: .*more than seven days/,
    ],
    ['PutMetricAlarm', { ...P99, TreatMissingData: 'good' }, /^ValidationError: .*TreatMissing/],
    [
      'PutMetricAlarm',
      { ...P99, Statistic: undefined, ExtendedStatistic: 'p101' },
      /^ValidationError: .*ExtendedStatistic/,
    ],
    [
      'PutMetricAlarm',
      { ...P99, OKActions: ['page'] },
      /^ValidationError: Invalid arn syntax: page/,
    ],
    [
      'PutCompositeAlarm',
      { AlarmName: 'c', AlarmRule: 'TRUE', AlarmActions: ['page'] },
      /^ValidationError: Invalid arn syntax: page/,
    ],
    [
      'PutMetricAlarm',
      { ...P99, Statistic: undefined, ExtendedStatistic: 'constructor' },
      /^ValidationError: .*ExtendedStatistic/,
    ],
    [
      'PutMetricAlarm',
      { ...P99, Statistic: undefined, ExtendedStatistic: 'wm90' },
      /^NotImplemented: .*wm90/,
    ],
    ['DescribeAlarms', { AlarmNames: ['a'], AlarmNamePrefix: 'a' }, /^ValidationError: /],
    ['DescribeAlarms', { NextToken: 'x' }, /^InvalidNextToken: /],
    ['PutCompositeAlarm', { AlarmName: 'c', AlarmRule: 'ALARM(p99) AND' }, /^ValidationError: /],
  ])('refuses %s %j', async (operation, input, words) => {
    const cloud = await anAlarm();
    expect(await refusalOf(call(cloud.cloudwatch, operation, input))).toMatch(words);
    expect(cloud.cloudwatch.port.stateOf('p99')).toBe('INSUFFICIENT_DATA');
  });
});

describe('a composite alarm', () => {
  const both = async (): Promise<MessagingCloud> => {
    const cloud = await anAlarm();
    await create(cloud.cloudwatch, 'AWS::CloudWatch::Alarm', { ...P99, AlarmName: 'errors' });
    await create(cloud.cloudwatch, 'AWS::CloudWatch::CompositeAlarm', {
      AlarmName: 'service',
      AlarmRule: `ALARM(p99) AND ALARM("${ARN.replace('p99', 'errors')}")`,
    });
    return cloud;
  };

  it('follows the states of its children', async () => {
    // given
    const cloud = await both();
    const seen = [cloud.cloudwatch.port.stateOf('service')];

    // when
    await set(cloud, 'ALARM', 'p99');
    seen.push(cloud.cloudwatch.port.stateOf('service'));
    await set(cloud, 'ALARM', 'errors');
    seen.push(cloud.cloudwatch.port.stateOf('service'));

    // then
    expect(seen).toEqual(['OK', 'OK', 'ALARM']);
    expect(changes(cloud).at(-1)).toMatchObject({
      detail: {
        alarmName: 'service',
        configuration: { alarmRule: expect.stringContaining('ALARM(p99)') },
        state: {
          value: 'ALARM',
          reason:
            'arn:aws:cloudwatch:eu-west-1:123456789012:alarm:errors transitioned to ALARM at Saturday 21 November, 2026 12:00:00 UTC',
          reasonData: expect.stringContaining('triggeringAlarms'),
        },
      },
    });
  });

  it('is described only where composite alarms are asked for', async () => {
    const cloud = await both();
    expect(await describeAlarms(cloud, { AlarmNames: ['service'] })).toMatchObject({
      MetricAlarms: [],
      CompositeAlarms: [],
    });
    const AlarmTypes = ['CompositeAlarm', 'MetricAlarm'];
    const { MetricAlarms, CompositeAlarms } = await describeAlarms(cloud, { AlarmTypes });
    expect(MetricAlarms?.map(({ AlarmName }) => AlarmName)).toEqual(['errors', 'p99']);
    expect(CompositeAlarms?.map(({ AlarmName }) => AlarmName)).toEqual(['service']);
    const children = await describeAlarms(cloud, { ChildrenOfAlarmName: 'service' });
    expect(children.MetricAlarms).toHaveLength(2);
    const parents = await describeAlarms(cloud, { ParentsOfAlarmName: 'p99', AlarmTypes });
    expect(parents.CompositeAlarms).toHaveLength(1);
  });
});

describe('DescribeAlarms', () => {
  it('pages and filters by state', async () => {
    const cloud = await anAlarm();
    for (const name of ['a', 'b'])
      await call(cloud.cloudwatch, 'PutMetricAlarm', { ...P99, AlarmName: name });
    await set(cloud, 'ALARM', 'b');
    const first = await describeAlarms(cloud, { MaxRecords: 2 });
    const rest = await describeAlarms(cloud, { MaxRecords: 2, NextToken: first.NextToken });
    expect(
      [first, rest].map(({ MetricAlarms }) => MetricAlarms?.map(({ AlarmName }) => AlarmName)),
    ).toEqual([['a', 'b'], ['p99']]);
    expect((await describeAlarms(cloud, { StateValue: 'ALARM' })).MetricAlarms).toMatchObject([
      { AlarmName: 'b' },
    ]);
  });

  it('needs a permission on everything for composite alarms', () => {
    const { cloudwatch } = aMessagingCloud();
    const AlarmNames = ['p99'];
    expect(resourcesOf(cloudwatch, 'DescribeAlarms', { AlarmNames })).toEqual([ARN]);
    expect(
      resourcesOf(cloudwatch, 'DescribeAlarms', { AlarmNames, AlarmTypes: ['CompositeAlarm'] }),
    ).toEqual(['*']);
  });
});
