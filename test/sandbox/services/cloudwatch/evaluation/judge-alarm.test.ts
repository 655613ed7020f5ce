import * as fc from 'fast-check';
import { judgeAlarm } from '../../../../../sandbox/services/cloudwatch/evaluation/judge-alarm';

const settings = (datapointsToAlarm: number, treatMissingData: string) => ({
  comparison: 'GreaterThanThreshold' as const,
  threshold: 0,
  evaluationPeriods: 3,
  datapointsToAlarm,
  treatMissingData,
});
/** As AWS's page draws it: the oldest first, `X` breaches, `0` does not, `-` is missing. */
const judge = (points: string, datapointsToAlarm: number, treatMissingData: string): string => {
  const newestFirst = points
    .split(' ')
    .reverse()
    .map((point) => (point === '-' ? undefined : Number(point === 'X')));
  return judgeAlarm(newestFirst, settings(datapointsToAlarm, treatMissingData)).value ?? 'stays';
};

describe('an alarm', () => {
  it.each([
    ['0 - X - X', 'OK', 'OK', 'OK', 'OK'],
    ['- - - - 0', 'OK', 'OK', 'OK', 'OK'],
    ['- - - - -', 'INSUFFICIENT_DATA', 'stays', 'ALARM', 'OK'],
    ['0 X X - X', 'ALARM', 'ALARM', 'ALARM', 'ALARM'],
    ['- - X - -', 'ALARM', 'stays', 'ALARM', 'OK'],
  ])('of 3 out of 3, that sees %s', (points, missing, ignore, breaching, notBreaching) => {
    expect(judge(points, 3, 'missing')).toBe(missing);
    expect(judge(points, 3, 'ignore')).toBe(ignore);
    expect(judge(points, 3, 'breaching')).toBe(breaching);
    expect(judge(points, 3, 'notBreaching')).toBe(notBreaching);
  });

  it.each([
    ['0 - X - X', 'ALARM', 'ALARM', 'ALARM', 'ALARM'],
    ['0 0 X 0 X', 'ALARM', 'ALARM', 'ALARM', 'ALARM'],
    ['0 - X - -', 'OK', 'OK', 'ALARM', 'OK'],
    ['- - - - 0', 'OK', 'OK', 'ALARM', 'OK'],
    ['- - - X -', 'ALARM', 'stays', 'ALARM', 'OK'],
  ])('of 2 out of 3, that sees %s', (points, missing, ignore, breaching, notBreaching) => {
    expect(judge(points, 2, 'missing')).toBe(missing);
    expect(judge(points, 2, 'ignore')).toBe(ignore);
    expect(judge(points, 2, 'breaching')).toBe(breaching);
    expect(judge(points, 2, 'notBreaching')).toBe(notBreaching);
  });

  it.each([
    ['GreaterThanThreshold', 5, false],
    ['GreaterThanThreshold', 6, true],
    ['GreaterThanOrEqualToThreshold', 5, true],
    ['LessThanThreshold', 5, false],
    ['LessThanThreshold', 4, true],
    ['LessThanOrEqualToThreshold', 5, true],
  ] as const)('that asks %s 5 of %d', (comparison, value, breaches) => {
    const asked = { ...settings(1, 'missing'), evaluationPeriods: 1, comparison, threshold: 5 };
    expect(judgeAlarm([value], asked).value).toBe(breaches ? 'ALARM' : 'OK');
  });

  it('goes off only on enough breaching points, where missing ones do not breach', () =>
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(undefined, 0, 1), { minLength: 5, maxLength: 5 }),
        fc.integer({ min: 1, max: 3 }),
        (newestFirst, datapointsToAlarm) => {
          const { value } = judgeAlarm(newestFirst, settings(datapointsToAlarm, 'notBreaching'));
          const looked = newestFirst.filter((point) => point !== undefined).slice(0, 3);
          const breaching = looked.filter((point) => point === 1).length;
          expect(value === 'ALARM').toBe(breaching >= datapointsToAlarm);
        },
      ),
    ));
});
