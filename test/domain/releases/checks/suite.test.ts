import fc from 'fast-check';
import { judgeLook } from '../../../../domain/releases/checks/judge-look';
import { judgeSuite } from '../../../../domain/releases/checks/suite';
import type { Outcome } from '../../../../domain/outcome';
import { aSuiteLook } from '../../../support/looks';
import { aSubject } from '../../../support/releases';

const said = (outcome: Outcome, detail = '') =>
  ({ kind: 'suite', outcome, reason: 'TwoOfNine', detail, samples: 9 }) as const;

it.each(['passed', 'failed', 'inconclusive', 'error'] as const)(
  'is %s where the suite says so',
  (outcome) => {
    expect(judgeSuite(aSuiteLook(), said(outcome), aSubject())).toEqual({
      outcome,
      reason: 'TwoOfNine',
      expected: 'the suite passes',
      observed: `the suite says ${outcome}`,
      samples: 9,
    });
  },
);

it('tells what the suite tells', () => {
  const result = judgeSuite(aSuiteLook(), said('failed', 'checkout answered 500'), aSubject());
  expect(result.observed).toBe('checkout answered 500');
});

it('is an error where the suite could not be asked', () => {
  const fault = { kind: 'fault', code: 'SuiteFailed', sentence: 'It threw.' } as const;
  expect(judgeLook(aSuiteLook(), fault, aSubject())).toMatchObject({
    outcome: 'error',
    reason: 'SuiteFailed',
  });
});

it('never makes an outcome of its own', () =>
  fc.assert(
    fc.property(
      fc.constantFrom<Outcome>('passed', 'failed', 'inconclusive', 'error'),
      fc.string(),
      (outcome, detail) =>
        judgeSuite(aSuiteLook(), said(outcome, detail), aSubject()).outcome === outcome,
    ),
  ));
