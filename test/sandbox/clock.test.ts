import { createClock } from '../../sandbox/clock';

const timers = (): number =>
  process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;

const refuse = (error: unknown): never => {
  throw new Error('A timer failed.', { cause: error });
};

it.each([0, 1, 60])('arms nothing once it was stopped, at speed %d', (speed) => {
  // given
  const clock = createClock({ startEpochMs: 0, speed, onError: refuse });
  const before = timers();
  const ran: string[] = [];
  clock.after(60_000, () => void ran.push('before'));

  // when
  clock.stop();
  clock.after(60_000, () => void ran.push('after'));

  // then
  expect([timers(), ran]).toEqual([before, []]);
});

it('runs what falls due together in the order it was set, and time jumps to it', async () => {
  // given
  const clock = createClock({ startEpochMs: 1_000, speed: 0, onError: refuse });
  const ran: string[] = [];
  clock.after(3_600_000, () => void ran.push('second'));
  clock.after(3_600_000, () => void ran.push('third'));
  clock.after(1, () => void ran.push('first'));

  // when
  await clock.hold(() => clock.sleep(3_600_000));

  // then
  expect([clock.nowEpochMs(), ran]).toEqual([3_601_000, ['first', 'second', 'third']]);
});

describe('a timer in the background', () => {
  it('makes no virtual time pass by itself, and runs when time comes by', async () => {
    // given
    const clock = createClock({ startEpochMs: 0, speed: 0, onError: refuse });
    const seen: number[] = [];
    const everyMinute = (): void => {
      seen.push(clock.nowEpochMs());
      clock.after(60_000, everyMinute, { background: true });
    };
    clock.after(60_000, everyMinute, { background: true });
    // when: nothing else waits
    for (let turn = 0; turn < 20; turn += 1) await new Promise(setImmediate);
    // then
    expect(clock.nowEpochMs()).toBe(0);
    // when
    await clock.hold(() => clock.sleep(150_000));
    // then
    expect(seen).toEqual([60_000, 120_000]);
    expect(clock.nowEpochMs()).toBe(150_000);
  });
});
