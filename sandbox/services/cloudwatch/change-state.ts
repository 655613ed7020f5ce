import type { StateValue } from '@aws-sdk/client-cloudwatch';
import type { Cloud } from '../../service';
import type { Alarm, AlarmBook, Suppression } from './alarm';
import { actionsFor, toAlarmTime } from './alarm';
import type { Transition } from './alarm-messages';
import {
  toActionEvent,
  toStateChangeDetail,
  toTopicMessage,
  toTopicSubject,
} from './alarm-messages';
import { childrenOf, evaluateAlarmRule } from './alarm-rule';
import { createSuppressing, type Suppressing } from './suppression';

export interface NewState {
  readonly value: StateValue;
  readonly reason: string;
  readonly reasonData?: string;
}

/**
 * Puts an alarm into a state. Only a change of the value is told: on EventBridge, to the alarm's actions, and to
 * the composite alarms above it (documented: AlarmThatSendsEmail, "actions are invoked for sustained state changes
 * only").
 */
export const changeState = (
  cloud: Cloud,
  book: AlarmBook,
  { alarm, state }: { alarm: Alarm; state: NewState },
): void => {
  const nowEpochMs = cloud.clock.nowEpochMs();
  const previous = alarm.state;
  const changed = previous.value !== state.value;
  const next: Alarm = {
    ...alarm,
    state: {
      ...state,
      updatedEpochMs: nowEpochMs,
      transitionedEpochMs: changed ? nowEpochMs : previous.transitionedEpochMs,
    },
  };
  book.put(next);
  if (!changed) return;
  const suppressing = suppressingOf(cloud, book);
  const suppression = suppressing.of(next, state.value);
  const told =
    suppression === undefined ? next : { ...next, state: { ...next.state, suppression } };
  book.put(told);
  noteChange(book, { alarm: told, previous });
  tell(cloud, book, { alarm: told, previous });
  suppressing.arm(told);
  for (const { alarm: held, by } of suppressing.changedBy(told))
    setSuppression(cloud, book, { alarm: held, suppression: by });
  evaluateParents(cloud, book, told);
};

/** Words: as in AWS's samples. */
const noteChange = (book: AlarmBook, { alarm, previous }: Transition): void =>
  book.note({
    AlarmName: alarm.name,
    AlarmType: alarm.kind.type,
    Timestamp: new Date(alarm.state.updatedEpochMs),
    HistoryItemType: 'StateUpdate',
    HistorySummary: `Alarm updated from ${previous.value} to ${alarm.state.value}`,
    HistoryData: JSON.stringify({
      version: '1.0',
      oldState: { stateValue: previous.value, stateReason: previous.reason },
      newState: { stateValue: alarm.state.value, stateReason: alarm.state.reason },
    }),
  });

/** On EventBridge always; to the actions, where nothing suppresses them. */
const tell = (cloud: Cloud, book: AlarmBook, transition: Transition): void => {
  const { alarm } = transition;
  cloud.ports.events.emit({
    source: 'aws.cloudwatch',
    detailType: 'CloudWatch Alarm State Change',
    resources: [alarm.arn],
    detail: toStateChangeDetail(transition),
  });
  if (!alarm.actionsEnabled || alarm.state.suppression !== undefined) return;
  for (const actionArn of actionsFor(alarm, alarm.state.value))
    act(cloud, book, { transition, actionArn });
};

const suppressingOf = (cloud: Cloud, book: AlarmBook): Suppressing =>
  createSuppressing(cloud, book, (alarm) => setSuppression(cloud, book, { alarm }));

/** A suppression that changes or ends is told as a change between two states of the same value (assumed). */
const setSuppression = (
  cloud: Cloud,
  book: AlarmBook,
  { alarm, suppression }: { readonly alarm: Alarm; readonly suppression?: Suppression },
): void => {
  const { suppression: _, ...state } = alarm.state;
  const updatedEpochMs = cloud.clock.nowEpochMs();
  const next: Alarm = {
    ...alarm,
    state: { ...state, updatedEpochMs, ...(suppression === undefined ? {} : { suppression }) },
  };
  book.put(next);
  tell(cloud, book, { alarm: next, previous: alarm.state });
  suppressingOf(cloud, book).arm(next);
};

