import type {
  GetMetricDataOutput,
  GetMetricStatisticsOutput,
  ListMetricsOutput,
} from '@aws-sdk/client-cloudwatch';
import type { MessagingCloud } from '../../../../support/messaging-cloud';
import { aMessagingCloud, call, NOON, refusalOf } from '../../../../support/messaging-cloud';

const at = (time: string): Date => new Date(`2026-11-21T${time}Z`);
const Dimensions = [{ Name: 'Service', Value: 'checkout' }];
const LATENCY = { Namespace: 'Shop', MetricName: 'Latency', Dimensions };
const HOUR = { StartTime: at('11:00:00'), EndTime: at('12:00:00') };

const put = (cloud: MessagingCloud, ...data: readonly object[]): Promise<unknown> =>
  call(cloud.cloudwatch, 'PutMetricData', {
    Namespace: 'Shop',
    MetricData: data.map((datum) => ({ MetricName: 'Latency', Dimensions, ...datum })),
  });
const statOf = (Stat: string, more: object = {}): object => ({
  Metric: LATENCY,
  Period: 60,
  Stat,
  ...more,
});
const ask = (cloud: MessagingCloud, input: object): Promise<GetMetricDataOutput> =>
  call<GetMetricDataOutput>(cloud.cloudwatch, 'GetMetricData', { ...HOUR, ...input });
const valuesOf = async (cloud: MessagingCloud, stat: object): Promise<number[] | undefined> => {
  const { MetricDataResults } = await ask(cloud, {
    MetricDataQueries: [{ Id: 'm', MetricStat: stat }],
    ScanBy: 'TimestampAscending',
  });
  return MetricDataResults?.[0]?.Values;
};
const statistics = (cloud: MessagingCloud, more: object = {}): Promise<GetMetricStatisticsOutput> =>
  call<GetMetricStatisticsOutput>(cloud.cloudwatch, 'GetMetricStatistics', {
    ...LATENCY,
    ...HOUR,
    Period: 60,
    Statistics: ['Average'],
    ...more,
  });

const threePuts = async (): Promise<MessagingCloud> => {
  const cloud = aMessagingCloud();
  await put(
    cloud,
    { Timestamp: at('11:00:10'), Value: 100 },
    { Timestamp: at('11:00:20'), Values: [200, 400], Counts: [2, 1] },
    { Timestamp: at('11:01:00'), Value: 7 },
  );
  return cloud;
};

