import type { TaskState } from '../definition/definition';
import { parseResource, type Pattern, type Resource } from '../definition/resource';
import { contextOf } from '../engine/context';
import type { StateHandler, Visit } from '../engine/execution';
import { dataLimitExceeded, StateFailure } from '../engine/failure';
import { unexpectedType } from '../jsonata/evaluate';
import { exceedsPayloadLimit, jsonTypeOf, type Json } from '../json';
import { evaluateAmount } from './amount';
import { awaitTask } from '../tasks/await-task';
import { taskEventsOf, type TaskEvents } from '../tasks/task-events';

interface Preparation {
  readonly parameters: Json;
  readonly roleArn: string | undefined;
  readonly timeoutSeconds: number | undefined;
  readonly heartbeatSeconds: number | undefined;
}

const prepare = async (
  state: TaskState,
  visit: Visit,
  token: string | undefined,
): Promise<Preparation> => {
  const context = contextOf(visit);
  const extra =
    token === undefined ? undefined : { context: { ...context, Task: { Token: token } } };
  // recorded: without Arguments, the task is given the state's input
  const parameters =
    state.Arguments === undefined
      ? visit.input
      : await visit.evaluate(state.Arguments, 'Arguments', extra);
  if (exceedsPayloadLimit(JSON.stringify(parameters))) throw dataLimitExceeded(visit.name);
  const seconds = (field: 'TimeoutSeconds' | 'HeartbeatSeconds') =>
    evaluateAmount(visit, field, state[field]);
  return {
    parameters,
    roleArn: await roleOf(state, visit),
    timeoutSeconds: await seconds('TimeoutSeconds'),
    heartbeatSeconds: await seconds('HeartbeatSeconds'),
  };
};

const roleOf = async (state: TaskState, visit: Visit): Promise<string | undefined> => {
  const written = state.Credentials?.RoleArn;
  if (written === undefined) return undefined;
  const field = 'Credentials/RoleArn';
  const roleArn = await visit.evaluate(written, field);
  if (typeof roleArn === 'string') return roleArn;
  throw unexpectedType(written, field, 'string', jsonTypeOf(roleArn), roleArn);
};

const recordFailure = (
  visit: Visit,
  events: TaskEvents,
  pending: boolean,
  failure: StateFailure,
): void => {
  const { execution, trail } = visit.frame;
  const event =
    failure.error === 'States.Timeout'
      ? events.timedOut(failure)
      : pending
        ? events.submitFailed(failure)
        : events.failed(failure);
  execution.history.record(trail, event);
};

const call = async (
  state: TaskState,
  visit: Visit,
  { resource, token }: { readonly resource: Resource; readonly token: string | undefined },
): Promise<Json> => {
  const { execution, trail, cancellation } = visit.frame;
  const { history, engine } = execution;
  const events = taskEventsOf(resource);
  const prepared = await prepare(state, visit, token);
  history.record(trail, events.scheduled({ ...prepared, region: execution.region }));
  history.record(trail, events.started());
  const pattern = patternOf(resource);
  let pending = pattern !== 'request';
  const task = {
    ...prepared,
    pattern,
    token,
    send: () =>
      engine.runTask({
        resource: state.Resource,
        arguments: prepared.parameters,
        executionRoleArn: prepared.roleArn ?? execution.roleArn,
        executionArn: execution.arn,
        stateName: visit.name,
      }),
    onSubmitted: (output: Json) => {
      pending = false;
      history.record(trail, events.submitted(output));
    },
  };
  try {
    const result = await awaitTask(task, engine, cancellation);
    if (exceedsPayloadLimit(JSON.stringify(result))) throw dataLimitExceeded(nameOf(resource));
    history.record(trail, events.succeeded(result));
    return result;
  } catch (error) {
    if (error instanceof StateFailure) recordFailure(visit, events, pending, error);
    throw error;
  }
};

/** What a result that is too large is said to be of, as AWS was seen to say it. */
const nameOf = (resource: Resource): string =>
  resource.kind === 'function' ? resource.functionArn : resource.resourceType;

const patternOf = (resource: Resource): Pattern =>
  resource.kind === 'service' ? resource.pattern : 'request';

/** Calls a function or a service, and waits as long as the resource's pattern says. */
export const runTaskState: StateHandler<TaskState> = async (state, visit) => {
  const resource = parseResource(state.Resource);
  if (typeof resource === 'string') throw new StateFailure('States.Runtime', resource);
  const { tokens } = visit.frame.execution.engine;
  const token = patternOf(resource) === 'token' ? tokens.create() : undefined;
  const result = await call(state, visit, { resource, token });
  return { value: result, result, next: state.Next };
};