/** Composite alarms that speak of this one take the state of their rule. */
const evaluateParents = (cloud: Cloud, book: AlarmBook, child: Alarm): void => {
  for (const parent of book.all()) {
    if (parent.kind.type !== 'CompositeAlarm') continue;
    const children = childrenOf(parent.kind.rule);
    if (children.includes(child.name) || children.includes(child.arn))
      evaluateComposite(cloud, book, parent.name, child);
  }
};

/** Words: assumed. */
export const evaluateComposite = (
  cloud: Cloud,
  book: AlarmBook,
  name: string,
  cause?: Alarm,
): void => {
  const alarm = book.find(name);
  if (alarm?.kind.type !== 'CompositeAlarm') return;
  const holds = evaluateAlarmRule(alarm.kind.rule, (nameOrArn) => stateOf(book, nameOrArn));
  const value = holds ? 'ALARM' : 'OK';
  if (value === alarm.state.value) return;
  const reason =
    cause === undefined
      ? `${alarm.arn} was created and its alarm rule evaluates to ${value}`
      : `${cause.arn} transitioned to ${cause.state.value} at ${dayOf(cause.state.updatedEpochMs)}`;
  const reasonData = cause && {
    triggeringAlarms: [
      {
        arn: cause.arn,
        state: {
          value: cause.state.value,
          timestamp: toAlarmTime(cause.state.updatedEpochMs),
        },
      },
    ],
  };
  changeState(cloud, book, {
    alarm,
    state: { value, reason, reasonData: reasonData && JSON.stringify(reasonData) },
  });
};

const stateOf = (book: AlarmBook, nameOrArn: string): StateValue | undefined =>
  book.find(nameOrArn.replace(/^arn:.*:alarm:/, ''))?.state.value;

/** `Friday 22 July, 2022 15:57:45 UTC` */
const dayOf = (epochMs: number): string => {
  const date = new Date(epochMs);
  const name = (options: Intl.DateTimeFormatOptions): string =>
    new Intl.DateTimeFormat('en-GB', { ...options, timeZone: 'UTC' }).format(date);
  const time = date.toISOString().slice(11, 19);
  const day = String(date.getUTCDate()).padStart(2, '0');
  return `${name({ weekday: 'long' })} ${day} ${name({ month: 'long' })}, ${date.getUTCFullYear()} ${time} UTC`;
};

const SENDERS: Readonly<
  Record<string, (cloud: Cloud, actionArn: string, transition: Transition) => void>
> = {
  sns: (cloud, actionArn, transition) =>
    cloud.ports.topics.publish(
      actionArn,
      {
        subject: toTopicSubject(cloud, transition),
        body: JSON.stringify(toTopicMessage(cloud, transition)),
      },
      { service: 'cloudwatch.amazonaws.com', sourceArn: transition.alarm.arn },
    ),
  lambda: (cloud, actionArn, transition) =>
    cloud.ports.functions.invokeAsync(actionArn, JSON.stringify(toActionEvent(cloud, transition)), {
      service: 'lambda.alarms.cloudwatch.amazonaws.com',
      sourceArn: transition.alarm.arn,
    }),
};

/** A failing action is noted in the alarm's history and is not tried again (assumed). */
const act = (
  cloud: Cloud,
  book: AlarmBook,
  { transition, actionArn }: { transition: Transition; actionArn: string },
): void => {
  const note = (summary: string): void =>
    book.note({
      AlarmName: transition.alarm.name,
      AlarmType: transition.alarm.kind.type,
      Timestamp: new Date(cloud.clock.nowEpochMs()),
      HistoryItemType: 'Action',
      HistorySummary: summary,
    });
  try {
    const send = SENDERS[actionArn.split(':')[2] ?? ''];
    if (send === undefined) throw new Error('The sandbox does not run actions of this kind');
    send(cloud, actionArn, transition);
    note(`Successfully executed action ${actionArn}`);
  } catch (error) {
    note(`Failed to execute action ${actionArn}. Received error: "${String(error)}"`);
    cloud.journal.record({
      kind: 'trouble',
      message: `The alarm ${transition.alarm.name} could not run its action ${actionArn}: ${String(error)}`,
    });
  }
};
