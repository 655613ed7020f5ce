import { AwsError, type Cloud, type InvocationResult } from '../../../service';
import { functionArn, parseFunctionName, type FunctionName } from '../names';
import { LATEST } from '../store/function-record';
import { resolveQualified, type FunctionStore } from '../store/function-store';

/** An event in the asynchronous queue. */
export interface AsyncEvent {
  readonly named: FunctionName;
  readonly payload: string;
  readonly requestId: string;
  readonly acceptedEpochMs: number;
  /** Times that the function ran for it. */
  readonly tries: number;
  readonly throttles: number;
}

/** How an event left the queue; `result` is the last try's. */
export interface AsyncEnding {
  readonly condition:
    'Success' | 'RetriesExhausted' | 'EventAgeExceeded' | 'ZeroReservedConcurrency';
  readonly result?: InvocationResult;
  readonly error?: AwsError;
}

export interface Destinations {
  /** Sends the record and the dead letter where the function's configuration says; what fails is journalled. */
  conclude(event: AsyncEvent, ending: AsyncEnding): void;
}

export interface DestinationDependencies {
  readonly cloud: Cloud;
  readonly store: FunctionStore;
  readonly invokeFunction: (named: FunctionName, payload: string) => void;
}

/**
 * The record's members and, for a dead letter, the body (the event alone) and its attributes: documented
 * (https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html)
 */
export const createDestinations = (dependencies: DestinationDependencies): Destinations => {
  const { cloud, store } = dependencies;
  const conclude = (event: AsyncEvent, ending: AsyncEnding): void => {
    const { record, version } = resolveQualified(cloud, store, event.named);
    const config = record.asyncConfigs.get(event.named.qualifier ?? LATEST);
    const { role, deadLetterArn } = version.settings;
    const target = ending.condition === 'Success' ? config?.onSuccessArn : config?.onFailureArn;
    if (target !== undefined) sendRecord(dependencies, role, target, { event, ending });
    if (ending.condition !== 'Success' && deadLetterArn !== undefined)
      sendDeadLetter(cloud, role, deadLetterArn, { event, ending });
  };
  return {
    conclude: (event, ending) => {
      try {
        conclude(event, ending);
      } catch (error) {
        if (!(error instanceof AwsError)) throw error;
        const message = `Lambda could not send the record of ${event.named.name}: ${error.message}`;
        cloud.journal.record({ kind: 'trouble', message });
      }
    },
  };
};

interface Concluded {
  readonly event: AsyncEvent;
  readonly ending: AsyncEnding;
}

const sendRecord = (
  { cloud, invokeFunction }: DestinationDependencies,
  role: string,
  target: string,
  concluded: Concluded,
): void => {
  const record = toRecord(cloud, concluded);
  const body = JSON.stringify(record);
  const service = target.split(':')[2];
  switch (service) {
    case 'sqs':
      checkRole(cloud, role, 'sqs:SendMessage', target);
      return cloud.ports.queues.send(target, body);
    case 'sns':
      checkRole(cloud, role, 'sns:Publish', target);
      return cloud.ports.topics.publish(target, { body });
    case 'lambda':
      checkRole(cloud, role, 'lambda:InvokeFunction', target);
      return invokeFunction(parseFunctionName(cloud, target), body);
    case 'events':
      checkRole(cloud, role, 'events:PutEvents', target);
      return cloud.ports.events.emit({
        source: 'lambda',
        detailType: `Lambda Function Invocation Result - ${concluded.ending.condition === 'Success' ? 'Success' : 'Failure'}`,
        resources: [target, record.requestContext.functionArn],
        detail: record,
      });
    default:
      throw new AwsError('InvalidParameterValueException', `"${target}" is no destination.`);
  }
};

const sendDeadLetter = (
  cloud: Cloud,
  role: string,
  target: string,
  { event, ending }: Concluded,
): void => {
  if (target.split(':')[2] === 'sns') {
    checkRole(cloud, role, 'sns:Publish', target);
    return cloud.ports.topics.publish(target, { body: event.payload });
  }
  checkRole(cloud, role, 'sqs:SendMessage', target);
  cloud.ports.queues.send(target, event.payload, {
    RequestID: event.requestId,
    ErrorCode: ending.result === undefined ? '429' : '200',
    ErrorMessage: errorMessageOf(ending).slice(0, 1024),
  });
};

/** A role that the sandbox does not know is let through (assumed): operators' own scripts bring such roles. */
const checkRole = (cloud: Cloud, role: string, action: string, resource: string): void => {
  if (cloud.ports.identity.isAllowed(role, action, resource) !== false) return;
  throw new AwsError('AccessDeniedException', `${role} may not ${action} on ${resource}.`, 403);
};

const errorMessageOf = ({ result, error }: AsyncEnding): string => {
  if (result === undefined) return error?.message ?? 'Rate Exceeded.';
  const payload = parseJson(result.payload);
  const isObject = typeof payload === 'object' && payload !== null;
  return isObject && 'errorMessage' in payload ? String(payload.errorMessage) : result.payload;
};

const parseJson = (text: string): unknown => JSON.parse(text);

const toRecord = (cloud: Cloud, { event, ending }: Concluded) => ({
  version: '1.0',
  timestamp: new Date(cloud.clock.nowEpochMs()).toISOString(),
  requestContext: {
    requestId: event.requestId,
    functionArn: functionArn(cloud, { ...event.named, qualifier: event.named.qualifier ?? LATEST }),
    condition: ending.condition,
    approximateInvokeCount: event.tries,
  },
  requestPayload: parseJson(event.payload),
  // Absent where the function never ran: assumed.
  ...(ending.result === undefined
    ? {}
    : {
        responseContext: {
          statusCode: 200,
          executedVersion: ending.result.executedVersion,
          ...(ending.result.functionError === undefined
            ? {}
            : { functionError: ending.result.functionError }),
        },
        responsePayload: parseJson(ending.result.payload),
      }),
});
