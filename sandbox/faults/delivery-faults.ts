import type { Cloud } from '../service';
import {
  EVENT_FAULTS,
  type EventFault,
  type Fault,
  type InvocationFault,
  type MessageFault,
} from './fault';
import type { FaultBook } from './fault-book';

/** Asked by the services that deliver by themselves, before they do. */
export interface DeliveryFaults {
  /** Calls `deliver` as often, as late and in whatever order was ordered for the event. */
  event(event: DeliveredEvent, deliver: () => void): void;
  /** Whether Lambda makes this asynchronous invocation twice. */
  invokesTwice(functionName: string): boolean;
  /** Whether SQS forgets to delete this message. */
  forgetsToDelete(queueName: string): boolean;
}
export interface DeliveredEvent {
  readonly id: string;
  readonly source: string;
  readonly 'detail-type': string;
}

interface HeldBack {
  readonly fault: EventFault;
  left: number;
  readonly letGo: () => void;
}

const LATER_MS = 60_000;

/**
 * What goes wrong where services deliver by themselves. Documented: EventBridge takes many services' events at best
 * effort (https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event.html), delivers at least once and
 * in no order; so does Lambda with asynchronous events
 * (https://docs.aws.amazon.com/lambda/latest/dg/invocation-async.html), and a standard queue with its messages
 * (https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/standard-queues-at-least-once-delivery.html).
 */
export const createDeliveryFaults = (
  book: FaultBook,
  { clock, journal }: Pick<Cloud, 'clock' | 'journal'>,
): DeliveryFaults => {
  const heldBack = new Set<HeldBack>();

  const holdBack = (fault: EventFault, deliver: () => void): void => {
    const letGo = (): void => {
      cancel();
      if (heldBack.delete(held)) deliver();
    };
    const cancel = clock.after(fault.delayMs ?? LATER_MS, letGo);
    const held: HeldBack = { fault, left: fault.behind ?? 1, letGo };
    heldBack.add(held);
  };
  const pass = (event: DeliveredEvent, deliver: () => void): void => {
    const waiting = [...heldBack].filter(({ fault }) => fits(fault, event));
    deliver();
    for (const held of waiting) {
      held.left -= 1;
      if (held.left <= 0) held.letGo();
    }
  };
  const suffer = (fault: EventFault, event: DeliveredEvent, deliver: () => void): void => {
    switch (fault.kind) {
      case 'drop':
        return;
      case 'duplicate':
        pass(event, deliver);
        clock.after(fault.delayMs ?? 0, deliver);
        return;
      case 'delay':
        clock.after(fault.delayMs ?? LATER_MS, deliver);
        return;
      case 'reorder':
        return holdBack(fault, deliver);
    }
  };
  const strikes = <Kind extends Fault>(
    on: string,
    is: (fault: Fault) => fault is Kind,
  ): boolean => {
    const struck = book.strike(is);
    if (struck === undefined) return false;
    journal.record({ kind: 'fault', fault: struck.fault.kind, id: struck.id, on });
    return true;
  };
  return {
    event: (event, deliver) => {
      const struck = book.strike(
        (fault): fault is EventFault => isEventFault(fault) && fits(fault, event),
      );
      if (struck === undefined) return pass(event, deliver);
      journal.record({ kind: 'fault', fault: struck.fault.kind, id: struck.id, on: event.id });
      suffer(struck.fault, event, deliver);
    },
    invokesTwice: (functionName) =>
      strikes(
        functionName,
        (fault): fault is InvocationFault =>
          fault.kind === 'invoke-twice' &&
          (fault.functionName === undefined || fault.functionName === functionName),
      ),
    forgetsToDelete: (queueName) =>
      strikes(
        queueName,
        (fault): fault is MessageFault =>
          fault.kind === 'deliver-twice' &&
          (fault.queue === undefined || fault.queue === queueName),
      ),
  };
};

const isEventFault = (fault: Fault): fault is EventFault =>
  EVENT_FAULTS.some((kind) => kind === fault.kind);

const fits = ({ source, detailType }: EventFault, event: DeliveredEvent): boolean =>
  (source === undefined || source === event.source) &&
  (detailType === undefined || detailType === event['detail-type']);
