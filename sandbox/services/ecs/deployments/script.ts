import type { Clock } from '../../../clock';

/** Begins to wait and calls back when it is over. Returns what gives up waiting. */
export type Waiting = (over: () => void) => () => void;

/** What is done one thing after another, with waits between: each `yield` is one. */
export type Script = Generator<Waiting, void, void>;

export interface Playing {
  /** Throws the error where the script waits, a turn from now; nothing once the script is over. */
  interrupt(error: Error): void;
  /** Nothing of it happens any more. */
  abandon(): void;
}

/** Plays a script on the clock, from a turn from now on. */
export const play = (clock: Clock, script: Script): Playing => {
  let giveUp = (): unknown => undefined;
  let abandoned = false;
  const advance = (step: () => IteratorResult<Waiting, void>): void => {
    if (abandoned) return;
    const { done, value } = step();
    if (done === true || abandoned) return;
    let over = false;
    giveUp = value(() => {
      if (over) return;
      over = true;
      giveUp = clock.after(0, () => advance(() => script.next()));
    });
  };
  giveUp = clock.after(0, () => advance(() => script.next()));
  return {
    interrupt: (error) => {
      giveUp();
      giveUp = clock.after(0, () => advance(() => script.throw(error)));
    },
    abandon: () => {
      abandoned = true;
      giveUp();
    },
  };
};

export const pause =
  (clock: Clock, forMs: number): Waiting =>
  (over) =>
    clock.after(forMs, over);
