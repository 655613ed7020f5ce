import fc from 'fast-check';
import { nearestOf } from '../../cli/near-miss';

const KNOWN = ['name', 'kind', 'timeoutSec', 'retries', 'retryDelaySec', 'headers', 'expect'];

it.each([
  ['timeout', 'timeoutSec'],
  ['timeoutMs', 'timeoutSec'],
  ['retry', 'retries'],
  ['Retries', 'retries'],
  ['retry_delay_sec', 'retryDelaySec'],
  ['header', 'headers'],
  ['knid', undefined],
  ['kinds', 'kind'],
  ['expected', 'expect'],
  ['colour', undefined],
  ['', undefined],
])('%j was meant to be %j', (word, meant) => {
  expect(nearestOf(word, KNOWN)).toBe(meant);
});

it('finds a known word itself, in whatever letters', () =>
  fc.assert(
    fc.property(fc.constantFrom(...KNOWN), fc.boolean(), (word, isLoud) => {
      expect(nearestOf(isLoud ? word.toUpperCase() : word, KNOWN)).toBe(word);
    }),
  ));
