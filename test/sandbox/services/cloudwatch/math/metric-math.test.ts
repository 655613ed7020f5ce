import type { GetMetricDataOutput } from '@aws-sdk/client-cloudwatch';
import * as fc from 'fast-check';
import {
  ExpressionError,
  parseExpression,
} from '../../../../../sandbox/services/cloudwatch/math/parse-expression';
import { aMessagingCloud, call, NOON, refusalOf } from '../../../../support/messaging-cloud';

const MINUTE = 60_000;
const START = NOON - 4 * MINUTE;

/** Four minutes: requests 10, 20, none, 40; errors 1, none, 3, 4; zeros throughout. */
const evaluate = async (expression: string, more: readonly object[] = []) => {
  const { cloudwatch } = aMessagingCloud();
  const shape = (metricName: string, values: readonly (number | undefined)[]): void =>
    cloudwatch.metrics.shape({
      namespace: 'Shop',
      metricName,
      fromEpochMs: START,
      untilEpochMs: NOON,
      values: ({ index }) => values[index],
    });
  shape('Requests', [10, 20, undefined, 40]);
  shape('Errors', [1, undefined, 3, 4]);
  shape('Zeros', [0, 0, 0, 0]);
  const stat = (Id: string, MetricName: string): object => ({
    Id,
    ReturnData: false,
    MetricStat: { Metric: { Namespace: 'Shop', MetricName }, Period: 60, Stat: 'Sum' },
  });
  return call<GetMetricDataOutput>(cloudwatch, 'GetMetricData', {
    StartTime: new Date(START),
    EndTime: new Date(NOON),
    ScanBy: 'TimestampAscending',
    MetricDataQueries: [
      stat('requests', 'Requests'),
      stat('errors', 'Errors'),
      stat('zeros', 'Zeros'),
      ...more,
      { Id: 'result', Expression: expression },
    ],
  });
};
/** Minute to value, minutes without a point left out. */
const pointsOf = async (expression: string): Promise<Readonly<Record<number, number>>> => {
  const { MetricDataResults: [result] = [] } = await evaluate(expression);
  return Object.fromEntries(
    (result?.Timestamps ?? []).map((time, index) => [
      (time.getTime() - START) / MINUTE,
      result?.Values?.[index] ?? Number.NaN,
    ]),
  );
};

