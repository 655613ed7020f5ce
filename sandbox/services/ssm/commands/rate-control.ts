import type { Invocation } from './command';
import { isError } from './command';

/** `10` or `10%` of so many, rounded up (assumed); MaxConcurrency is one at least. */
export const countOf = (text: string, of: number): number =>
  text.endsWith('%') ? Math.ceil((of * Number(text.slice(0, -1))) / 100) : Number(text);

export interface RateControl {
  readonly invocations: readonly Invocation[];
  readonly maxConcurrency: number;
  readonly maxErrors: number;
  /** Sends it to its host; calls back once it has ended. */
  readonly send: (invocation: Invocation, ended: () => void) => void;
  /** The command had too many errors before this one was sent. */
  readonly terminate: (invocation: Invocation) => void;
}

/**
 * So many hosts at once; once there are more errors than MaxErrors, those left are not sent to. Documented:
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/send-commands-multiple.html
 */
export const sendInTurn = (control: RateControl): void => {
  const { invocations, maxConcurrency, maxErrors, send, terminate } = control;
  const waiting = [...invocations];
  let sent = 0;
  const goOn = (): void => {
    while (sent < maxConcurrency) {
      const next = waiting.shift();
      if (next === undefined) return;
      if (next.status !== 'Pending') continue;
      if (invocations.filter(isError).length > maxErrors) {
        terminate(next);
        continue;
      }
      sent += 1;
      send(next, () => {
        sent -= 1;
        goOn();
      });
    }
  };
  goOn();
};
