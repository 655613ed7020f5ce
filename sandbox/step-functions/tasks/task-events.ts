import type { Resource } from '../definition/resource';
import type { StateFailure } from '../engine/failure';
import { inputOf, outputOf, type EventBody } from '../engine/history';
import type { Json } from '../json';

export interface Scheduling {
  readonly region: string;
  readonly parameters: Json;
  readonly timeoutSeconds: number | undefined;
  readonly heartbeatSeconds: number | undefined;
  readonly roleArn: string | undefined;
}

/** The history's events of one task. recorded for both kinds, but for the time-outs and TaskSubmitFailed */
export interface TaskEvents {
  scheduled(scheduling: Scheduling): EventBody;
  started(): EventBody;
  submitted(output: Json): EventBody;
  succeeded(output: Json): EventBody;
  failed(failure: StateFailure): EventBody;
  submitFailed(failure: StateFailure): EventBody;
  timedOut(failure: StateFailure): EventBody;
}

const detailsOf = ({ error, reason }: StateFailure) => ({
  ...(error === undefined ? {} : { error }),
  ...(reason === undefined ? {} : { cause: reason }),
});

const credentialsOf = (roleArn: string | undefined) =>
  roleArn === undefined ? {} : { taskCredentials: { roleArn } };

/** Of a Task whose Resource is a function's own ARN. */
const functionEvents = (functionArn: string): TaskEvents => ({
  scheduled: ({ parameters, timeoutSeconds, roleArn }) => ({
    type: 'LambdaFunctionScheduled',
    lambdaFunctionScheduledEventDetails: {
      resource: functionArn,
      ...inputOf(parameters),
      ...(timeoutSeconds === undefined ? {} : { timeoutInSeconds: timeoutSeconds }),
      ...credentialsOf(roleArn),
    },
  }),
  started: () => ({ type: 'LambdaFunctionStarted' }),
  submitted: (output) => functionEvents(functionArn).succeeded(output),
  succeeded: (output) => ({
    type: 'LambdaFunctionSucceeded',
    lambdaFunctionSucceededEventDetails: outputOf(output),
  }),
  failed: (failure) => ({
    type: 'LambdaFunctionFailed',
    lambdaFunctionFailedEventDetails: detailsOf(failure),
  }),
  submitFailed: (failure) => functionEvents(functionArn).failed(failure),
  timedOut: (failure) => ({
    type: 'LambdaFunctionTimedOut',
    lambdaFunctionTimedOutEventDetails: detailsOf(failure),
  }),
});

export const taskEventsOf = (resource: Resource): TaskEvents => {
  if (resource.kind === 'function') return functionEvents(resource.functionArn);
  const of = { resourceType: resource.resourceType, resource: resource.resource };
  return {
    scheduled: ({ region, parameters, timeoutSeconds, heartbeatSeconds, roleArn }) => ({
      type: 'TaskScheduled',
      taskScheduledEventDetails: {
        ...of,
        region,
        parameters: JSON.stringify(parameters),
        ...(timeoutSeconds === undefined ? {} : { timeoutInSeconds: timeoutSeconds }),
        ...(heartbeatSeconds === undefined ? {} : { heartbeatInSeconds: heartbeatSeconds }),
        ...credentialsOf(roleArn),
      },
    }),
    started: () => ({ type: 'TaskStarted', taskStartedEventDetails: of }),
    submitted: (output) => ({
      type: 'TaskSubmitted',
      taskSubmittedEventDetails: { ...of, ...outputOf(output) },
    }),
    succeeded: (output) => ({
      type: 'TaskSucceeded',
      taskSucceededEventDetails: { ...of, ...outputOf(output) },
    }),
    failed: (failure) => ({
      type: 'TaskFailed',
      taskFailedEventDetails: { ...of, ...detailsOf(failure) },
    }),
    submitFailed: (failure) => ({
      type: 'TaskSubmitFailed',
      taskSubmitFailedEventDetails: { ...of, ...detailsOf(failure) },
    }),
    timedOut: (failure) => ({
      type: 'TaskTimedOut',
      taskTimedOutEventDetails: { ...of, ...detailsOf(failure) },
    }),
  };
};
