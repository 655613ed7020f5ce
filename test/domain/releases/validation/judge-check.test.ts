import fc from 'fast-check';
import type { Check, LambdaInvokeCheck, Repeat } from '../../../../domain/releases/checks/check';
import type { Observation } from '../../../../domain/releases/checks/observation';
import { judgeCheck, unfinished } from '../../../../domain/releases/validation/judge-check';
import type { Measurement } from '../../../../domain/releases/validation/validation';
import { aBaseline, aQuery, aThreshold } from '../../../support/metric-looks';
import { anAlarmsCheck, anInvokeCheck, aRepeat, aSubject, NOON } from '../../../support/releases';

const LOOKS: Readonly<Record<string, Observation>> = {
  passed: answering('{"statusCode":200}'),
  failed: answering('{"statusCode":500}'),
  error: { kind: 'fault', code: 'CheckCouldNotLook', sentence: 'no route' },
  pending: { kind: 'pending', handle: 'cmd-1', againSec: 5 },
};

function answering(payload: string): Observation {
  const sample = { executedVersion: '2', payload, values: [], durationMs: 3 };
  return { kind: 'lambda-invoke', samples: [sample] };
}

/** Looks a minute apart, each of a second. */
const looks = (...names: (keyof typeof LOOKS)[]): Measurement[] =>
  names.map((name, index) => ({
    check: 'new version answers',
    sequence: index + 1,
    at: new Date(NOON + index * 60_000).toISOString(),
    durationMs: 1000,
    observation: LOOKS[name] ?? answering('?'),
  }));
const judgeAs = (check: Check, measurements: Measurement[], repeat?: Partial<Repeat>) =>
  judgeCheck(
    { check, stage: 'gate', repeat: aRepeat({ count: 1, consecutiveErrorLimit: 0, ...repeat }) },
    measurements,
    { subject: aSubject(), openEpochMs: NOON },
  );
const judge = (
  measurements: Measurement[],
  check: Partial<LambdaInvokeCheck> = {},
  repeat?: Partial<Repeat>,
) => judgeAs(anInvokeCheck(check), measurements, repeat);
const outcomeOf = (standing: ReturnType<typeof judge>) =>
  standing.state === 'ended' ? `${standing.result.outcome} ${standing.result.reason}` : 'due';

it('is due at once, and after the delay that it asks for', () => {
  expect(judge([])).toEqual({ state: 'due', atEpochMs: NOON, sequence: 1, handle: undefined });
  expect(judge([], {}, { initialDelaySec: 30 })).toMatchObject({ atEpochMs: NOON + 30_000 });
});

it.each([
  ['of a minute', 60, '2026-11-02T12:02:00.000Z'],
  ['of five minutes', 300, '2026-11-02T12:10:00.000Z'],
  ['too long to be waited for', 600, '2026-11-02T12:00:30.000Z'],
])('looks at a metric once its first period is over, %s', (_, periodSec, due) => {
  const source = { queries: { m: aQuery({ periodSec }) } };
  const opened = Date.parse('2026-11-02T12:00:30.000Z');
  for (const check of [aThreshold({ source }), aBaseline({ source })])
    expect(
      judgeCheck({ check, stage: 'gate', repeat: aRepeat() }, [], {
        subject: aSubject({ startedAt: '2026-11-02T12:00:10.000Z' }),
        openEpochMs: opened,
      }),
    ).toMatchObject({ state: 'due', atEpochMs: Date.parse(due) });
});

it('waits until CloudWatch has the points of a first period', () => {
  const standing = judgeCheck(
    { check: aThreshold({ lagSec: 90 }), stage: 'gate', repeat: aRepeat() },
    [],
    { subject: aSubject({ startedAt: '2026-11-02T12:00:10.000Z' }), openEpochMs: NOON },
  );
  expect(standing).toMatchObject({ atEpochMs: Date.parse('2026-11-02T12:03:30.000Z') });
});

it('looks at a metric at once, where the release is old enough', () => {
  expect(judgeAs(aThreshold(), [])).toMatchObject({ atEpochMs: NOON });
});

it('ends with its one look', () => {
  expect(judge(looks('passed'))).toEqual({
    state: 'ended',
    result: {
      name: 'new version answers',
      kind: 'lambda-invoke',
      outcome: 'passed',
      reason: 'AsExpected',
      expected: 'statusCode 200',
      observed: 'statusCode 200',
      samples: 1,
      durationMs: 1000,
      links: [
        {
          label: 'shop-checkout:2',
          url: 'https://eu-west-1.console.aws.amazon.com/lambda/home?region=eu-west-1#/functions/shop-checkout/versions/2',
        },
      ],
    },
  });
  expect(outcomeOf(judge(looks('failed')))).toBe('failed AnswerDiffers');
  expect(outcomeOf(judge(looks('error')))).toBe('error CheckCouldNotLook');
});

