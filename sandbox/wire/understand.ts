import { AwsError, type Service } from '../service';
import { actionOf, type CallRecord } from './call-record';
import { checkInput } from './check-input';
import { type Model, toModel } from './model';
import type { Protocol } from './protocols/protocol';
import type { WireRequest } from './request';

/** What AWS has and the sandbox has not. 501 is no status that a client tries again. */
export const notInSandbox = (what: string): AwsError =>
  new AwsError('NotImplemented', `The sandbox does not have ${what}.`, 501);

/** Each service's model: loaded when its first call needs it, once. */
export const createModels = (): ((service: Service) => Promise<Model>) => {
  const models = new Map<Service, Promise<Model>>();
  return (service) => {
    const model = models.get(service) ?? service.loadModel().then(toModel);
    models.set(service, model);
    return model;
  };
};

/**
 * Finds the operation and its input, and puts what it learns in the call's record, so that a call which is not
 * understood is recorded as far as it was. Throws UnknownOperationException, NotImplemented, SerializationException,
 * or the service's error for members that are missing or not what they must be.
 */
export const understand = (
  request: WireRequest,
  protocol: Protocol,
  call: CallRecord,
  service: Service,
  model: Model,
): void => {
  call.operationName = protocol.operationOf(request, model);
  call.operation = model.operations.get(call.operationName ?? '');
  if (call.operation === undefined)
    throw new AwsError(
      'UnknownOperationException',
      `The operation ${call.operationName ?? `${request.method} ${request.url.pathname}`} is not valid for this service.`,
    );
  if (service.operations[call.operation.name] === undefined)
    throw notInSandbox(`the operation ${actionOf(service, call.operation.name)}`);
  call.input = protocol.parse(request, call.operation);
  checkInput(service.signingName, model, call.operation.input, call.input);
};
