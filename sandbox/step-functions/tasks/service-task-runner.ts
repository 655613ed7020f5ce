import type { Clock } from '../../clock';
import type { SeededRandom } from '../../service';
import { toModel, type Model, type OperationModel } from '../../wire/model';
import { parseResource, type Resource } from '../definition/resource';
import { StateFailure } from '../engine/failure';
import { isJsonObject, tryParseJson, type Json, type JsonObject } from '../json';
import { checkFunctionError, OPTIMISATIONS, type Optimisation } from './optimised';
import { toServiceFailure } from './service-failure';
import { serviceNamesOf, type ServiceNames } from './service-names';
import { toServiceInput, toTaskResult } from './service-values';
import type { TaskRequest, TaskRunner } from './task-runner';

/**
 * Calls an operation of a service under a role, as a request over the wire would: `signingName` is the service's
 * name in the signature (`monitoring` for CloudWatch), `input` what `new XCommand(input)` takes; gives what the
 * command gives. Throws AwsError, or what the SDK's client throws.
 */
export type CallService = (
  signingName: string,
  operationName: string,
  input: unknown,
  roleArn: string,
) => Promise<unknown>;

export interface ServiceTaskRunnerOptions {
  readonly callService: CallService;
  /** The service's SDK client module; undefined where the sandbox has no such service. */
  readonly loadModel: (signingName: string) => Promise<object | undefined>;
  readonly clock: Clock;
  readonly random: SeededRandom;
}

interface ServiceCall {
  readonly names: ServiceNames;
  readonly isOptimised: boolean;
  readonly operationName: string;
  readonly parameters: Json;
  readonly requestId: string;
  readonly roleArn: string;
}

const LAMBDA = serviceNamesOf('lambda');

/** The headers that a state sees of an optimised call's answer. assumed */
const metadataOf = (requestId: string, nowEpochMs: number): JsonObject => {
  const headers = {
    'x-amzn-RequestId': requestId,
    Date: new Date(nowEpochMs).toUTCString(),
    'Content-Type': 'application/json',
  };
  const all = Object.entries(headers).map(([name, value]) => [name, [value]] as const);
  return {
    SdkHttpMetadata: {
      AllHttpHeaders: Object.fromEntries(all),
      HttpHeaders: headers,
      HttpStatusCode: 200,
    },
    SdkResponseMetadata: { RequestId: requestId },
  };
};

const findOperation = async (
  { loadModel }: ServiceTaskRunnerOptions,
  { names, operationName }: ServiceCall,
): Promise<{ readonly model: Model; readonly operation: OperationModel }> => {
  const module = await loadModel(names.signingName);
  const model = module === undefined ? undefined : toModel(module);
  const operation = model?.operations.get(operationName);
  if (model !== undefined && operation !== undefined) return { model, operation };
  const why = model === undefined ? 'service' : `operation ${operationName} in the service`;
  throw new StateFailure('States.Runtime', `The sandbox has no ${why} ${names.signingName}.`);
};

const callOperation = async (
  options: ServiceTaskRunnerOptions,
  call: ServiceCall,
): Promise<JsonObject> => {
  const { model, operation } = await findOperation(options, call);
  const input = toServiceInput(call.parameters, operation);
  const { names, operationName, roleArn } = call;
  try {
    const output = await options.callService(names.signingName, operationName, input, roleArn);
    return toTaskResult(output, operation);
  } catch (error) {
    throw toServiceFailure(error, names, { ...call, model });
  }
};

/** A Task whose Resource is a function: the arguments are its event, its answer the result. assumed */
const callFunction = async (
  options: ServiceTaskRunnerOptions,
  functionArn: string,
  request: TaskRequest,
): Promise<Json> => {
  const result = await callOperation(options, {
    names: LAMBDA,
    isOptimised: true,
    operationName: 'Invoke',
    parameters: { FunctionName: functionArn, Payload: JSON.stringify(request.arguments) },
    requestId: options.random.uuid(),
    roleArn: request.executionRoleArn,
  });
  const { Payload } = checkFunctionError(result);
  return typeof Payload === 'string' ? (tryParseJson(Payload) ?? Payload) : null;
};

const prepare = ({ toParameters }: Optimisation, parameters: Json): Json =>
  toParameters !== undefined && isJsonObject(parameters) ? toParameters(parameters) : parameters;

const callResource = async (
  options: ServiceTaskRunnerOptions,
  resource: Extract<Resource, { readonly kind: 'service' }>,
  request: TaskRequest,
): Promise<Json> => {
  const { service, operation, optimised: isOptimised } = resource;
  const requestId = options.random.uuid();
  const call = {
    names: serviceNamesOf(service),
    isOptimised,
    operationName: operation.charAt(0).toUpperCase() + operation.slice(1),
    requestId,
    roleArn: request.executionRoleArn,
  };
  if (!isOptimised) return callOperation(options, { ...call, parameters: request.arguments });
  const optimisation = OPTIMISATIONS[`${service}:${operation}`] ?? {};
  const parameters = prepare(optimisation, request.arguments);
  const result = await callOperation(options, { ...call, parameters });
  const told = optimisation.toResult?.(result) ?? result;
  return { ...told, ...metadataOf(requestId, options.clock.nowEpochMs()) };
};

/** Makes the calls of Task states through `callService`, under the machine's role. */
export const createServiceTaskRunner =
  (options: ServiceTaskRunnerOptions): TaskRunner =>
  async (request) => {
    const resource = parseResource(request.resource);
    if (typeof resource === 'string') throw new StateFailure('States.Runtime', resource);
    return resource.kind === 'function'
      ? callFunction(options, resource.functionArn, request)
      : callResource(options, resource, request);
  };
