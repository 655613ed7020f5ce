import { ControlPlaneError, InvalidInputError } from '../../errors';
import type { Observation } from './observation';

/** A look that could not see, and why; its code is the reason that the check's result gives. */
export class LookFault extends ControlPlaneError {
  override readonly name = 'LookFault';
  readonly retryable = true;

  constructor(
    readonly code: string,
    sentence: string,
    options?: { readonly cause?: unknown },
  ) {
    super(sentence, options);
  }
}

/** The look, or the fault that kept it from seeing. Lets every other error through. */
export const orFault = async (look: () => Promise<Observation>): Promise<Observation> => {
  try {
    return await look();
  } catch (thrown) {
    if (thrown instanceof LookFault)
      return { kind: 'fault', code: thrown.code, sentence: thrown.message };
    if (thrown instanceof InvalidInputError)
      return { kind: 'fault', code: 'PlaceholderNotFilled', sentence: thrown.message };
    throw thrown;
  }
};
