import { StateFailure } from '../engine/failure';
import { isJsonArray, isJsonObject, tryParseJson, type Json, type JsonObject } from '../json';

/** What an optimised integration does to arguments and results beyond the service's own API. */
export interface Optimisation {
  readonly toParameters?: (parameters: JsonObject) => JsonObject;
  /** Throws StateFailure where an answer is a failure. */
  readonly toResult?: (result: JsonObject) => JsonObject;
}

const asText = (value: Json): Json => (typeof value === 'string' ? value : JSON.stringify(value));

/** Turns a member that is not text into JSON text. */
const textMember =
  (name: string) =>
  (parameters: JsonObject): JsonObject => {
    const value = parameters[name];
    return value === undefined ? parameters : { ...parameters, [name]: asText(value) };
  };

/** assumed: name and cause of a function's own error, and what an error without a type is called */
export const checkFunctionError = (result: JsonObject): JsonObject => {
  const { FunctionError: failed, ...rest } = result;
  if (failed === undefined) return rest;
  const payload = typeof result.Payload === 'string' ? result.Payload : '';
  const error = tryParseJson(payload);
  const type = isJsonObject(error) ? error.errorType : undefined;
  if (typeof type === 'string') throw new StateFailure(type, payload);
  throw new StateFailure(
    'Lambda.Unknown',
    `The cause could not be determined because Lambda did not return an error type. Returned payload: ${payload}`,
  );
};

const invoke: Optimisation = {
  toParameters: textMember('Payload'),
  toResult: (result) => {
    const { Payload, ...rest } = checkFunctionError(result);
    if (typeof Payload !== 'string' || Payload === '') return { ...rest, Payload: {} };
    return { ...rest, Payload: tryParseJson(Payload) ?? Payload };
  },
};

const putEvents: Optimisation = {
  toParameters: (parameters) => {
    const { Entries } = parameters;
    if (!isJsonArray(Entries)) return parameters;
    const detail = textMember('Detail');
    return { ...parameters, Entries: Entries.map((it) => (isJsonObject(it) ? detail(it) : it)) };
  },
  // documented (https://docs.aws.amazon.com/step-functions/latest/dg/connect-eventbridge.html)
  toResult: (result) => {
    if (typeof result.FailedEntryCount === 'number' && result.FailedEntryCount > 0)
      throw new StateFailure('EventBridge.FailedEntry', JSON.stringify(result));
    return result;
  },
};

const startExecution: Optimisation = {
  toParameters: textMember('Input'),
  // assumed: epoch milliseconds
  toResult: (result) =>
    typeof result.StartDate === 'string'
      ? { ...result, StartDate: Date.parse(result.StartDate) }
      : result,
};

/** By service and operation as a resource names them; those that are not here change nothing. */
export const OPTIMISATIONS: Readonly<Record<string, Optimisation>> = {
  'lambda:invoke': invoke,
  'sqs:sendMessage': { toParameters: textMember('MessageBody') },
  'sns:publish': { toParameters: textMember('Message') },
  'events:putEvents': putEvents,
  'states:startExecution': startExecution,
};
