import type { Identity } from '../permissions/identity';
import type { Call, Caller, Cloud, Operation, Service } from '../service';
import { actionOf, type CallRecord } from './call-record';
import { notInSandbox } from './understand';

/**
 * What stands between a call that was understood and its output, whichever way it came: it is authorised, with
 * `iam:PassRole` for each role that it hands on, and then run. Puts what it was authorised on in the call's record.
 * Throws NotImplemented, AccessDeniedException, or what the operation throws.
 */
export const runOperation = (
  identity: Pick<Identity, 'authorise'>,
  { service, call }: { readonly service: Service; readonly call: CallRecord },
  { caller, requestId }: Call,
): unknown => {
  const name = call.operation?.name ?? '';
  const operation: Operation<unknown, unknown> | undefined = service.operations[name];
  if (operation === undefined) throw notInSandbox('that operation');
  call.resources = operation.resources(call.input);
  const context = operation.context?.(call.input);
  identity.authorise(caller, actionOf(service, name, operation), call.resources, context);
  for (const passed of operation.passes?.(call.input) ?? [])
    identity.authorise(caller, 'iam:PassRole', [passed.roleArn], {
      'iam:PassedToService': passed.service,
    });
  return operation.run(call.input, { caller, requestId });
};

/**
 * What was ordered to go wrong with a call that was understood; how its answer leaves is put in its record. Throws
 * where the call is not to be carried out.
 */
export const sufferFaults = (
  { faults }: Pick<Cloud, 'faults'>,
  { service, call, caller }: { service: Service; call: CallRecord; caller: Caller },
): void => {
  const { signingName, iamPrefix } = service;
  const operation = call.operation?.name ?? '';
  const suffered = faults?.call({ signingName, iamPrefix, operation, caller });
  call.sending = suffered?.sending;
  suffered?.refuse();
};
