import type { Sending } from '../faults/call-faults';
import type { Caller, JournalEntry, Operation, Service } from '../service';
import type { Model, OperationModel } from './model';
import { isStruct } from './schema';

/** What is known of a call by the time that it is answered, however far it came. */
export interface CallRecord {
  service?: Service;
  model?: Model;
  operation?: OperationModel;
  operationName?: string;
  caller?: Caller;
  resources?: readonly string[];
  input?: unknown;
  /** How its answer leaves; at once where absent. */
  sending?: Sending;
}

/** The journal keeps calls, not uploads: larger blobs are told by their size. */
const LARGEST_KEPT_BLOB_BYTES = 64 * 1024;

const forJournal = (input: unknown): unknown => {
  if (input instanceof Uint8Array && input.length > LARGEST_KEPT_BLOB_BYTES)
    return `${input.length} bytes`;
  return isStruct(input)
    ? Object.fromEntries(Object.entries(input).map(([name, value]) => [name, forJournal(value)]))
    : input;
};

export const actionOf = (
  service: Service,
  operationName: string,
  operation: Operation<never, unknown> | undefined = service.operations[operationName],
): string => `${service.iamPrefix}:${operation?.action ?? operationName}`;

/** A caller whose key nobody knows, as the journal shows it. */
const UNKNOWN_CALLER: Caller = { kind: 'role', arn: 'unknown' };

/** `errorCode` as the service threw it, in whatever way its protocol spells it. */
export const toJournalEntry = (call: CallRecord, errorCode?: string): JournalEntry => {
  const { service, operationName = '' } = call;
  return {
    kind: 'call',
    service: service?.signingName ?? '',
    operation: operationName,
    action: service === undefined ? '' : actionOf(service, operationName),
    resources: call.resources ?? [],
    caller: call.caller ?? UNKNOWN_CALLER,
    input: forJournal(call.input),
    ...(errorCode === undefined ? {} : { error: errorCode }),
  };
};
