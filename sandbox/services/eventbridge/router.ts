import type { Cloud } from '../../service';
import type { BusBook, Rule } from './bus-book';
import { DEFAULT_BUS } from './bus-book';
import type { Deliveries } from './delivery/deliveries';
import type { BusEvent, NewEvent } from './event';
import { toBusEvent } from './event';
import { matchesEvent } from './pattern/match-event';

/** Puts events on a bus: each enabled rule whose pattern matches delivers to its targets. */
export interface Router {
  /** The event as it was made. A bus that does not exist swallows it. */
  put(event: NewEvent, busNameOrArn?: string): BusEvent;
  /** An event that exists already, e.g. from another bus. */
  route(event: BusEvent, busNameOrArn?: string): void;
  /** A scheduled rule's own event, which goes to that rule's targets alone. */
  fire(rule: Rule): void;
}

export const createRouter = (cloud: Cloud, book: BusBook, deliveries: Deliveries): Router => {
  const emit = (event: BusEvent, deliver: () => void): void => {
    cloud.journal.record({ kind: 'event', event });
    if (cloud.faults === undefined) deliver();
    else cloud.faults.event(event, deliver);
  };
  const route: Router['route'] = (event, busNameOrArn) =>
    emit(event, () => {
      for (const rule of book.findBus(busNameOrArn)?.rules.values() ?? [])
        if (rule.enabled && rule.pattern && matchesEvent(rule.pattern.compiled, event))
          deliveries.deliver(rule, event);
    });
  return {
    route,
    put: (event, busNameOrArn = DEFAULT_BUS) => {
      const made = toBusEvent(cloud, event);
      route(made, busNameOrArn);
      return made;
    },
    fire: (rule) => {
      const event = toBusEvent(cloud, {
        source: 'aws.events',
        detailType: 'Scheduled Event',
        resources: [rule.arn],
        detail: {},
      });
      emit(event, () => deliveries.deliver(rule, event));
    },
  };
};
