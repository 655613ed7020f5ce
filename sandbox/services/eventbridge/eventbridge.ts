import type { Cloud, EventsPort, Service } from '../../service';
import type { BusEvent } from './event';
import { createBusBook } from './bus-book';
import { createBusOperations } from './bus-operations';
import { createDeliveries } from './delivery/deliveries';
import { createEventOperations } from './event-operations';
import type { JsonObject } from './pattern/json';
import { isJsonObject, parseJson } from './pattern/json';
import { createRouter } from './router';
import { createRuleOperations } from './rule-operations';
import { createRuleTimers } from './rule-timers';
import type { TargetKind } from './delivery/send-to-target';
import { builtInTargets } from './delivery/send-to-target';
import { createTargetOperations } from './target-operations';
import { createTemplateResources } from './template-resources';

export interface EventBridgePort extends EventsPort {
  /** Puts an event that exists already, with its own id, time, account and region: one that is replayed. */
  route(event: BusEvent): void;
  /** Makes rules able to target another service, by the name in its ARNs, e.g. `states`. Before the template. */
  acceptTargets(arnService: string, kind: TargetKind): void;
}

/** EventBridge: buses, rules, schedules and delivery to targets. */
export const createEventBridge = (cloud: Cloud): { service: Service; port: EventBridgePort } => {
  const book = createBusBook(cloud, cloud.clock.nowEpochMs());
  const kinds = builtInTargets(cloud);
  const router = createRouter(cloud, book, createDeliveries(cloud, kinds));
  const timers = createRuleTimers(cloud.clock, (ruleArn) => {
    for (const bus of book.all())
      for (const rule of bus.rules.values()) if (rule.arn === ruleArn) router.fire(rule);
  });
  const context = { book, timers, kinds };
  const service: Service = {
    signingName: 'events',
    iamPrefix: 'events',
    loadModel: () => import('@aws-sdk/client-eventbridge'),
    operations: {
      ...createEventOperations(book, router),
      ...createRuleOperations(context),
      ...createTargetOperations(context),
      ...createBusOperations(book, cloud.clock),
    },
    resources: createTemplateResources(cloud, context),
  };
  return {
    service,
    port: {
      emit: (event) => {
        router.put({ ...event, detail: asJson(event.detail) });
      },
      route: (event) => router.route(event),
      acceptTargets: (arnService, kind) => {
        kinds.set(arnService, kind);
      },
    },
  };
};

/** What stands on a bus is JSON: undefined values are gone, dates are text. */
const asJson = (detail: Readonly<Record<string, unknown>>): JsonObject => {
  const json = parseJson(JSON.stringify(detail));
  return isJsonObject(json) ? json : {};
};
