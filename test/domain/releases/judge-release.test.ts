import fc from 'fast-check';
import { judgeRelease } from '../../../domain/releases/judge-release';
import type { Outcome } from '../../../domain/outcome';
import { aCheckResult } from '../../support/releases';

const OUTCOMES: readonly Outcome[] = ['passed', 'failed', 'inconclusive', 'error'];
const anyChecks = fc
  .array(fc.constantFrom(...OUTCOMES), { maxLength: 8 })
  .map((outcomes) => outcomes.map((outcome) => aCheckResult({ outcome })));

it('lets an enforced release on when every check passed', () => {
  expect(judgeRelease('enforce', [aCheckResult(), aCheckResult()])).toEqual({
    outcome: 'passed',
    reason: 'ChecksPassed',
    answer: 'Succeeded',
  });
});

it.each([
  ['failed', 'CheckFailed'],
  ['inconclusive', 'CheckInconclusive'],
  ['error', 'CheckError'],
] as const)('blocks an enforced release when a check is %s', (outcome, reason) => {
  expect(judgeRelease('enforce', [aCheckResult(), aCheckResult({ outcome })])).toEqual({
    outcome,
    reason,
    answer: 'Failed',
  });
});

it('blocks an enforced release that nothing was checked of', () => {
  expect(judgeRelease('enforce', [])).toEqual({
    outcome: 'inconclusive',
    reason: 'NoChecksRan',
    answer: 'Failed',
  });
});

it('never blocks in observe mode, and judges no less strictly', () =>
  fc.assert(
    fc.property(anyChecks, (checks) => {
      const observed = judgeRelease('observe', checks);
      return (
        observed.answer === 'Succeeded' &&
        observed.outcome === judgeRelease('enforce', checks).outcome
      );
    }),
  ));

it('passes an enforced release only if there were checks and each of them passed', () =>
  fc.assert(
    fc.property(anyChecks, (checks) => {
      const allPassed = checks.length > 0 && checks.every((check) => check.outcome === 'passed');
      return (judgeRelease('enforce', checks).answer === 'Succeeded') === allPassed;
    }),
  ));

it('does not depend on the order of the checks', () =>
  fc.assert(
    fc.property(
      anyChecks.chain((checks) =>
        fc.tuple(
          fc.constant(checks),
          fc.shuffledSubarray([...checks], { minLength: checks.length }),
        ),
      ),
      ([checks, shuffled]) => {
        expect(judgeRelease('enforce', shuffled)).toEqual(judgeRelease('enforce', checks));
      },
    ),
  ));
