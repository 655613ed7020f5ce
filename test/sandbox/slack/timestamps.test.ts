import fc from 'fast-check';
import { compareTimestamps, createTimestamps } from '../../../sandbox/slack/messages/timestamps';

it('never gives a ts twice and never goes back, whatever the clock does', () =>
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 4e12 }), { minLength: 2 }), (instants) => {
      // given
      let nowEpochMs = 0;
      const timestamps = createTimestamps({
        nowEpochMs: () => nowEpochMs,
        speed: 0,
        after: () => () => undefined,
        hold: (work) => work(),
        sleep: async () => undefined,
        stop: () => undefined,
      });
      // when
      const given = instants.map((instant) => {
        nowEpochMs = instant;
        return timestamps.next();
      });
      // then
      const ordered = given.every(
        (ts, index) => index === 0 || compareTimestamps(given[index - 1] ?? '', ts) < 0,
      );
      return ordered && given.every((ts) => /^\d+\.\d{6}$/.test(ts));
    }),
  ));

it.each([
  ['1700000000.000001', '1700000000.000002', -1],
  ['1700000000.000010', '1700000000.000002', 1],
  ['1699999999.999999', '1700000000.000000', -1],
  ['1700000000', '1700000000.000000', 0],
])('compares %s with %s', (left, right, sign) => {
  expect(Math.sign(compareTimestamps(left, right))).toBe(sign);
});
