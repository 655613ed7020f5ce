import fc from 'fast-check';
import { judgeMetricBaseline } from '../../../../domain/releases/checks/metric-baseline';
import { aBaseline, bothSides } from '../../../support/metric-looks';
import { aSubject } from '../../../support/releases';

const judge = (
  check: Parameters<typeof aBaseline>[0],
  experiment: readonly number[],
  control: readonly number[],
) => judgeMetricBaseline(aBaseline(check), bothSides(experiment, control), aSubject());

const BASELINE = [100, 104, 98, 101, 99, 103, 97, 102];
/** Each a fifth more. */
const SLOWER = [120, 124.8, 117.6, 121.2, 118.8, 123.6, 116.4, 122.4];
/** What an operator of Kayenta would write for a metric that may rise by half. */
const ALLOW_HALF = {
  effect: { measure: 'mean-ratio', allowedIncrease: 1.5, allowedDecrease: 0.5 },
} as const;

describe('a metric against its baseline', () => {
  it('fails where it lies higher, and says by how much', () => {
    expect(judge({}, SLOWER, BASELINE)).toEqual({
      outcome: 'failed',
      reason: 'HigherThanBaseline',
      expected: 'Duration (p99) not higher than version 1, 98 % sure, or with a mean ratio under 1',
      observed:
        'mean 120.6 over 8 points, shifted by 20.1 (98 % interval 16 to 24.2), mean ratio 1.2, p 0.000939106',
      baseline: 'version 1: mean 100.5 over 8 points of 12:00–12:05 UTC',
      samples: 16,
    });
  });

  it('passes where it lies lower and only more is bad', () => {
    expect(judge({}, BASELINE, SLOWER)).toMatchObject({ outcome: 'passed', reason: 'AsExpected' });
  });

  it.each(['decrease', 'either'] as const)(
    'fails where it lies lower and %s is bad',
    (direction) => {
      expect(judge({ direction }, BASELINE, SLOWER)).toMatchObject({
        outcome: 'failed',
        reason: 'LowerThanBaseline',
      });
    },
  );

  it('passes where it lies higher and only less is bad', () => {
    expect(judge({ direction: 'decrease' }, SLOWER, BASELINE)).toMatchObject({ outcome: 'passed' });
  });

  it('passes a shift whose effect is allowed', () => {
    expect(judge(ALLOW_HALF, SLOWER, BASELINE)).toMatchObject({
      outcome: 'passed',
      expected:
        'Duration (p99) not higher than version 1, 98 % sure, or with a mean ratio under 1.5',
    });
    expect(judge({ ...ALLOW_HALF, direction: 'either' }, BASELINE, SLOWER)).toMatchObject({
      outcome: 'passed',
      expected:
        'Duration (p99) neither higher nor lower than version 1, 98 % sure, or with a mean ratio between 0.5 and 1.5',
    });
  });

  it('passes where the interval reaches into the tolerance', () => {
    expect(judge({ toleranceRatio: 0.9 }, SLOWER, BASELINE)).toMatchObject({ outcome: 'passed' });
  });

  it('judges by the common language effect where the check says so', () => {
    const effect = { measure: 'cles', allowedIncrease: 0.8, allowedDecrease: 0.2 } as const;
    expect(judge({ effect }, SLOWER, BASELINE)).toMatchObject({
      outcome: 'failed',
      observed: expect.stringContaining('common language effect 1, p'),
      expected: expect.stringContaining('or with a common language effect under 0.8'),
    });
    expect(judge({ effect, direction: 'decrease' }, BASELINE, SLOWER)).toMatchObject({
      outcome: 'failed',
      expected: expect.stringContaining('or with a common language effect over 0.2'),
    });
  });

  it('fails a shift from nothing, though it has no mean ratio', () => {
    expect(judge({}, [1, 2, 3, 2, 1], [0, 0, 0, 0, 0])).toMatchObject({
      outcome: 'failed',
      observed: expect.stringContaining('mean ratio undefined'),
    });
    expect(judge({ direction: 'decrease' }, [0, 0, 0, 0, 0], [1, 2, 3, 2, 1])).toMatchObject({
      outcome: 'failed',
    });
  });

  it('fails where both sides have one value each, the new one higher', () => {
    expect(judge({}, [7, 7, 7, 7, 7], [5, 5, 5, 5, 5])).toMatchObject({
      outcome: 'failed',
      observed: expect.stringContaining('shifted by 2 (98 % interval 2 to 2)'),
    });
  });

  it.each([
    ['the same values in another order', [1, 2, 3, 4, 5], [5, 4, 3, 2, 1]],
    ['one value on both sides', [0, 0, 0, 0, 0], [0, 0, 0, 0, 0, 0]],
  ])('passes %s without statistics', (_, experiment, control) => {
    expect(judge({}, experiment, control)).toMatchObject({
      outcome: 'passed',
      observed: expect.stringContaining('the same values as the baseline'),
    });
  });

  it.each([
    ['the new version', [1, 2, 3, 4], BASELINE],
    ['the baseline', SLOWER, [1, 2, 3, 4]],
    ['either, though they are equal', [3], [3]],
  ])('is inconclusive with too few points of %s', (_, experiment, control) => {
    expect(judge({}, experiment, control)).toMatchObject({
      outcome: 'inconclusive',
      reason: 'TooFewSamples',
    });
  });

  it('says how many points there are and how many it takes', () => {
    expect(judge({}, [1, 2], [1]).observed).toBe(
      'mean 1.5 over 2 points of 12:00–12:05 UTC, 1 of the baseline; each side needs 5',
    );
  });

  it.each(['inconclusive', 'failed', 'passed'] as const)(
    'is %s without points of the new version where the policy says so',
    (noData) => {
      expect(judge({ noData }, [], BASELINE)).toMatchObject({
        outcome: noData,
        reason: 'NothingToLookAt',
        observed: '0 points of 12:00–12:05 UTC',
      });
    },
  );

  it('is inconclusive without a baseline, whatever no data means', () => {
    expect(judge({ noData: 'passed' }, SLOWER, [])).toMatchObject({
      outcome: 'inconclusive',
      reason: 'BaselineMissing',
      baseline: 'version 1: 0 points of 12:00–12:05 UTC',
    });
  });

  it('is an error where differences are beyond all numbers', () => {
    const huge = (sign: number) => [1, 2, 3, 4, 5].map((by) => sign * by * 3e307);
    expect(judge({}, huge(1), huge(-1))).toMatchObject({ outcome: 'error', reason: 'NotANumber' });
  });

  it.each([
    [{ kind: 'previous-window', agoSec: 3600 }, 'the window before the release'],
    [{ kind: 'control', dimensions: { Group: 'blue', Zone: 'a' } }, 'Group blue, Zone a'],
  ] as const)('names the baseline %j', (baseline, name) => {
    expect(judge({ baseline }, SLOWER, BASELINE)).toMatchObject({
      expected: `Duration (p99) not higher than ${name}, 98 % sure, or with a mean ratio under 1`,
      baseline: `${name}: mean 100.5 over 8 points of 12:00–12:05 UTC`,
    });
  });

  it('has a name for the version before where the release is not one of a function', () => {
    const subject = aSubject({ lambda: undefined });
    const { baseline } = judgeMetricBaseline(aBaseline(), bothSides(SLOWER, BASELINE), subject);
    expect(baseline).toMatch(/^the previous version: /);
  });

  const aSide = fc.array(fc.integer({ min: 0, max: 50 }), { minLength: 5, maxLength: 20 });

  it('never passes a side with what is no finite number', () =>
    fc.assert(
      fc.property(
        aSide,
        aSide,
        fc.constantFrom(NaN, Infinity, -Infinity),
        fc.boolean(),
        (experiment, control, wild, onOurs) =>
          (onOurs
            ? judge({}, [...experiment, wild], control)
            : judge({}, experiment, [wild, ...control])
          ).outcome === 'error',
      ),
    ));

  it('never fails both ways, and turns with its sides', () =>
    fc.assert(
      fc.property(aSide, aSide, (experiment, control) => {
        const up = judge({ direction: 'increase' }, experiment, control).outcome;
        const down = judge({ direction: 'decrease' }, experiment, control).outcome;
        const either = judge({ direction: 'either' }, experiment, control).outcome;
        const mirrored = judge({ direction: 'decrease' }, control, experiment).outcome;
        const failed = [up, down].filter((outcome) => outcome === 'failed').length;
        return failed <= 1 && (either === 'failed') === (failed === 1) && mirrored === up;
      }),
    ));

  it('always fails what lies above the whole baseline by more than its width', () =>
    fc.assert(
      fc.property(aSide, aSide, (experiment, control) => {
        const far = experiment.map((value) => value + 1000);
        return judge({}, far, control).outcome === 'failed';
      }),
    ));
});
