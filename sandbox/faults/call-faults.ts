import type { Caller, Journal } from '../service';
import { CALL_FAULTS, type CallFault, type Fault } from './fault';
import type { FaultBook } from './fault-book';
import { accessDenied, neverArrived, serverFailure, throttling } from './refusals';

export interface FaultedCall {
  readonly signingName: string;
  readonly iamPrefix: string;
  readonly operation: string;
  readonly caller: Caller;
}

/** How a call's answer leaves, once the call has been carried out or refused. */
export type Sending =
  | { readonly how: 'at once' }
  /** Real time, as clients' time-outs are: a function's virtual time stands still while it calls. */
  | { readonly how: 'late'; readonly delayMs: number }
  /** The connection stays open, and silent, until the client gives up. */
  | { readonly how: 'never' }
  /** The connection is closed without an answer. */
  | { readonly how: 'cut off' };

/** Asked wherever calls come in: by the wire, and for calls from inside. */
export interface CallFaults {
  /**
   * Takes what was ordered for this call, and records it. `refuse` throws where the call is not to be carried out;
   * `sending` is what becomes of the answer, whatever that is.
   */
  call(call: FaultedCall): { refuse(): void; readonly sending: Sending };
}

const AT_ONCE: Sending = { how: 'at once' };
const UNHARMED = { refuse: (): void => undefined, sending: AT_ONCE };
const SLOW_MS = 1_000;

export const createCallFaults = (
  book: FaultBook,
  journal: Pick<Journal, 'record'>,
): CallFaults => ({
  call: (call) => {
    const struck = book.strike(
      (fault): fault is CallFault => isCallFault(fault) && fits(fault, call),
    );
    if (struck === undefined) return UNHARMED;
    const { id, fault, random } = struck;
    const action = `${call.iamPrefix}:${call.operation}`;
    journal.record({ kind: 'fault', fault: fault.kind, id, on: action, by: call.caller.arn });
    const refusing = (refuse: () => never) => ({ refuse, sending: AT_ONCE });
    const raise = (error: Error): never => {
      throw error;
    };
    switch (fault.kind) {
      case 'throttle':
        return refusing(() => raise(throttling(call.signingName)));
      case 'error':
        return refusing(() => raise(serverFailure(random)));
      case 'access-denied':
        return refusing(() => raise(accessDenied(call.caller.arn, action)));
      case 'timeout-before':
        return { refuse: () => raise(neverArrived()), sending: { how: 'never' } };
      case 'timeout-after':
        return { ...UNHARMED, sending: { how: 'never' } };
      case 'lost-answer':
        return { ...UNHARMED, sending: { how: 'cut off' } };
      case 'slow':
        return { ...UNHARMED, sending: { how: 'late', delayMs: fault.delayMs ?? SLOW_MS } };
    }
  },
});

const isCallFault = (fault: Fault): fault is CallFault =>
  CALL_FAULTS.some((kind) => kind === fault.kind);

const fits = ({ service, operation, caller }: CallFault, call: FaultedCall): boolean =>
  (service === undefined || service === call.signingName || service === call.iamPrefix) &&
  (operation === undefined || operation === call.operation) &&
  (caller === undefined || caller === call.caller.functionName);
