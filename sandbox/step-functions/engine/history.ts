import type { HistoryEvent } from '@aws-sdk/client-sfn';
import type { Clock } from '../../clock';
import type { Json } from '../json';
import { Cancelled } from './failure';

/** The most events that an execution may have; the last is the one that ends it. documented */
export const HISTORY_LIMIT = 25_000;

/** Where a branch stands in the history: what its next event names as the one before. */
export interface Trail {
  lastEventId: number;
}

export type EventBody = Omit<HistoryEvent, 'id' | 'previousEventId' | 'timestamp' | 'type'> & {
  readonly type: NonNullable<HistoryEvent['type']>;
};

export interface History {
  readonly events: readonly HistoryEvent[];
  /** Returns the event's id, which the trail then stands at. Throws Cancelled where the history is full. */
  record(trail: Trail, body: EventBody): number;
  /** As `record`, for an event that the next one does not name as the one before. */
  recordAside(trail: Trail, body: EventBody): number;
  /** The event that ends the execution by itself: there is always room for it. */
  recordLast(body: EventBody): void;
  /** As `recordLast`, where the end comes from outside: it names no event before it. */
  recordLastFromOutside(body: EventBody): void;
}

export const createHistory = (clock: Clock): History => {
  const events: HistoryEvent[] = [];
  const add = (previousEventId: number, body: EventBody): number => {
    const id = events.length + 1;
    events.push({ timestamp: new Date(clock.nowEpochMs()), id, previousEventId, ...body });
    return id;
  };
  const recordAside: History['recordAside'] = (trail, body) => {
    if (events.length >= HISTORY_LIMIT - 1) throw new Cancelled({ kind: 'history-full' });
    return add(trail.lastEventId, body);
  };
  return {
    events,
    recordAside,
    record: (trail, body) => {
      trail.lastEventId = recordAside(trail, body);
      return trail.lastEventId;
    },
    recordLast: (body) => {
      add(events.length, body);
    },
    recordLastFromOutside: (body) => {
      add(0, body);
    },
  };
};

const NOT_TRUNCATED = { truncated: false } as const;
export const inputOf = (input: Json) => ({
  input: JSON.stringify(input),
  inputDetails: NOT_TRUNCATED,
});
export const outputOf = (output: Json) => ({
  output: JSON.stringify(output),
  outputDetails: NOT_TRUNCATED,
});
/** Each variable's value as JSON text. recorded */
export const assignedOf = (assigned: Readonly<Record<string, Json>>) =>
  Object.keys(assigned).length === 0
    ? {}
    : {
        assignedVariables: Object.fromEntries(
          Object.entries(assigned).map(([name, value]) => [name, JSON.stringify(value)]),
        ),
        assignedVariablesDetails: NOT_TRUNCATED,
      };
