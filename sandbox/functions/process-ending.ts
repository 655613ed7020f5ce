import type { FunctionSpec } from './function-spec';
import type { ErrorObject, ProcessMessage } from './process-messages';

/** What ends the wait for a process: its answer, or what kept it from answering. */
export type Ending =
  | { readonly kind: 'message'; readonly message: ProcessMessage }
  | { readonly kind: 'exit'; readonly reason: string }
  | { readonly kind: 'timeout' }
  | { readonly kind: 'memory' };

/** documented (https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html) */
const LARGEST_RESPONSE_BYTES = 6 * 1024 * 1024;

/**
 * How the runtime interface words a process's exit.
 * assumed, from public reports of Lambda's own lines
 */
export const exitReason = (code: number | null, signal: string | null): string => {
  if (signal === 'SIGABRT') return 'Runtime exited with error: signal: aborted';
  if (signal === 'SIGKILL') return 'Runtime exited with error: signal: killed';
  if (signal !== null) return `Runtime exited with error: signal: ${signal}`;
  return code === 0 || code === null
    ? 'Runtime exited without providing a reason'
    : `Runtime exited with error: exit status ${code}`;
};

/** What a caller of the function is answered: a payload, and the error's words where it is an error. */
export interface Answer {
  readonly payload: string;
  readonly error?: string;
}

/**
 * Lambda's answer for an ending.
 * documented for the error types (https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html), the sentences
 * assumed
 */
export const toAnswer = (ending: Ending, spec: FunctionSpec, requestId: string): Answer => {
  switch (ending.kind) {
    case 'timeout': {
      const text = `Task timed out after ${spec.timeoutSec.toFixed(2)} seconds`;
      return failed(platformError('Sandbox.Timedout', requestId, text));
    }
    case 'memory': {
      const text = 'Runtime exited with error: signal: killed';
      return failed(platformError('Runtime.OutOfMemory', requestId, text));
    }
    case 'exit':
      return failed(platformError('Runtime.ExitError', requestId, ending.reason));
    case 'message':
      return toMessageAnswer(ending.message);
  }
};

const toMessageAnswer = (message: ProcessMessage): Answer => {
  switch (message.type) {
    case 'ready':
      return { payload: 'null' };
    case 'result':
      return limitResponse(message.payload);
    case 'error':
    case 'init-error':
      return failed(message.error);
  }
};

const limitResponse = (payload: string): Answer => {
  const bytes = Buffer.byteLength(payload);
  if (bytes <= LARGEST_RESPONSE_BYTES) return { payload };
  const errorMessage =
    `Response payload size (${bytes} bytes) exceeded maximum allowed payload size ` +
    `(${LARGEST_RESPONSE_BYTES} bytes).`;
  return failed({ errorType: 'Function.ResponseSizeTooLarge', errorMessage });
};

const platformError = (errorType: string, requestId: string, text: string): ErrorObject => ({
  errorType,
  errorMessage: `RequestId: ${requestId} Error: ${text}`,
});

const failed = (error: ErrorObject): Answer => ({
  payload: JSON.stringify(error),
  error: `${error.errorType}: ${error.errorMessage}`,
});
