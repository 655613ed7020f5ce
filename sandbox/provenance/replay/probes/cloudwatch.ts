import {
  DeleteAlarmsCommand,
  GetMetricDataCommand,
  GetMetricStatisticsCommand,
  type MetricDataQuery,
  PutCompositeAlarmCommand,
  PutMetricAlarmCommand,
  type PutMetricAlarmCommandInput,
  PutMetricDataCommand,
  SetAlarmStateCommand,
} from '@aws-sdk/client-cloudwatch';
import type { Probe } from '../probe';

/** A metric that nobody has put: what is asked is how the question is answered. */
const Metric = { Namespace: 'SlipwayVerify', MetricName: 'Absent' };
const NOON = Date.UTC(2026, 10, 21, 12);
const RANGE = { StartTime: new Date(NOON - 3_600_000), EndTime: new Date(NOON) };
const stat = (Stat: string, Period = 60): MetricDataQuery['MetricStat'] => ({
  Metric,
  Period,
  Stat,
});

const metricMath: Probe = {
  id: 'cloudwatch-metric-math',
  needs: [],
  run: async ({ clients: { cloudWatch }, ask }) => {
    const get = (step: string, ...MetricDataQueries: MetricDataQuery[]) =>
      ask(step, () => cloudWatch.send(new GetMetricDataCommand({ ...RANGE, MetricDataQueries })));
    const m1 = { Id: 'm1', MetricStat: stat('Sum') };
    for (const Expression of [
      'm1 / m2',
      'm1 +',
      'MEDIAN(m1)',
      'SUM(m1)',
      'e1',
      'FILL(m1, 0)',
      'm1 * 2',
      'METRICS() * 2',
      'TIME_SERIES(1)',
      'TIME_SERIES(1) / TIME_SERIES(0)',
    ])
      await get(Expression, m1, { Id: 'e1', Expression });
    await get('an id with a capital', { ...m1, Id: 'M1' });
    await get('an id twice', m1, m1);
    await get('neither metric nor expression', { Id: 'm1' });
    await get('a period of 45 seconds', { Id: 'm1', MetricStat: stat('Sum', 45) });
    await get('a statistic that is none', { Id: 'm1', MetricStat: stat('Median') });
    await get('a percentile above 100', { Id: 'm1', MetricStat: stat('p101') });
    const { StartTime: EndTime, EndTime: StartTime } = RANGE;
    const MetricDataQueries = [m1];
    await ask('an end before its start', () =>
      cloudWatch.send(new GetMetricDataCommand({ StartTime, EndTime, MetricDataQueries })),
    );
  },
};

/** Each is refused, so that no metric is made: none could be deleted. */
const metricRefusals: Probe = {
  id: 'cloudwatch-metric-refusals',
  needs: [],
  run: async ({ clients: { cloudWatch }, ask }) => {
    const { Namespace, MetricName } = Metric;
    const put = (step: string, datum: object, namespace = Namespace) =>
      ask(step, () =>
        cloudWatch.send(
          new PutMetricDataCommand({
            Namespace: namespace,
            MetricData: [{ MetricName, ...datum }],
          }),
        ),
      );
    await put('a name of AWS', { Value: 1 }, 'AWS/Lambda');
    await put('two kinds of value', { Value: 1, Values: [1] });
    await put('counts of another length', { Values: [1, 2], Counts: [1] });
    await put('a month ago', { Value: 1, Timestamp: new Date(NOON - 31 * 86_400_000) });
    const ask1441 = { ...Metric, Period: 60, EndTime: new Date(NOON) };
    await ask('1,441 points', () =>
      cloudWatch.send(
        new GetMetricStatisticsCommand({
          ...ask1441,
          StartTime: new Date(NOON - 1_441 * 60_000),
          Statistics: ['Sum'],
        }),
      ),
    );
    await ask('no statistics', () =>
      cloudWatch.send(new GetMetricStatisticsCommand({ ...ask1441, ...RANGE })),
    );
  },
};

/** Alarms without actions, refused; should one be made after all, it is removed. */
const alarmRefusals: Probe = {
  id: 'cloudwatch-alarm-refusals',
  needs: [],
  run: async ({ clients: { cloudWatch }, names: { prefix }, ask }) => {
    const AlarmName = `${prefix}-alarm`;
    const whole = {
      AlarmName,
      ...Metric,
      Statistic: 'Sum',
      Period: 60,
      EvaluationPeriods: 1,
      Threshold: 1,
      ComparisonOperator: 'GreaterThanThreshold',
    } as const satisfies PutMetricAlarmCommandInput;
    const remove = () => cloudWatch.send(new DeleteAlarmsCommand({ AlarmNames: [AlarmName] }));
    const without = {
      'no period': { Period: undefined },
      'no statistic': { Statistic: undefined },
      'two statistics': { ExtendedStatistic: 'p99' },
      'no metric': { MetricName: undefined },
      'no threshold': { Threshold: undefined },
    };
    for (const [step, change] of Object.entries(without))
      await ask(
        step,
        () => cloudWatch.send(new PutMetricAlarmCommand({ ...whole, ...change })),
        remove,
      );
    for (const AlarmRule of ['ALARM(', 'ALARM(a) XOR ALARM(b)'])
      await ask(
        `the rule ${AlarmRule}`,
        () => cloudWatch.send(new PutCompositeAlarmCommand({ AlarmName, AlarmRule })),
        remove,
      );
    await ask('the state of an alarm that is not there', () =>
      cloudWatch.send(
        new SetAlarmStateCommand({
          AlarmName: `${prefix}-absent`,
          StateValue: 'OK',
          StateReason: 'asked',
        }),
      ),
    );
  },
};

export const cloudWatchProbes: readonly Probe[] = [metricMath, metricRefusals, alarmRefusals];
