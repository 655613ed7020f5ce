import type {
  ActionsSuppressedBy,
  AlarmHistoryItem,
  PutCompositeAlarmCommandInput,
  PutMetricAlarmCommandInput,
  StateValue,
} from '@aws-sdk/client-cloudwatch';
import type { AlarmRule } from './alarm-rule';

/** An alarm of either kind: what it is set to, and the state it is in. */
export interface Alarm {
  readonly name: string;
  readonly arn: string;
  readonly actionsEnabled: boolean;
  readonly updatedEpochMs: number;
  readonly state: AlarmState;
  readonly kind: MetricKind | CompositeKind;
}
export interface MetricKind {
  readonly type: 'MetricAlarm';
  readonly input: PutMetricAlarmCommandInput;
  /** The id of the one metric in the event's configuration: stays the same for the alarm. */
  readonly metricId: string;
}
export interface CompositeKind {
  readonly type: 'CompositeAlarm';
  readonly input: PutCompositeAlarmCommandInput;
  readonly rule: AlarmRule;
}
export interface AlarmState {
  readonly value: StateValue;
  readonly reason: string;
  readonly reasonData?: string;
  readonly updatedEpochMs: number;
  /** When the value last changed, which an update with the same value does not do. */
  readonly transitionedEpochMs: number;
  /** Why a composite alarm's actions for this state have not been performed. */
  readonly suppression?: Suppression;
}
export interface Suppression {
  readonly by: ActionsSuppressedBy;
  readonly reason: string;
}
/** Of an alarm that has never been in a state of its own. */
export const INITIAL_REASON = 'Unchecked: Initial alarm creation';

/** What is in force at the given kind of state. */
export const actionsFor = ({ kind: { input } }: Alarm, value: StateValue): readonly string[] => {
  switch (value) {
    case 'OK':
      return input.OKActions ?? [];
    case 'ALARM':
      return input.AlarmActions ?? [];
    case 'INSUFFICIENT_DATA':
      return input.InsufficientDataActions ?? [];
    default:
      return value satisfies never;
  }
};

/** The alarms of the account by name, in the order of their names, and what happened to them, newest first. */
export interface AlarmBook {
  find(name: string): Alarm | undefined;
  all(): readonly Alarm[];
  put(alarm: Alarm): void;
  remove(name: string): void;
  /** Newest first. */
  history(): readonly AlarmHistoryItem[];
  note(item: AlarmHistoryItem): void;
}

/** AWS keeps 30 days; here so many items, or up to twice as many. */
const MOST_HISTORY = 2_000;

export const createAlarmBook = (): AlarmBook => {
  const alarms = new Map<string, Alarm>();
  const history: AlarmHistoryItem[] = [];
  return {
    find: (name) => alarms.get(name),
    all: () =>
      [...alarms.values()].sort((left, right) =>
        left.name < right.name ? -1 : left.name > right.name ? 1 : 0,
      ),
    put: (alarm) => {
      alarms.set(alarm.name, alarm);
    },
    remove: (name) => {
      alarms.delete(name);
    },
    history: () => [...history].reverse(),
    note: (item) => {
      history.push(item);
      if (history.length > 2 * MOST_HISTORY) history.splice(0, MOST_HISTORY);
    },
  };
};

/** `2019-10-02T17:04:40.989+0000`: how CloudWatch writes times into its events (documented with them). */
export const toAlarmTime = (epochMs: number): string =>
  new Date(epochMs).toISOString().replace('Z', '+0000');
