import * as z from 'zod/mini';

const ErrorObject = z.looseObject({ errorType: z.string(), errorMessage: z.string() });

/** Lambda's error object; Node.js adds `trace`, Python `stackTrace`. */
export type ErrorObject = z.infer<typeof ErrorObject>;

const ProcessMessage = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ready') }),
  z.object({ type: z.literal('init-error'), error: ErrorObject }),
  z.object({ type: z.literal('result'), payload: z.string() }),
  z.object({
    type: z.literal('error'),
    error: ErrorObject,
    /** The process ends after this message. */
    exiting: z.optional(z.boolean()),
  }),
]);

/** What a bootstrap says over descriptor 3, a line of JSON each. */
export type ProcessMessage = z.infer<typeof ProcessMessage>;

/** Undefined for what no bootstrap says: a handler may write to the descriptor itself. */
export const parseProcessMessage = (line: string): ProcessMessage | undefined => {
  try {
    return ProcessMessage.parse(JSON.parse(line));
  } catch {
    return undefined;
  }
};
