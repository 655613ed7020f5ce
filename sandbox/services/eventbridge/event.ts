import type { Cloud } from '../../service';
import type { JsonObject } from './pattern/json';

/** An event as a rule's pattern and targets see it. */
export interface BusEvent extends JsonObject {
  readonly version: '0';
  readonly id: string;
  readonly 'detail-type': string;
  readonly source: string;
  readonly account: string;
  /** ISO-8601 UTC, whole seconds. */
  readonly time: string;
  readonly region: string;
  readonly resources: readonly string[];
  readonly detail: JsonObject;
}

/** What tells one event from another; EventBridge adds the rest. */
export interface NewEvent {
  readonly source: string;
  readonly detailType: string;
  readonly resources: readonly string[];
  readonly detail: JsonObject;
  readonly timeEpochMs?: number;
}

/** Documented: https://docs.aws.amazon.com/eventbridge/latest/ref/overiew-event-structure.html */
export const toBusEvent = (cloud: Cloud, event: NewEvent): BusEvent => ({
  version: '0',
  id: cloud.random.uuid(),
  'detail-type': event.detailType,
  source: event.source,
  account: cloud.account,
  time: toSeconds(event.timeEpochMs ?? cloud.clock.nowEpochMs()),
  region: cloud.region,
  resources: event.resources,
  detail: event.detail,
});

const toSeconds = (epochMs: number): string =>
  new Date(epochMs).toISOString().replace(/\.\d{3}Z$/, 'Z');
