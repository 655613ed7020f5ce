/**
 * The sandbox's one clock. Everything that AWS would do "later" is a timer here.
 *
 * With speed 0 time is virtual: it stands still while any work is held, and jumps to the next timer
 * when nothing is. With speed 1 it is the time of day from its start on, with speed n it runs n times as fast.
 */
export interface Clock {
  nowEpochMs(): number;
  readonly speed: number;
  /** Runs the task once, `delayMs` of sandbox time from now, under a hold. Returns what cancels it. */
  after(delayMs: number, task: () => void | Promise<void>, options?: TimerOptions): () => void;
  /** Virtual time does not move until the work has settled. Nested holds add up. */
  hold<T>(work: () => Promise<T>): Promise<T>;
  /** For code that runs under a hold: lets go of one hold, waits `delayMs` of sandbox time, takes it again. */
  sleep(delayMs: number): Promise<void>;
  /** Cancels every timer; nothing runs after it. */
  stop(): void;
}

export interface TimerOptions {
  /**
   * Runs when time comes by, and makes none pass: virtual time stands still while only such timers wait. For what
   * goes on for ever, as a schedule does.
   */
  readonly background?: boolean;
}

export interface ClockOptions {
  readonly startEpochMs: number;
  /** 0 is virtual, 1 is real time, n runs n times as fast. */
  readonly speed: number;
  /** Where a timer's failure goes: a task's error must not take the sandbox down. */
  readonly onError: (error: unknown) => void;
}

interface Timer {
  readonly dueEpochMs: number;
  readonly order: number;
  readonly background: boolean;
  readonly task: () => void | Promise<void>;
}

/** Timers that fall due at the same time run one after the other, in the order they were set. */
export const createClock = (options: ClockOptions): Clock =>
  options.speed === 0 ? createVirtualClock(options) : createRunningClock(options);

const createVirtualClock = ({ startEpochMs, onError }: ClockOptions): Clock => {
  let nowEpochMs = startEpochMs;
  let holds = 0;
  let order = 0;
  let jumpAsked = false;
  let stopped = false;
  const timers = new Set<Timer>();

  const next = (): Timer | undefined => {
    let first: Timer | undefined;
    for (const timer of timers) {
      if (
        first === undefined ||
        timer.dueEpochMs < first.dueEpochMs ||
        (timer.dueEpochMs === first.dueEpochMs && timer.order < first.order)
      )
        first = timer;
    }
    return first;
  };
  const somethingWaits = (): boolean => [...timers].some((timer) => !timer.background);
  const jump = (): void => {
    jumpAsked = false;
    if (stopped || holds > 0 || !somethingWaits()) return;
    const timer = next();
    if (timer === undefined) return;
    timers.delete(timer);
    nowEpochMs = Math.max(nowEpochMs, timer.dueEpochMs);
    void hold(async () => timer.task()).catch(onError);
  };
  // A turn of the event loop between two jumps lets a request that is on its way arrive first.
  const askToJump = (): void => {
    if (jumpAsked || stopped || holds > 0 || !somethingWaits()) return;
    jumpAsked = true;
    setImmediate(() => setImmediate(jump));
  };
  const release = (): void => {
    holds -= 1;
    askToJump();
  };
  const hold = async <T>(work: () => Promise<T>): Promise<T> => {
    holds += 1;
    try {
      return await work();
    } finally {
      release();
    }
  };
  const after: Clock['after'] = (delayMs, task, { background = false } = {}) => {
    const dueEpochMs = nowEpochMs + Math.max(0, delayMs);
    const timer = { dueEpochMs, order: order++, task, background };
    timers.add(timer);
    askToJump();
    return () => timers.delete(timer);
  };
  return {
    speed: 0,
    nowEpochMs: () => nowEpochMs,
    after,
    hold,
    sleep: async (delayMs) => {
      await new Promise<void>((resolve) => {
        // The sleeper's hold is taken back inside the timer, before the timer's own hold ends.
        after(delayMs, () => {
          holds += 1;
          resolve();
        });
        release();
      });
    },
    stop: () => {
      stopped = true;
      timers.clear();
    },
  };
};

const createRunningClock = ({ startEpochMs, speed, onError }: ClockOptions): Clock => {
  const startedMs = performance.now();
  const pending = new Set<NodeJS.Timeout>();
  let stopped = false;
  // setTimeout takes 32-bit milliseconds: longer waits are made of several.
  const longestMs = 2 ** 31 - 1;
  const nowEpochMs = (): number =>
    Math.round(startEpochMs + (performance.now() - startedMs) * speed);
  const after: Clock['after'] = (delayMs, task) => {
    if (stopped) return () => undefined;
    const dueEpochMs = nowEpochMs() + Math.max(0, delayMs);
    let handle: NodeJS.Timeout;
    const arm = (): void => {
      const waitMs = Math.max(0, (dueEpochMs - nowEpochMs()) / speed);
      handle = setTimeout(
        () => {
          pending.delete(handle);
          if (dueEpochMs - nowEpochMs() >= 1) arm();
          else void (async () => task())().catch(onError);
        },
        Math.min(Math.ceil(waitMs), longestMs),
      );
      pending.add(handle);
    };
    arm();
    return () => {
      clearTimeout(handle);
      pending.delete(handle);
    };
  };
  return {
    speed,
    nowEpochMs,
    after,
    hold: (work) => work(),
    sleep: (delayMs) => new Promise((resolve) => after(delayMs, resolve)),
    stop: () => {
      stopped = true;
      for (const handle of pending) clearTimeout(handle);
      pending.clear();
    },
  };
};
