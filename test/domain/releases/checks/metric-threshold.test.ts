import fc from 'fast-check';
import { judgeMetricThreshold } from '../../../../domain/releases/checks/metric-threshold';
import { aMetricSeen, aSource, aThreshold } from '../../../support/metric-looks';
import { aSubject } from '../../../support/releases';

const judge = (
  check: Parameters<typeof aThreshold>[0],
  values: readonly number[],
  traffic?: number,
) => judgeMetricThreshold(aThreshold(check), aMetricSeen(values, traffic), aSubject());

const WITH_TRAFFIC = { traffic: { source: aSource('Invocations'), atLeast: 100 } };

describe('a metric threshold', () => {
  it('passes within its limits, and says what was seen', () => {
    expect(judge({ min: 1 }, [1, 0, 2])).toEqual({
      outcome: 'passed',
      reason: 'AsExpected',
      expected: 'sum of Errors (Sum) over 300 s at least 1 and at most 5',
      observed: '3 from 3 points of 12:00–12:05 UTC',
      samples: 3,
    });
  });

  it('passes on the limit itself', () => {
    expect(judge({ max: 5 }, [5])).toMatchObject({ outcome: 'passed' });
    expect(judge({ max: undefined, min: 5 }, [5])).toMatchObject({ outcome: 'passed' });
  });

  it('fails above its maximum', () => {
    expect(judge({}, [3, 3])).toMatchObject({
      outcome: 'failed',
      reason: 'AboveMaximum',
      observed: '6 from 2 points of 12:00–12:05 UTC',
    });
  });

  it('fails below its minimum', () => {
    expect(judge({ min: 10, max: undefined }, [3])).toMatchObject({
      outcome: 'failed',
      reason: 'BelowMinimum',
      expected: 'sum of Errors (Sum) over 300 s at least 10',
      observed: '3 from 1 point of 12:00–12:05 UTC',
    });
  });

  it.each([
    ['last', 9],
    ['average', 4],
    ['sum', 12],
    ['max', 9],
    ['min', 1],
  ] as const)('judges the %s of the points', (aggregate, value) => {
    expect(judge({ aggregate, max: value }, [2, 1, 9])).toMatchObject({ outcome: 'passed' });
    expect(judge({ aggregate, max: value - 0.5 }, [2, 1, 9])).toMatchObject({ outcome: 'failed' });
  });

  it.each(['inconclusive', 'failed', 'passed'] as const)(
    'is %s without points where the policy says so',
    (noData) => {
      expect(judge({ noData }, [])).toMatchObject({
        outcome: noData,
        reason: 'NothingToLookAt',
        observed: '0 points of 12:00–12:05 UTC',
      });
    },
  );

  it.each([[[0]], [[900]], [[]]])('is inconclusive with too little traffic: %j', (values) => {
    expect(judge({ ...WITH_TRAFFIC, noData: 'passed' }, values, 99)).toMatchObject({
      outcome: 'inconclusive',
      reason: 'TooLittleTraffic',
      expected: 'sum of Errors (Sum) over 300 s at most 5, with a traffic of at least 100',
      observed: 'traffic 99',
    });
  });

  it('takes traffic that was not seen for none', () => {
    expect(judge(WITH_TRAFFIC, [0])).toMatchObject({ reason: 'TooLittleTraffic' });
  });

  it('judges the value where traffic is enough', () => {
    expect(judge(WITH_TRAFFIC, [0], 100)).toMatchObject({
      outcome: 'passed',
      observed: '0 from 1 point of 12:00–12:05 UTC, traffic 100',
    });
    expect(judge(WITH_TRAFFIC, [6], 100)).toMatchObject({ outcome: 'failed' });
  });

  it('says an expression as it is written', () => {
    const source = { ...aSource(), expression: 'errors / calls' };
    expect(judge({ source, aggregate: 'last' }, [0]).expected).toBe(
      'last of errors / calls over 300 s at most 5',
    );
  });

  it('is an error without a limit', () => {
    expect(judge({ max: undefined }, [1])).toMatchObject({
      outcome: 'error',
      reason: 'LimitMissing',
    });
  });

  it('is an error where the points add up to no finite number', () => {
    expect(judge({ min: 1, max: undefined }, [1e308, 1e308])).toMatchObject({
      outcome: 'error',
      reason: 'NotANumber',
    });
  });

  it('never passes what is no finite number, nor what is beyond its limits', () =>
    fc.assert(
      fc.property(
        fc.array(fc.double(), { minLength: 1, maxLength: 5 }),
        fc.double({ noNaN: true }),
        fc.constantFrom('last', 'average', 'sum', 'max', 'min'),
        (values, max, aggregate) => {
          const { outcome } = judge({ aggregate, max, min: -1e300 }, values);
          const anyWild = values.some((value) => !Number.isFinite(value));
          const allAbove = values.every((value) => value > Math.max(max, 0));
          return (anyWild ? outcome === 'error' : true) && (allAbove ? outcome !== 'passed' : true);
        },
      ),
    ));
});
