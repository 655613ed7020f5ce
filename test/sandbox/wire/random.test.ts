import fc from 'fast-check';
import { createSeededRandom } from '../../../sandbox/wire/random';

it('gives the same for the same seed, for ever', () => {
  // given
  const random = createSeededRandom(42);
  // then
  expect([random.uuid(), random.text(8), random.text(4, 'ab')]).toEqual(EXPECTED);
});

it('gives something else for another seed', () => {
  expect(createSeededRandom(43).uuid()).not.toBe(EXPECTED[0]);
});

it('gives numbers from 0 to 1, and ids in their form, for any seed', () =>
  fc.assert(
    fc.property(fc.integer(), (seed) => {
      const random = createSeededRandom(seed);
      const number = random.next();
      return (
        number >= 0 &&
        number < 1 &&
        /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(
          random.uuid(),
        ) &&
        /^[A-Z0-9]{9}$/.test(random.text(9))
      );
    }),
  ));

it('spreads evenly', () => {
  // given
  const random = createSeededRandom(1);
  const counts = [0, 0, 0, 0];
  // when
  for (let drawn = 0; drawn < 40_000; drawn += 1) {
    const quarter = Math.floor(random.next() * 4);
    counts[quarter] = (counts[quarter] ?? 0) + 1;
  }
  // then
  for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(400);
});

const EXPECTED = ['97da2849-d73e-4b43-aa90-7d090402c802', '4R3LQBBU', 'baba'];
