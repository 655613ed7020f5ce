import type { WaitState } from '../definition/definition';
import { waitUntil } from '../engine/cancellation';
import type { StateHandler, Visit } from '../engine/execution';
import { StateFailure } from '../engine/failure';
import { unexpectedType } from '../jsonata/evaluate';
import { jsonTypeOf } from '../json';
import { evaluateAmount } from './amount';
import { isOffsetDateTime } from './offset-date-time';

const delayOf = async (state: WaitState, visit: Visit): Promise<number> => {
  if (state.Seconds !== undefined) {
    const seconds = await evaluateAmount(visit, 'Seconds', state.Seconds);
    return (seconds ?? 0) * 1000;
  }
  const written = state.Timestamp ?? '';
  const timestamp = await visit.evaluate(written, 'Timestamp');
  if (typeof timestamp !== 'string')
    throw unexpectedType(written, 'Timestamp', 'string', jsonTypeOf(timestamp), timestamp);
  // recorded
  if (!isOffsetDateTime(timestamp))
    throw new StateFailure(
      'States.QueryEvaluationError',
      `The Timestamp field cannot be parsed as an ISO-8601 extended offset date-time format string: ${timestamp}`,
      { location: 'Timestamp' },
    );
  return Date.parse(timestamp) - visit.frame.execution.engine.clock.nowEpochMs();
};

/** Waits for seconds or until a time; a time that has passed is no wait. */
export const runWait: StateHandler<WaitState> = async (state, visit) => {
  const delayMs = await delayOf(state, visit);
  const { cancellation, execution } = visit.frame;
  if (delayMs > 0)
    await waitUntil<void>(cancellation, ({ resolve }) =>
      execution.engine.clock.after(delayMs, () => resolve()),
    );
  return { value: visit.input, next: state.Next };
};
