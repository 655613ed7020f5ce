import fc from 'fast-check';
import type { Fault } from '../../../sandbox/faults/fault';
import { createFaultBook } from '../../../sandbox/faults/fault-book';

const any = (fault: Fault): fault is Fault => fault.kind !== 'drop';

/** Which of so many tries each fault struck, by its id. */
const strikesOf = (seed: number, faults: readonly Fault[], tries: number): readonly string[] => {
  const book = createFaultBook(seed);
  for (const fault of faults) book.add(fault);
  return Array.from({ length: tries }, () => book.strike(any)?.id ?? '-');
};

const anyFault = fc.record(
  { kind: fc.constant('throttle' as const), chance: fc.double({ min: 0, max: 1, noNaN: true }) },
  { requiredKeys: ['kind'] },
);
const anySeed = fc.integer({ min: 0, max: 2 ** 32 - 1 });

it('strikes the same calls again for the same seed', () =>
  fc.assert(
    fc.property(anySeed, fc.array(anyFault, { maxLength: 4 }), (seed, faults) => {
      expect(strikesOf(seed, faults, 20)).toEqual(strikesOf(seed, faults, 20));
    }),
  ));

it('strikes as often as it is told, and no more', () =>
  fc.assert(
    fc.property(anySeed, fc.integer({ min: 1, max: 10 }), (seed, times) => {
      const strikes = strikesOf(seed, [{ kind: 'throttle', times }], 20);
      expect(strikes).toEqual([
        ...Array<string>(times).fill('fault-1'),
        ...Array<string>(20 - times).fill('-'),
      ]);
    }),
  ));

it('strikes about as often as its chance says', () => {
  const strikes = strikesOf(3, [{ kind: 'throttle', chance: 0.25 }], 4_000);
  const struck = strikes.filter((id) => id === 'fault-1').length;
  expect(struck).toBeGreaterThan(900);
  expect(struck).toBeLessThan(1_100);
});

it('does not change what a fault strikes by another that is ordered after it', () => {
  const alone = strikesOf(5, [{ kind: 'throttle', chance: 0.5 }], 40);
  const both = strikesOf(5, [{ kind: 'throttle', chance: 0.5 }, { kind: 'error' }], 40);
  expect(both.map((id) => (id === 'fault-2' ? '-' : id))).toEqual(alone);
  expect(both).not.toContain('-');
});

it('passes over what does not fit, and what was taken back', () => {
  const book = createFaultBook(1);
  book.add({ kind: 'drop' });
  const id = book.add({ kind: 'error' });
  book.add({ kind: 'slow' });
  expect(book.strike(any)?.id).toBe('fault-2');
  expect([book.remove(id), book.remove(id)]).toEqual([true, false]);
  expect(book.strike(any)?.id).toBe('fault-3');
  book.clear();
  expect(book.strike(any)).toBeUndefined();
});
