import fc from 'fast-check';
import type { Outcome } from '../../../../domain/outcome';
import type { LambdaInvokeCheck } from '../../../../domain/releases/checks/check';
import type { Mode } from '../../../../domain/releases/policy';
import { judgeGate } from '../../../../domain/releases/validation/judge-gate';
import type { Approval } from '../../../../domain/releases/validation/validation';
import { aCheckResult, anInvokeCheck } from '../../../support/releases';

const OUTCOMES: Outcome[] = ['passed', 'failed', 'inconclusive', 'error'];
const SCORE = { passPct: 95, marginalPct: 75 };
const judged = (outcome: Outcome, check: Partial<LambdaInvokeCheck> = {}) => ({
  check: anInvokeCheck(check),
  result: aCheckResult({ outcome }),
});
const judge = (some: ReturnType<typeof judged>[], mode: Mode = 'enforce', approval?: Approval) =>
  judgeGate({ mode, score: SCORE }, some, approval);

it.each<[Outcome, string, string]>([
  ['passed', 'Succeeded', 'ChecksPassed'],
  ['failed', 'Failed', 'CheckFailed'],
  ['inconclusive', 'Failed', 'CheckInconclusive'],
  ['error', 'Failed', 'CheckError'],
])('answers an enforced gate that %s with %s', (outcome, answer, reason) => {
  expect(judge([judged('passed'), judged(outcome)])).toEqual({
    outcome,
    answer,
    reason,
    asks: false,
  });
});

it('takes no checks for no pass', () => {
  expect(judge([])).toEqual({
    outcome: 'inconclusive',
    answer: 'Failed',
    reason: 'NoChecksRan',
    asks: false,
  });
});

describe('an inconclusive gate', () => {
  const unsure = (onInconclusive: 'fail' | 'pass' | 'ask') =>
    judged('inconclusive', { onInconclusive });

  it('passes where the policy says so, and stays inconclusive', () => {
    expect(judge([judged('passed'), unsure('pass')])).toEqual({
      outcome: 'inconclusive',
      answer: 'Succeeded',
      reason: 'InconclusiveAllowed',
      asks: false,
    });
  });

  it('fails where one of its checks fails it', () => {
    expect(judge([unsure('pass'), unsure('ask'), unsure('fail')])).toMatchObject({
      answer: 'Failed',
      reason: 'CheckInconclusive',
      asks: false,
    });
  });

  it('asks a person, and fails closed until one answers', () => {
    expect(judge([unsure('pass'), unsure('ask')])).toEqual({
      outcome: 'inconclusive',
      answer: 'Failed',
      reason: 'NobodyAnswered',
      asks: true,
    });
  });

  it.each([
    ['pass', 'Succeeded', 'PassedByPerson'],
    ['fail', 'Failed', 'FailedByPerson'],
  ] as const)('does as the person says who answers %s', (decision, answer, reason) => {
    const approval = { decision, by: 'U0ANA', at: '2026-11-02T12:07:00.000Z' };
    expect(judge([unsure('ask')], 'enforce', approval)).toEqual({
      outcome: 'inconclusive',
      answer,
      reason,
      detail: '<@U0ANA> decided at 2026-11-02T12:07:00.000Z.',
      asks: false,
    });
  });

  it('asks nobody in observe', () => {
    expect(judge([unsure('ask')], 'observe')).toMatchObject({ answer: 'Succeeded', asks: false });
  });
});

describe('checks that are not critical', () => {
  const other = (outcome: Outcome, weight = 1) => judged(outcome, { critical: false, weight });

  it.each<[string, ReturnType<typeof judged>[], Outcome]>([
    ['pass by weight', [other('passed', 19), other('failed', 1)], 'passed'],
    ['are inconclusive in between', [other('passed', 3), other('failed', 1)], 'inconclusive'],
    ['fail below', [other('passed', 2), other('error', 1)], 'failed'],
    ['pass on the very limit', [other('passed', 57), other('failed', 3)], 'passed'],
    ['have not failed where there was nothing to see', [other('inconclusive')], 'inconclusive'],
    [
      'are inconclusive where those that are decide',
      [other('passed', 2), other('inconclusive', 1), other('failed', 1)],
      'inconclusive',
    ],
    [
      'fail where those that are inconclusive could not help',
      [other('passed', 1), other('inconclusive', 1), other('failed', 1)],
      'failed',
    ],
  ])('%s', (_, some, outcome) => {
    expect(judge([judged('passed'), ...some])).toMatchObject({ outcome });
  });

  it('say what they add up to where that is not enough', () => {
    const some = [judged('passed'), other('passed', 2), other('inconclusive'), other('failed', 3)];
    expect(judge(some)).toMatchObject({
      outcome: 'failed',
      detail:
        'Of the checks that are not critical 33.3 % passed by weight, 16.7 % are inconclusive; 95 % pass the gate.',
    });
    expect(judge([judged('failed'), other('passed')])).not.toHaveProperty('detail');
  });

  it('reach a limit that rounding would hold them from', () => {
    const some = [other('passed', 57), other('failed', 43)];
    expect(
      judgeGate({ mode: 'enforce', score: { passPct: 57, marginalPct: 0 } }, some).outcome,
    ).toBe('passed');
  });

  it('are not for the policy to let through when their score is marginal', () => {
    const some = [
      judged('inconclusive', { onInconclusive: 'pass' }),
      other('passed', 3),
      other('failed'),
    ];
    expect(judge(some)).toMatchObject({ answer: 'Failed', reason: 'CheckInconclusive' });
  });
});

const anyJudged = fc
  .record({
    outcome: fc.constantFrom(...OUTCOMES),
    critical: fc.boolean(),
    weight: fc.integer({ min: 1, max: 9 }),
    onInconclusive: fc.constantFrom('fail' as const, 'pass' as const, 'ask' as const),
  })
  .map(({ outcome, ...check }) => judged(outcome, check));
const anyApproval = fc.option(
  fc.record({
    decision: fc.constantFrom('pass' as const, 'fail' as const),
    by: fc.constant('U0ANA'),
    at: fc.constant('2026-11-02T12:07:00.000Z'),
  }),
  { nil: undefined },
);

it('never lets an enforced release pass over a critical check that failed or could not look', () =>
  fc.assert(
    fc.property(fc.array(anyJudged), anyApproval, (some, approval) => {
      const isBad = some.some(
        ({ check, result }) => check.critical && ['failed', 'error'].includes(result.outcome),
      );
      return !isBad || judge(some, 'enforce', approval).answer === 'Failed';
    }),
  ));

it('never blocks in observe, and finds the same as in enforce', () =>
  fc.assert(
    fc.property(fc.array(anyJudged), anyApproval, (some, approval) => {
      const observed = judge(some, 'observe', approval);
      return (
        observed.answer === 'Succeeded' &&
        observed.outcome === judge(some, 'enforce', approval).outcome
      );
    }),
  ));

it('never turns better when one check turns worse', () =>
  fc.assert(
    fc.property(fc.array(anyJudged, { minLength: 1 }), (some) => {
      const rank = (outcome: Outcome) =>
        ['passed', 'inconclusive', 'error', 'failed'].indexOf(outcome);
      const [first, ...rest] = some;
      if (first === undefined) return true;
      const worse = { ...first, result: aCheckResult({ outcome: 'failed' as const }) };
      return rank(judge([worse, ...rest]).outcome) >= rank(judge(some).outcome);
    }),
  ));