describe('metrics that were put', () => {
  it.each([
    ['Sum', [900, 7]],
    ['Average', [225, 7]],
    ['Minimum', [100, 7]],
    ['Maximum', [400, 7]],
    ['SampleCount', [4, 1]],
    ['p0', [100, 7]],
    ['p50', [200, 7]],
    ['p90', [340, 7]],
    ['p100', [400, 7]],
    ['tm75', [500 / 3, 7]],
    ['TM(25%:75%)', [200, 7]],
    ['IQM', [200, 7]],
    ['tc75', [3, 1]],
    ['ts75', [500, 7]],
  ])('are told by period as %s', async (stat, expected) => {
    expect(await valuesOf(await threePuts(), statOf(stat))).toEqual(expected);
  });

  it('are told by longer periods, which begin at multiples of them', async () => {
    const cloud = await threePuts();
    const { MetricDataResults } = await ask(cloud, {
      MetricDataQueries: [{ Id: 'm', MetricStat: statOf('Sum', { Period: 300 }) }],
    });
    expect(MetricDataResults).toEqual([
      {
        Id: 'm',
        Label: 'Latency',
        Timestamps: [at('11:00:00')],
        Values: [907],
        StatusCode: 'Complete',
      },
    ]);
  });

  it('come newest first, and oldest first where that is asked for', async () => {
    const cloud = await threePuts();
    const MetricDataQueries = [{ Id: 'm', MetricStat: statOf('Maximum'), Label: 'slowest' }];
    const newest = await ask(cloud, { MetricDataQueries });
    expect(newest.MetricDataResults).toMatchObject([
      { Label: 'slowest', Timestamps: [at('11:01:00'), at('11:00:00')], Values: [7, 400] },
    ]);
    expect(await valuesOf(cloud, statOf('Maximum'))).toEqual([400, 7]);
  });

  it('have no percentiles where their values are hidden or negative', async () => {
    const cloud = aMessagingCloud();
    const set = { SampleCount: 2, Sum: 30, Minimum: 10, Maximum: 20 };
    await put(
      cloud,
      { Timestamp: at('11:00:00'), StatisticValues: set },
      { Timestamp: at('11:01:00'), StatisticValues: { ...set, Minimum: 15, Maximum: 15 } },
      { Timestamp: at('11:02:00'), Value: -1 },
    );
    expect(await valuesOf(cloud, statOf('Average'))).toEqual([15, 15, -1]);
    expect(await valuesOf(cloud, statOf('p90'))).toEqual([15]);
  });

  it('are apart by unit and by dimensions', async () => {
    const cloud = aMessagingCloud();
    await put(
      cloud,
      { Timestamp: at('11:00:00'), Value: 1, Unit: 'Seconds' },
      { Timestamp: at('11:00:00'), Value: 5, Unit: 'Count' },
      { Timestamp: at('11:00:00'), Value: 9, Dimensions: [] },
    );
    expect(await valuesOf(cloud, statOf('Sum'))).toEqual([6]);
    expect(await valuesOf(cloud, statOf('Sum', { Unit: 'Seconds' }))).toEqual([1]);
    const bare = { Namespace: 'Shop', MetricName: 'Latency' };
    expect(await valuesOf(cloud, statOf('Sum', { Metric: bare }))).toEqual([9]);
  });

  it('have points by the second only with high resolution', async () => {
    const cloud = aMessagingCloud();
    await put(
      cloud,
      { Timestamp: at('11:00:00'), Value: 1, StorageResolution: 1 },
      { Timestamp: at('11:00:12'), Value: 2, StorageResolution: 1 },
      { Timestamp: at('11:00:13'), Value: 4 },
    );
    expect(await valuesOf(cloud, statOf('Sum', { Period: 10 }))).toEqual([1, 2]);
    expect(await valuesOf(cloud, statOf('Sum'))).toEqual([7]);
  });

  it('page by points, over all results together', async () => {
    // given
    const cloud = await threePuts();
    const MetricDataQueries = [
      { Id: 'a', MetricStat: statOf('Sum') },
      { Id: 'b', MetricStat: statOf('Maximum') },
    ];
    const page = (NextToken?: string) =>
      ask(cloud, { MetricDataQueries, MaxDatapoints: 3, NextToken });

    // when
    const first = await page();
    const last = await page(first.NextToken);

    // then
    expect(first.MetricDataResults).toMatchObject([
      { Id: 'a', Values: [7, 900], StatusCode: 'Complete' },
      { Id: 'b', Values: [7], StatusCode: 'PartialData' },
    ]);
    expect(last.MetricDataResults).toMatchObject([
      { Id: 'b', Values: [400], StatusCode: 'Complete' },
    ]);
    expect(last.NextToken).toBeUndefined();
  });

  it.each([
    ['no query', { MetricDataQueries: [] }],
    [
      '501 queries',
      {
        MetricDataQueries: Array.from({ length: 501 }, (_, n) => ({
          Id: `m${n}`,
          MetricStat: statOf('Sum'),
        })),
      },
    ],
    ['an id that begins with a capital', { MetricDataQueries: [{ Id: 'M', Expression: '1' }] }],
    ['neither metric nor expression', { MetricDataQueries: [{ Id: 'm' }] }],
    [
      'an id twice',
      { MetricDataQueries: ['m', 'm'].map((Id) => ({ Id, MetricStat: statOf('Sum') })) },
    ],
    [
      'a period of 45 seconds',
      { MetricDataQueries: [{ Id: 'm', MetricStat: statOf('Sum', { Period: 45 }) }] },
    ],
    ['an unknown statistic', { MetricDataQueries: [{ Id: 'm', MetricStat: statOf('Median') }] }],
    ['p101', { MetricDataQueries: [{ Id: 'm', MetricStat: statOf('p101') }] }],
    [
      'an end before its start',
      {
        EndTime: at('10:00:00'),
        MetricDataQueries: [{ Id: 'm', MetricStat: statOf('Sum') }],
      },
    ],
  ])('are not asked for with %s', async (_, input) => {
    expect(await refusalOf(ask(aMessagingCloud(), input))).toMatch(/^ValidationError: /);
  });

  it('give up to 1,440 statistics, and only those that are asked for', async () => {
    const cloud = await threePuts();
    const { Datapoints, Label } = await statistics(cloud, {
      Statistics: ['Average', 'SampleCount'],
      ExtendedStatistics: ['p90'],
    });
    expect(Label).toBe('Latency');
    expect(Datapoints?.[0]).toEqual({
      Timestamp: at('11:00:00'),
      Average: 225,
      SampleCount: 4,
      ExtendedStatistics: { p90: 340 },
    });
    const StartTime = new Date(NOON - 1_442 * 60_000);
    expect(await refusalOf(statistics(cloud, { StartTime }))).toMatch(
      /^InvalidParameterCombinationException: .*exceeds the limit of 1,440/,
    );
  });

  it.each([
    [{ Value: Number.NaN }, 'InvalidParameterValueException'],
    [{ Value: 2 ** 361 }, 'InvalidParameterValueException'],
    [{ Value: 1, Values: [1] }, 'InvalidParameterCombinationException'],
    [{ Values: [1, 2], Counts: [1] }, 'InvalidParameterCombinationException'],
    [{ Value: 1, Timestamp: new Date(NOON - 15 * 86_400_000) }, 'InvalidParameterValueException'],
    [{ Value: 1, Timestamp: new Date(NOON + 3 * 3_600_000) }, 'InvalidParameterValueException'],
  ])('are refused as %j, and nothing is kept', async (datum, code) => {
    const cloud = aMessagingCloud();
    const putting = put(cloud, { Value: 1 }, datum);
    expect(await refusalOf(putting)).toMatch(new RegExp(`^${code}: `));
    expect((await call<ListMetricsOutput>(cloud.cloudwatch, 'ListMetrics', {})).Metrics).toEqual(
      [],
    );
  });

  it('may not bear the names of AWS’s own', async () => {
    const putting = call(aMessagingCloud().cloudwatch, 'PutMetricData', {
      Namespace: 'AWS/Lambda',
      MetricData: [{ MetricName: 'Errors', Value: 1 }],
    });
    expect(await refusalOf(putting)).toMatch(/^InvalidParameterValueException: .*Namespace/);
  });

  it('are listed by name and dimension', async () => {
    const cloud = await threePuts();
    await put(cloud, { MetricName: 'Errors', Value: 1, Dimensions: [] });
    const list = async (input: object): Promise<unknown> =>
      (await call<ListMetricsOutput>(cloud.cloudwatch, 'ListMetrics', input)).Metrics;
    expect(await list({ Namespace: 'Shop' })).toHaveLength(2);
    expect(await list({ Dimensions: [{ Name: 'Service' }] })).toEqual([LATENCY]);
    expect(await list({ Dimensions: [{ Name: 'Service', Value: 'basket' }] })).toEqual([]);
    expect(await list({ RecentlyActive: 'PT3H', MetricName: 'Errors' })).toHaveLength(1);
  });

  it('are shaped by a story, with gaps, and the same each time', async () => {
    // given
    const shape = {
      namespace: 'Shop',
      metricName: 'Latency',
      dimensions: { Service: 'checkout' },
      fromEpochMs: at('11:00:00').getTime(),
      untilEpochMs: at('11:04:00').getTime(),
      values: ({ index, random }: { index: number; random: () => number }) =>
        index === 1 ? undefined : Math.floor(100 + 10 * random()),
    };
    const [first, second] = [aMessagingCloud(), aMessagingCloud()];

    // when
    first.cloudwatch.metrics.shape(shape);
    second.cloudwatch.metrics.shape(shape);

    // then
    const values = await valuesOf(first, statOf('Average'));
    expect(values).toHaveLength(3);
    expect(values?.every((value) => value >= 100 && value < 110)).toBe(true);
    expect(await valuesOf(second, statOf('Average'))).toEqual(values);
    second.cloudwatch.metrics.shape({ ...shape, metricName: 'Errors', values: [1, 2] });
    const errors = { ...LATENCY, MetricName: 'Errors' };
    expect(await valuesOf(second, statOf('Sum', { Metric: errors }))).toEqual([1, 2, 1, 2]);
  });
});
