import fc from 'fast-check';
import type { Retrier } from '../../../sandbox/step-functions/definition/definition';
import { MissedHeartbeat, StateFailure } from '../../../sandbox/step-functions/engine/failure';
import { createRetries, matchesFailure } from '../../../sandbox/step-functions/engine/retry';
import { exceedsTolerance } from '../../../sandbox/step-functions/states/distributed-map';
import { createSeededRandom } from '../../../sandbox/wire/random';

const failure = (error: string | undefined) => new StateFailure(error, 'why');

describe('which failures a Retry or Catch names', () => {
  it.each<[string, string | undefined, boolean]>([
    ['States.ALL', 'HostLost', true],
    ['States.ALL', undefined, true],
    ['States.ALL', 'States.Timeout', true],
    ['States.ALL', 'States.DataLimitExceeded', false],
    ['States.ALL', 'States.Runtime', false],
    ['States.DataLimitExceeded', 'States.DataLimitExceeded', true],
    ['States.Runtime', 'States.Runtime', false],
    ['States.TaskFailed', 'HostLost', true],
    ['States.TaskFailed', 'States.Timeout', false],
    ['States.Timeout', 'States.Timeout', true],
    ['States.HeartbeatTimeout', 'States.Timeout', false],
    ['HostLost', 'HostLost', true],
    ['HostLost', 'HostLostAgain', false],
  ])('%s, of %s: %s', (name, error, matches) => {
    expect(matchesFailure([name], failure(error))).toBe(matches);
  });

  it.each([
    ['States.HeartbeatTimeout', true],
    ['States.Timeout', true],
    ['States.ALL', true],
    ['States.TaskFailed', false],
  ])('%s, of a missed heartbeat: %s', (name, matches) => {
    expect(matchesFailure([name], new MissedHeartbeat())).toBe(matches);
  });
});

const anyRetrier: fc.Arbitrary<Retrier> = fc.record({
  ErrorEquals: fc.constant(['Busy']),
  IntervalSeconds: fc.integer({ min: 1, max: 60 }),
  MaxAttempts: fc.integer({ min: 0, max: 8 }),
  BackoffRate: fc.double({ min: 1, max: 5, noNaN: true }),
  MaxDelaySeconds: fc.integer({ min: 61, max: 600 }),
  JitterStrategy: fc.constantFrom('FULL' as const, 'NONE' as const),
});

const delaysOf = (retrier: Retrier, seed: number): readonly number[] => {
  const retries = createRetries([retrier], createSeededRandom(seed));
  const delays: number[] = [];
  for (let it = retries.next(failure('Busy')); it !== undefined; it = retries.next(failure('Busy')))
    delays.push(it);
  return delays;
};

describe('retries', () => {
  it('are as many as MaxAttempts says', () =>
    fc.assert(
      fc.property(anyRetrier, fc.nat(), (it, seed) => delaysOf(it, seed).length === it.MaxAttempts),
    ));

  it('wait longer each time without jitter, and never longer than MaxDelaySeconds', () =>
    fc.assert(
      fc.property(anyRetrier, fc.nat(), (it, seed) => {
        const delays = delaysOf({ ...it, JitterStrategy: 'NONE' }, seed);
        const most = (it.MaxDelaySeconds ?? 0) * 1000;
        return delays.every((delay, i) => delay >= (delays[i - 1] ?? 0) && delay <= most);
      }),
    ));

  it('never wait longer with jitter than without', () =>
    fc.assert(
      fc.property(anyRetrier, fc.nat(), (it, seed) => {
        const without = delaysOf({ ...it, JitterStrategy: 'NONE' }, seed);
        return delaysOf({ ...it, JitterStrategy: 'FULL' }, seed).every(
          (delay, i) => delay >= 0 && delay <= (without[i] ?? 0),
        );
      }),
    ));

  it('count for each retrier alone', () => {
    const retries = createRetries(
      [
        { ErrorEquals: ['Busy'], MaxAttempts: 1, IntervalSeconds: 5 },
        { ErrorEquals: ['States.ALL'], MaxAttempts: 1, IntervalSeconds: 9 },
      ],
      createSeededRandom(1),
    );
    const names = ['Busy', 'Lost', 'Busy', 'Lost'];
    expect(names.map((it) => retries.next(failure(it)))).toEqual([
      5000,
      9000,
      undefined,
      undefined,
    ]);
    expect(retries.count()).toBe(2);
  });
});

describe('tolerated failures', () => {
  it('without limits are none', () => {
    const none = { count: undefined, percentage: undefined };
    expect([0, 1].map((failed) => exceedsTolerance(failed, 10, none))).toEqual([false, true]);
  });

  it('of 100 % are all', () =>
    fc.assert(
      fc.property(
        fc.nat(100),
        fc.integer({ min: 100, max: 1000 }),
        (failed, total) => !exceedsTolerance(failed, total, { count: undefined, percentage: 100 }),
      ),
    ));
});
