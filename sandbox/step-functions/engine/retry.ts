import type { SeededRandom } from '../../service';
import type { Catcher, Retrier } from '../definition/definition';
import { MissedHeartbeat, type StateFailure } from './failure';

/** Errors that `States.ALL` does not stand for. documented, page as below */
const NEVER_BY_WILDCARD: readonly (string | undefined)[] = [
  'States.DataLimitExceeded',
  'States.Runtime',
];

/**
 * Whether a Retry or Catch names the failure. `States.TaskFailed` stands for all but `States.Timeout`, which a missed
 * heartbeat is too.
 * documented (https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html)
 */
export const matchesFailure = (errorEquals: readonly string[], failure: StateFailure): boolean =>
  errorEquals.some((name) => {
    const { error } = failure;
    if (name === error && error !== 'States.Runtime') return true;
    if (NEVER_BY_WILDCARD.includes(error)) return false;
    if (name === 'States.ALL') return true;
    if (name === 'States.TaskFailed') return error !== 'States.Timeout';
    return name === 'States.HeartbeatTimeout' && failure instanceof MissedHeartbeat;
  });

/** Seconds before the given retry (1 is the first), before jitter. */
export const backoffSeconds = (retrier: Retrier, retry: number): number => {
  const { IntervalSeconds = 1, BackoffRate = 2, MaxDelaySeconds = Infinity } = retrier;
  return Math.min(IntervalSeconds * BackoffRate ** (retry - 1), MaxDelaySeconds);
};

export interface Retries {
  /** How long to wait before the state is tried again; undefined where it is not to be. */
  next(failure: StateFailure): number | undefined;
  /** How many retries there have been, for `$states.context.State.RetryCount`. */
  count(): number;
}

/** Each retrier counts its own attempts. `FULL` draws from 0 to the delay, from the run's seed. */
export const createRetries = (
  retriers: readonly Retrier[] | undefined,
  random: SeededRandom,
): Retries => {
  const used = new Map<Retrier, number>();
  let total = 0;
  return {
    count: () => total,
    next: (failure) => {
      const retrier = retriers?.find((it) => matchesFailure(it.ErrorEquals, failure));
      if (retrier === undefined) return undefined;
      const retry = (used.get(retrier) ?? 0) + 1;
      if (retry > (retrier.MaxAttempts ?? 3)) return undefined;
      used.set(retrier, retry);
      total += 1;
      const delayMs = backoffSeconds(retrier, retry) * 1000;
      return retrier.JitterStrategy === 'FULL' ? random.next() * delayMs : delayMs;
    },
  };
};

export const findCatcher = (
  catchers: readonly Catcher[] | undefined,
  failure: StateFailure,
): { readonly catcher: Catcher; readonly index: number } | undefined => {
  const index = catchers?.findIndex((it) => matchesFailure(it.ErrorEquals, failure)) ?? -1;
  const catcher = catchers?.[index];
  return catcher === undefined ? undefined : { catcher, index };
};
