import type { Machine } from '../definition/definition';
import type { Json } from '../json';
import type { Frame } from './execution';
import { Cancelled, StateFailure, type CancelReason } from './failure';
import { outputOf } from './history';

export type ExecutionEnd =
  | { readonly status: 'SUCCEEDED'; readonly output: Json }
  | {
      readonly status: 'FAILED' | 'TIMED_OUT' | 'ABORTED';
      readonly error?: string;
      readonly cause?: string;
    };

const endOf = (reason: CancelReason): ExecutionEnd => {
  switch (reason.kind) {
    case 'timed-out':
      return { status: 'TIMED_OUT' };
    case 'history-full':
      // assumed: error name and text
      return {
        status: 'FAILED',
        error: 'States.Runtime',
        cause: 'The execution reached the maximum number of history events (25000).',
      };
    case 'stopped':
      return { status: 'ABORTED', error: reason.error, cause: reason.cause };
    case 'sibling':
      return { status: 'ABORTED' };
  }
};

const runToEnd = async (machine: Machine, frame: Frame): Promise<ExecutionEnd> => {
  try {
    return { status: 'SUCCEEDED', output: await frame.execution.runStates(machine, frame) };
  } catch (error) {
    if (error instanceof Cancelled) return endOf(error.reason);
    if (error instanceof StateFailure)
      return { status: 'FAILED', error: error.error, cause: error.reason };
    throw error;
  }
};

const withoutUndefined = (details: { readonly error?: string; readonly cause?: string }) => ({
  ...(details.error === undefined ? {} : { error: details.error }),
  ...(details.cause === undefined ? {} : { cause: details.cause }),
});

const recordEnd = ({ execution }: Frame, end: ExecutionEnd): void => {
  switch (end.status) {
    case 'SUCCEEDED':
      return execution.history.recordLast({
        type: 'ExecutionSucceeded',
        executionSucceededEventDetails: outputOf(end.output),
      });
    case 'FAILED':
      return execution.history.recordLast({
        type: 'ExecutionFailed',
        executionFailedEventDetails: withoutUndefined(end),
      });
    case 'TIMED_OUT':
      return execution.history.recordLastFromOutside({
        type: 'ExecutionTimedOut',
        executionTimedOutEventDetails: withoutUndefined(end),
      });
    case 'ABORTED':
      return execution.history.recordLastFromOutside({
        type: 'ExecutionAborted',
        executionAbortedEventDetails: withoutUndefined(end),
      });
  }
};

/** From where the frame stands to the execution's last event, within the machine's TimeoutSeconds. */
export const runExecution = async (machine: Machine, frame: Frame): Promise<ExecutionEnd> => {
  const { clock } = frame.execution.engine;
  const { TimeoutSeconds } = machine;
  const forget =
    TimeoutSeconds === undefined
      ? undefined
      : clock.after(TimeoutSeconds * 1000, () => frame.cancellation.cancel({ kind: 'timed-out' }));
  try {
    const end = await runToEnd(machine, frame);
    recordEnd(frame, end);
    return end;
  } finally {
    forget?.();
  }
};
