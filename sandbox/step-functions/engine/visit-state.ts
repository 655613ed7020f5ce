import type { RecoverableState, State } from '../definition/definition';
import { unexpectedType } from '../jsonata/evaluate';
import { exceedsPayloadLimit, jsonTypeOf, type Json } from '../json';
import { runChoice } from '../states/choice';
import { runFail } from '../states/fail';
import { runMap } from '../states/map';
import { runParallel } from '../states/parallel';
import { runPass } from '../states/pass';
import { runSucceed } from '../states/succeed';
import { runTaskState } from '../states/task';
import { runWait } from '../states/wait';
import { waitUntil } from './cancellation';
import { contextOf } from './context';
import type { Frame, Result, Visit } from './execution';
import { Cancelled, dataLimitExceeded, StateFailure, toErrorOutput } from './failure';
import { assignedOf, inputOf, outputOf } from './history';
import { createRetries, findCatcher } from './retry';
import { exceedsVariablesLimit } from './variables';

const handle = (state: State, visit: Visit): Promise<Result> => {
  switch (state.Type) {
    case 'Pass':
      return runPass(state, visit);
    case 'Task':
      return runTaskState(state, visit);
    case 'Choice':
      return runChoice(state, visit);
    case 'Wait':
      return runWait(state, visit);
    case 'Succeed':
      return runSucceed(state, visit);
    case 'Fail':
      return runFail(state, visit);
    case 'Parallel':
      return runParallel(state, visit);
    case 'Map':
      return runMap(state, visit);
  }
};

const isRecoverable = (state: State): state is RecoverableState =>
  state.Type === 'Task' || state.Type === 'Parallel' || state.Type === 'Map';

const enter = (state: State, frame: Frame, retryCount: () => number | undefined): Visit => {
  const { execution, trail, progress } = frame;
  const { name, input } = progress.at;
  const previousEventId = trail.lastEventId;
  const enteredEventId = execution.history.record(trail, {
    type: `${state.Type}StateEntered`,
    stateEnteredEventDetails: { name, ...inputOf(input) },
  });
  const place = { frame, name, retryCount, enteredEpochMs: execution.engine.clock.nowEpochMs() };
  const evaluate: Visit['evaluate'] = (template, field, extra) =>
    execution.engine.evaluator.template(template, field, {
      states: { input, context: contextOf(place), ...extra },
      variables: frame.variables.all(),
    });
  return {
    ...place,
    input,
    enteredEventId,
    previousEventId,
    evaluate,
    evaluateNumber: async (template, field) => {
      const value = await evaluate(template, field);
      if (typeof value === 'number') return value;
      throw unexpectedType(template, field, 'number', jsonTypeOf(value), value);
    },
  };
};

const templatesOf = (
  state: State,
  { from }: Result,
): Omit<NonNullable<Result['from']>, 'location'> => {
  if (from !== undefined) return from;
  if (state.Type === 'Fail') return {};
  return state.Type === 'Succeed' ? { Output: state.Output } : state;
};

/** Evaluates Output and Assign on the same variables, then assigns, then records the exit. */
const leave = async (state: State, visit: Visit, result: Result): Promise<Json> => {
  const { frame, name } = visit;
  const { history } = frame.execution;
  const { Output, Assign } = templatesOf(state, result);
  const at = result.from?.location ?? '';
  const extra = {
    ...(result.result === undefined ? {} : { result: result.result }),
    ...(result.errorOutput === undefined ? {} : { errorOutput: result.errorOutput }),
  };
  const assigned: Record<string, Json> = {};
  for (const [variable, template] of Object.entries(Assign ?? {}))
    assigned[variable] = await visit.evaluate(template, `${at}Assign/${variable}`, extra);
  const output =
    Output === undefined ? result.value : await visit.evaluate(Output, `${at}Output`, extra);
  if (exceedsPayloadLimit(JSON.stringify(output)) || exceedsVariablesLimit(frame, assigned))
    throw dataLimitExceeded(name);
  frame.variables.assign(assigned);
  // A Fail never leaves: it throws.
  if (state.Type === 'Fail') return output;
  history.record(frame.trail, {
    type: `${state.Type}StateExited`,
    stateExitedEventDetails: { name, ...outputOf(output), ...assignedOf(assigned) },
  });
  return output;
};

/** Puts the place before what an expression did wrong, and both into the history. recorded */
const recordFailure = (state: State, visit: Visit, failure: StateFailure): StateFailure => {
  const { history } = visit.frame.execution;
  const { trail } = visit.frame;
  let placed = failure;
  if (failure.evaluation !== undefined) {
    const place = `An error occurred while executing the state '${visit.name}' (entered at the event id #${visit.enteredEventId}).`;
    placed = new StateFailure(failure.error, `${place} ${failure.reason}`, failure.evaluation);
    // recorded: where nothing has happened since, it names the event before Entered; a Wait names Entered
    if (state.Type !== 'Wait' && trail.lastEventId === visit.enteredEventId)
      trail.lastEventId = visit.previousEventId;
    history.record(trail, {
      type: 'EvaluationFailed',
      evaluationFailedEventDetails: {
        state: visit.name,
        error: placed.error,
        cause: placed.reason,
        ...failure.evaluation,
      },
    });
  }
  if (state.Type === 'Map') history.record(trail, { type: 'MapStateFailed' });
  if (state.Type === 'Parallel') history.record(trail, { type: 'ParallelStateFailed' });
  return placed;
};

const recordAbort = (state: State, visit: Visit): void => {
  if (isRecoverable(state) || state.Type === 'Wait')
    visit.frame.execution.history.record(visit.frame.trail, { type: `${state.Type}StateAborted` });
};

const pause = ({ frame }: Visit, delayMs: number): Promise<void> =>
  waitUntil<void>(frame.cancellation, ({ resolve }) =>
    frame.execution.engine.clock.after(delayMs, () => resolve()),
  );

/** Runs one state, with its Retry and Catch. Throws StateFailure where nothing caught it, or Cancelled. */
export const visitState = async (
  state: State,
  frame: Frame,
): Promise<{ readonly output: Json; readonly next: string | undefined }> => {
  const recovery = isRecoverable(state) ? state : undefined;
  const retries = createRetries(recovery?.Retry, frame.execution.engine.random);
  const visit = enter(state, frame, () => (recovery === undefined ? undefined : retries.count()));
  for (;;) {
    try {
      const result = await handle(state, visit);
      return { output: await leave(state, visit, result), next: result.next };
    } catch (error) {
      if (error instanceof Cancelled && error.reason.kind === 'sibling') recordAbort(state, visit);
      if (!(error instanceof StateFailure)) throw error;
      const failure = recordFailure(state, visit, error);
      const delayMs = retries.next(failure);
      if (delayMs === undefined) return recover(state, visit, failure);
      frame.progress.inner.clear();
      frame.progress.mapRunArn = undefined;
      await pause(visit, delayMs);
    }
  }
};

const recover = async (state: State, visit: Visit, failure: StateFailure) => {
  const found = findCatcher(isRecoverable(state) ? state.Catch : undefined, failure);
  if (found === undefined) throw failure;
  const { catcher, index } = found;
  const errorOutput = toErrorOutput(failure);
  const { Output, Assign, Next: next } = catcher;
  const from = { Output, Assign, location: `Catch[${index}]/` };
  try {
    const output = await leave(state, visit, { value: errorOutput, errorOutput, next, from });
    return { output, next };
  } catch (error) {
    throw error instanceof StateFailure ? recordFailure(state, visit, error) : error;
  }
};
