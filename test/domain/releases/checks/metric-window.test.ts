import fc from 'fast-check';
import {
  isEmpty,
  windowBeforeRelease,
  windowOfRelease,
} from '../../../../domain/releases/checks/metric-window';

const NOON = Date.UTC(2026, 10, 2, 12);
const anInput = fc.record({
  windowSec: fc.integer({ min: 1, max: 86_400 }),
  lagSec: fc.integer({ min: 0, max: 900 }),
  periodSec: fc.constantFrom(1, 10, 60, 300, 3600),
  sinceStartMs: fc.integer({ min: 0, max: 172_800_000 }),
  nowMs: fc.integer({ min: 0, max: 86_400_000 }),
  agoSec: fc.integer({ min: 1, max: 1_209_600 }),
});
const windowsOf = (input: typeof anInput extends fc.Arbitrary<infer Input> ? Input : never) => {
  const now = NOON + input.nowMs;
  const startedEpochMs = now - input.sinceStartMs;
  const startedAt = new Date(startedEpochMs).toISOString();
  const window = windowOfRelease(input, startedAt, now);
  return {
    now,
    startedEpochMs,
    window,
    before: windowBeforeRelease(window, input.agoSec, startedAt),
  };
};

describe('the window of a release', () => {
  it('is of whole periods, after the start, over long enough by now, and no longer than asked', () =>
    fc.assert(
      fc.property(anInput, (input) => {
        const { now, startedEpochMs, window } = windowsOf(input);
        const { fromEpochMs, untilEpochMs, periodMs } = window;
        return (
          fromEpochMs % periodMs === 0 &&
          untilEpochMs % periodMs === 0 &&
          untilEpochMs <= now - input.lagSec * 1000 &&
          now - input.lagSec * 1000 - untilEpochMs < periodMs &&
          untilEpochMs - fromEpochMs < input.windowSec * 1000 + periodMs &&
          (isEmpty(window) ? fromEpochMs === untilEpochMs : fromEpochMs >= startedEpochMs)
        );
      }),
    ));

  it('is held against one as long, far enough back, that saw nothing of the release', () =>
    fc.assert(
      fc.property(anInput, (input) => {
        const { startedEpochMs, window, before } = windowsOf(input);
        return (
          before.untilEpochMs - before.fromEpochMs === window.untilEpochMs - window.fromEpochMs &&
          before.fromEpochMs % before.periodMs === 0 &&
          before.untilEpochMs <= startedEpochMs &&
          window.untilEpochMs - before.untilEpochMs >= input.agoSec * 1000
        );
      }),
    ));
});
