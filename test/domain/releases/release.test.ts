import fc from 'fast-check';
import type { ReleaseState } from '../../../domain/releases/release';
import { isOver, isRollback, latestState } from '../../../domain/releases/release';
import { aDeployment } from '../../support/releases';

const STATES: readonly ReleaseState[] = ['started', 'ready', 'succeeded', 'failed', 'stopped'];

it('knows nothing of a release of which nothing was heard', () => {
  expect(latestState([])).toBeUndefined();
});

it('says the same whatever the order, and however often it was heard', () =>
  fc.assert(
    fc.property(
      fc
        .array(fc.constantFrom(...STATES))
        .chain((heard) =>
          fc.tuple(fc.constant(heard), fc.shuffledSubarray(heard, { minLength: heard.length })),
        ),
      ([heard, shuffled]) => latestState([...shuffled, ...heard]) === latestState(heard),
    ),
  ));

it('never goes back from an ending', () =>
  fc.assert(
    fc.property(fc.constantFrom('succeeded', 'failed', 'stopped'), (ending) =>
      isOver(latestState(['started', ending, 'ready', 'started'])),
    ),
  ));

it.each([
  [aDeployment(), false],
  [aDeployment({ creator: 'codeDeployRollback' }), true],
  [aDeployment({ rollbackOf: 'd-BAD000001' }), true],
])('tells a rollback from a release', (deployment, expected) => {
  expect(isRollback(deployment)).toBe(expected);
});
