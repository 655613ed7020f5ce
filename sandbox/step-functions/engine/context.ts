import type { Json, JsonObject } from '../json';
import type { Visit } from './execution';

const iso = (epochMs: number): string => new Date(epochMs).toISOString();

/**
 * `$states.context`. recorded (Execution, StateMachine, State);
 * documented for Task, Map, RedriveTime (https://docs.aws.amazon.com/step-functions/latest/dg/input-output-contextobject.html)
 */
export const contextOf = (
  visit: Pick<Visit, 'frame' | 'name' | 'enteredEpochMs' | 'retryCount'>,
): JsonObject => {
  const { execution, item } = visit.frame;
  const { redrives } = execution;
  const retryCount = visit.retryCount();
  return {
    Execution: {
      Id: execution.arn,
      Input: execution.input,
      StartTime: iso(execution.startEpochMs),
      Name: execution.name,
      RoleArn: execution.roleArn,
      RedriveCount: redrives.count,
      ...(redrives.lastEpochMs === undefined ? {} : { RedriveTime: iso(redrives.lastEpochMs) }),
    },
    StateMachine: { Id: execution.machine.arn, Name: execution.machine.name },
    State: {
      Name: visit.name,
      EnteredTime: iso(visit.enteredEpochMs),
      ...(retryCount === undefined ? {} : { RetryCount: retryCount }),
    },
    ...(item === undefined ? {} : { Map: { Item: itemOf(item) } }),
  };
};

const itemOf = (item: { readonly Index: number; readonly Value: Json }): JsonObject => ({
  Index: item.Index,
  Value: item.Value,
});