it('looks again after a bad look as often as it may, and the last one counts', () => {
  const check = { retries: 2, retryDelaySec: 7 };
  expect(judge(looks('failed'), check)).toMatchObject({
    state: 'due',
    atEpochMs: NOON + 1000 + 7000,
    sequence: 2,
  });
  expect(outcomeOf(judge(looks('failed', 'error', 'passed'), check))).toBe('passed AsExpected');
  expect(outcomeOf(judge(looks('failed', 'error', 'failed'), check))).toBe('failed AnswerDiffers');
});

it('waits for what is pending, with its handle, and no longer than its time-out', () => {
  expect(judge(looks('pending'), { timeoutSec: 90 })).toEqual({
    state: 'due',
    atEpochMs: NOON + 1000 + 5000,
    sequence: 2,
    handle: 'cmd-1',
  });
  const late = judge(looks('pending', 'pending', 'pending'), { timeoutSec: 90 });
  expect(outcomeOf(late)).toBe('error CheckTimedOut');
  expect(outcomeOf(judge(looks('pending', 'passed'), { timeoutSec: 90 }))).toBe(
    'passed AsExpected',
  );
});

describe('a series', () => {
  it('goes on an interval after each look began, and sums up at its end', () => {
    expect(judge(looks('passed'), {}, { count: 3 })).toMatchObject({ atEpochMs: NOON + 60_000 });
    expect(judge(looks('passed', 'passed', 'passed'), {}, { count: 3 })).toMatchObject({
      state: 'ended',
      result: {
        outcome: 'passed',
        observed: '3 of 3 looks passed; statusCode 200',
        samples: 3,
        durationMs: 121_000,
      },
    });
  });

  it.each<[string, (keyof typeof LOOKS)[], Partial<Repeat>, string]>([
    [
      'ends at the first failure beyond its limit',
      ['passed', 'failed'],
      {},
      'failed AnswerDiffers',
    ],
    ['bears as many as its limit says', ['passed', 'failed'], { failureLimit: 1 }, 'due'],
    [
      'passes with failures within its limit',
      ['passed', 'failed', 'passed'],
      { failureLimit: 1 },
      'passed AsExpected',
    ],
    [
      'bears errors that are not in a row',
      ['error', 'passed', 'error'],
      { count: 4, consecutiveErrorLimit: 1 },
      'due',
    ],
    [
      'ends at errors in a row',
      ['passed', 'error', 'error'],
      { count: 9, consecutiveErrorLimit: 1 },
      'error CheckCouldNotLook',
    ],
    [
      'ends early at passes in a row',
      ['failed', 'passed', 'passed'],
      { count: 9, failureLimit: 1, consecutiveSuccessLimit: 2 },
      'passed AsExpected',
    ],
    [
      'does not pass where no look did',
      ['error', 'error', 'error'],
      { consecutiveErrorLimit: 9 },
      'error CheckCouldNotLook',
    ],
    [
      'is inconclusive where all that it bore were failures',
      ['failed', 'failed', 'failed'],
      { failureLimit: 3 },
      'inconclusive NoLookPassed',
    ],
  ])('%s', (_, names, repeat, expected) => {
    expect(outcomeOf(judge(looks(...names), {}, { count: 3, ...repeat }))).toBe(expected);
  });

  it('ends at an inconclusive look beyond its limit', () => {
    const nothing: Measurement[] = looks('passed').map((it) => ({
      ...it,
      check: 'no alarm is red',
      observation: {
        kind: 'alarms',
        alarms: [{ name: 'shop-errors', state: 'INSUFFICIENT_DATA' }],
      },
    }));
    const standing = judgeAs(anAlarmsCheck(), nothing, { count: 3 });
    expect(standing).toMatchObject({ state: 'ended', result: { outcome: 'inconclusive' } });
  });
});

it('says of a check that is not critical that it is not', () => {
  expect(judge(looks('passed'), { critical: false })).toMatchObject({
    result: { critical: false },
  });
  expect(unfinished(anInvokeCheck({ critical: false }))).toEqual({
    name: 'new version answers',
    kind: 'lambda-invoke',
    outcome: 'error',
    reason: 'GateTimeUsedUp',
    expected: 'an observation',
    observed: 'the gate had no time left for this check',
    samples: 0,
    critical: false,
  });
});

it('never passes without a look that passed, and is due only at numbers that nobody took', () =>
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom('passed', 'failed', 'error', 'pending'), { maxLength: 12 }),
      fc.record({
        count: fc.integer({ min: 1, max: 6 }),
        failureLimit: fc.integer({ min: 0, max: 3 }),
        consecutiveErrorLimit: fc.integer({ min: 0, max: 3 }),
        consecutiveSuccessLimit: fc.integer({ min: 0, max: 3 }),
      }),
      fc.integer({ min: 0, max: 2 }),
      (names, repeat, retries) => {
        const standing = judge(looks(...names), { retries, timeoutSec: 100 }, repeat);
        if (standing.state === 'due') return standing.sequence === names.length + 1;
        return standing.result.outcome !== 'passed' || names.includes('passed');
      },
    ),
  ));
