import type { Json } from '../json';

/** What went wrong in a state, under the name that Retry and Catch match. */
export class StateFailure extends Error {
  constructor(
    /** Undefined where a task was failed without naming an error. */
    readonly error: string | undefined,
    readonly reason: string | undefined,
    /** Where an expression failed: the field, as the history's `location` says it. */
    readonly evaluation?: { readonly location?: string },
  ) {
    super(`${error ?? 'no error name'}: ${reason ?? 'no cause'}`);
  }
}

/**
 * A task's heartbeat stopped. History and error output say `States.Timeout`, as AWS was seen to; Retry and Catch may
 * say `States.HeartbeatTimeout` as well.
 * documented (https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html)
 */
export class MissedHeartbeat extends StateFailure {
  constructor() {
    super('States.Timeout', undefined);
  }
}

/** `$states.errorOutput`. recorded */
export const toErrorOutput = ({ error, reason }: StateFailure): Json => ({
  ...(error === undefined ? {} : { Error: error }),
  ...(reason === undefined ? {} : { Cause: reason }),
});

export const dataLimitExceeded = (what: string): StateFailure =>
  // documented (https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html), text assumed
  new StateFailure(
    'States.DataLimitExceeded',
    `The state/task '${what}' returned a result with a size exceeding the maximum number of bytes service limit.`,
  );

/** Thrown inside a branch that must not go on. No Retry and no Catch sees it. */
export class Cancelled extends Error {
  constructor(readonly reason: CancelReason) {
    super(`Cancelled: ${reason.kind}`);
  }
}

export type CancelReason =
  | { readonly kind: 'stopped'; readonly error?: string; readonly cause?: string }
  | { readonly kind: 'timed-out' }
  /** Another branch failed. */
  | { readonly kind: 'sibling' }
  | { readonly kind: 'history-full' };