describe('an expression', () => {
  it.each([
    ['requests', { 0: 10, 1: 20, 3: 40 }],
    ['errors / requests', { 0: 0.1, 3: 0.1 }],
    ['100 * errors / requests', { 0: 10, 3: 10 }],
    ['100*(errors/requests) - 1 + 2', { 0: 11, 3: 11 }],
    ['-errors', { 0: -1, 2: -3, 3: -4 }],
    ['errors ^ 2', { 0: 1, 2: 9, 3: 16 }],
    ['requests / zeros', {}],
    ['errors > 2', { 0: 0, 2: 1, 3: 1 }],
    ['errors > 0 AND requests >= 40', { 0: 0, 3: 1 }],
    ['errors == 1 || requests > 30', { 0: 1, 3: 1 }],
    ['FILL(errors, 0)', { 0: 1, 1: 0, 2: 3, 3: 4 }],
    ['FILL(errors, REPEAT)', { 0: 1, 1: 1, 2: 3, 3: 4 }],
    ['FILL(requests, LINEAR)', { 0: 10, 1: 20, 2: 30, 3: 40 }],
    ['FILL(errors,0)/FILL(requests,1)', { 0: 0.1, 1: 0, 2: 3, 3: 0.1 }],
    ['IF(errors > 2, errors, 0)', { 0: 0, 2: 3, 3: 4 }],
    ['IF(errors > 2, errors)', { 2: 3, 3: 4 }],
    ['IF(requests > 15, errors / requests, 0)', { 0: 0, 3: 0.1 }],
    ['ABS(-errors)', { 0: 1, 2: 3, 3: 4 }],
    ['CEIL(errors / 2)', { 0: 1, 2: 2, 3: 2 }],
    ['FLOOR(errors / 2)', { 0: 0, 2: 1, 3: 2 }],
    ['DIFF(requests)', { 1: 10, 3: 20 }],
    ['RATE(requests)', { 1: 10 / 60, 3: 20 / 120 }],
    ['RUNNING_SUM(errors)', { 0: 1, 2: 4, 3: 8 }],
    ['errors / PERIOD(errors)', { 0: 1 / 60, 2: 3 / 60, 3: 4 / 60 }],
    ['SUM([errors, requests])', { 0: 11, 1: 20, 2: 3, 3: 44 }],
    ['MAX([errors, requests, zeros])', { 0: 10, 1: 20, 2: 3, 3: 40 }],
    ['MIN(METRICS())', { 0: 0, 1: 0, 2: 0, 3: 0 }],
    ['AVG(METRICS("rr"))', { 0: 1, 2: 3, 3: 4 }],
    ['errors / SUM(errors)', { 0: 1 / 8, 2: 3 / 8, 3: 4 / 8 }],
    ['errors - AVG(errors)', { 0: 1 - 8 / 3, 2: 3 - 8 / 3, 3: 4 - 8 / 3 }],
    ['zeros + METRIC_COUNT(METRICS())', { 0: 3, 1: 3, 2: 3, 3: 3 }],
    ['zeros + STDDEV(requests / requests)', { 0: 0, 1: 0, 2: 0, 3: 0 }],
    ['TIME_SERIES(MAX(requests))', { 0: 40, 1: 40, 2: 40, 3: 40 }],
  ])('%s', async (expression, expected) => {
    expect(await pointsOf(expression)).toEqual(expected);
  });

  it('may name others, and an array gives a result for each of its series', async () => {
    const rate = { Id: 'rate', Expression: 'errors / requests', ReturnData: false };
    const answer = await evaluate('rate * 100', [rate]);
    expect(answer.MetricDataResults).toMatchObject([
      { Id: 'result', Label: 'result', Values: [10, 10] },
    ]);
    const both = await evaluate('METRICS() * 2');
    expect(both.MetricDataResults?.map(({ Label, Values }) => [Label, Values])).toEqual([
      ['Requests', [20, 40, 80]],
      ['Errors', [2, 6, 8]],
      ['Zeros', [0, 0, 0, 0]],
    ]);
  });

  it.each([
    ['errors +', /unexpected the end/],
    ['errors requests', /unexpected "requests"/],
    ['errors $ 2', /unexpected/],
    ['(errors', /"\)" expected/],
    ['unknown / 2', /no metric or expression unknown/],
    ['result + 1', /defined by itself/],
    ['ANOMALY_DETECTION_BAND(errors, 2)', /unsupported function ANOMALY_DETECTION_BAND/],
    ['SUM(errors)', /must be a time series/],
    ['1 + 1', /must be a time series/],
    ['errors + "text"', /text cannot be reckoned with/],
    ['SUM(2)', /a time series, or an array of them, is wanted/],
    ['SELECT AVG(x) FROM Shop', /Metrics Insights/],
    ['('.repeat(5_000), /nested too deep/],
  ])('%s is refused', async (expression, words) => {
    const refused = await refusalOf(evaluate(expression));
    expect(refused).toMatch(/^ValidationError: Error in expression 'result': /);
    expect(refused).toMatch(words);
  });

  it('is read or refused, whatever is written', () =>
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc
            .array(fc.constantFrom('m1', '2', '+', '*', '(', ')', ',', 'SUM(', '[', ']', '-', '>'))
            .map((parts) => parts.join(' ')),
        ),
        (text) => {
          try {
            parseExpression(text);
          } catch (error) {
            expect(error).toBeInstanceOf(ExpressionError);
          }
        },
      ),
    ));
});
