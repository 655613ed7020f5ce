/**
 * The family of Slipway's own errors. `code` is a constant that logs, Slack and `Fail.Error` share;
 * the message is a full sentence that holds the value that was wrong.
 */
export abstract class ControlPlaneError extends Error {
  abstract readonly code: string;
  /** Whether the same call may succeed later, unchanged. */
  abstract readonly retryable: boolean;
}

/** An input that does not have the promised shape; it lists every fault that was found. */
export class InvalidInputError extends ControlPlaneError {
  // Said, not taken from the class: a bundle has no class names.
  override readonly name = 'InvalidInputError';
  readonly code = 'InvalidInput';
  readonly retryable = false;

  constructor(
    readonly what: string,
    readonly faults: readonly string[],
    options?: { readonly cause?: unknown },
  ) {
    super(`${what} is not valid: ${faults.join('; ')}.`, options);
  }
}

/** Something that a decision needs is not there, or may not be read. */
export class UnavailableError extends ControlPlaneError {
  override readonly name = 'UnavailableError';
  readonly code = 'Unavailable';

  constructor(
    message: string,
    readonly retryable: boolean,
    options?: { readonly cause?: unknown },
  ) {
    super(message, options);
  }
}

/** What was asked for does not exist. Asking again changes nothing. */
export class NotFoundError extends ControlPlaneError {
  override readonly name = 'NotFoundError';
  readonly code = 'NotFound';
  readonly retryable = false;
}

/** The sentence of an unknown thrown value, for evidence and logs. */
export const sentenceOf = (thrown: unknown): string =>
  thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : String(thrown);
