import { readMetric } from '../../../../adapters/aws/observers/metric-data';
import { createMetricThresholdEye } from '../../../../adapters/aws/observers/metrics';
import { anAnsweredCloudWatch } from '../../../support/answered-clients';
import { aLook, aQuery, aSource, aThreshold } from '../../../support/metric-looks';

const NOON = Date.UTC(2026, 10, 2, 12);
const signal = new AbortController().signal;
const window = { fromEpochMs: NOON, untilEpochMs: NOON + 300_000, periodMs: 60_000 };
const at = (minute: number): Date => new Date(NOON + minute * 60_000);

const ERROR_RATIO = {
  queries: {
    errors: aQuery({ dimensions: { FunctionName: 'shop' } }),
    calls: aQuery({ metric: 'Invocations', dimensions: {} }),
  },
  expression: 'errors / calls',
};

const read = (answer: Parameters<typeof anAnsweredCloudWatch>[0], source = aSource()) =>
  readMetric(anAnsweredCloudWatch(answer).client, { source, window }, signal);

describe('a metric', () => {
  it('is asked for with all its queries in one call, and the expression alone answers', async () => {
    // given
    const { client, inputs } = anAnsweredCloudWatch(() => ({}));
    // when
    await readMetric(client, { source: ERROR_RATIO, window }, signal);
    // then
    const stat = (metric: string, dimensions: object[]) => ({
      Metric: { Namespace: 'AWS/Lambda', MetricName: metric, Dimensions: dimensions },
      Period: 60,
      Stat: 'Sum',
    });
    expect(inputs).toEqual([
      {
        MetricDataQueries: [
          {
            Id: 'errors',
            MetricStat: stat('Errors', [{ Name: 'FunctionName', Value: 'shop' }]),
            ReturnData: false,
          },
          { Id: 'calls', MetricStat: stat('Invocations', []), ReturnData: false },
          { Id: 'slipway_result', Expression: 'errors / calls', ReturnData: true },
        ],
        StartTime: new Date('2026-11-02T12:00:00Z'),
        EndTime: new Date('2026-11-02T12:05:00Z'),
        ScanBy: 'TimestampAscending',
      },
    ]);
  });

  it('is read page by page, and its points are in the order of their time', async () => {
    const { client, inputs } = anAnsweredCloudWatch(({ NextToken }) =>
      NextToken === undefined
        ? {
            MetricDataResults: [
              {
                Label: 'Errors',
                Timestamps: [at(3), at(2)],
                Values: [3, 2],
                StatusCode: 'PartialData',
              },
            ],
            NextToken: 'more',
          }
        : {
            MetricDataResults: [
              { Label: 'Errors', Timestamps: [at(1)], Values: [1], StatusCode: 'Complete' },
            ],
          },
    );
    const points = await readMetric(client, { source: aSource(), window }, signal);
    expect(points).toEqual({
      values: [1, 2, 3],
      from: '2026-11-02T12:00:00.000Z',
      until: '2026-11-02T12:05:00.000Z',
    });
    expect(inputs.map(({ NextToken }) => NextToken)).toEqual([undefined, 'more']);
  });

  it.each([
    [
      'MetricDataIncomplete',
      'CloudWatch answered PartialData (ArithmeticError: too much), not all of the metric.',
      [{ StatusCode: 'PartialData', Messages: [{ Code: 'ArithmeticError', Value: 'too much' }] }],
    ],
    [
      'MetricDataIncomplete',
      'CloudWatch answered InternalError, not all of the metric.',
      [{ StatusCode: 'InternalError' }],
    ],
    [
      'SeveralSeries',
      'The expression gives 2 series (a, b), and one can be judged.',
      [{ Label: 'a' }, { Label: 'b', StatusCode: 'Complete' }],
    ],
    [
      'SeveralSeries',
      'The expression gives 2 series (Errors), and one can be judged.',
      [{ Label: 'Errors' }, { Label: 'Errors', StatusCode: 'Complete' }],
    ],
    [
      'TooManyPoints',
      'The window has 3001 points and at most 3000 are judged: take a longer period or a shorter window.',
      [{ Timestamps: Array(3001).fill(at(0)), Values: Array(3001).fill(1) }],
    ],
    [
      'NotANumber',
      'CloudWatch answered a value that is no finite number.',
      [{ Timestamps: [at(0)], Values: [Number.NaN] }],
    ],
  ])('is a fault where it cannot be judged: %s', async (code, sentence, results) => {
    const { client } = anAnsweredCloudWatch(() => ({ MetricDataResults: results }));
    const clock = { nowEpochMs: () => NOON + 600_000, abortAfter: () => signal };
    expect(await createMetricThresholdEye(client, clock)(aLook(aThreshold()), signal)).toEqual({
      kind: 'fault',
      code,
      sentence,
    });
  });

  it('leaves out a point that has a time and no value', async () => {
    const results = [{ Timestamps: [at(0), at(1)], Values: [4] }];
    const points = await read(() => ({ MetricDataResults: results }));
    expect(points.values).toEqual([4]);
  });

  it('needs an expression for more than one query', async () => {
    await expect(read(() => ({}), { queries: ERROR_RATIO.queries })).rejects.toThrow(
      'without an expression it has one query, not 2',
    );
  });
});
