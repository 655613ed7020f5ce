import * as alarmState from '../alarm-state/normalise';
import * as announcement from '../announcement/normalise';
import * as approvalRequest from '../approval-request/normalise';
import * as deploymentState from '../deployment-state/normalise';
import * as instanceState from '../instance-state/normalise';
import * as slackClick from '../slack-click/normalise';
import type { NormalisedEvent } from './normalised-event';
import { openBusEvent, openCodestar } from './open-bus-event';
import type { Carrier, Reading } from './reading';
import { hasAll, isObject } from './reading';
import { readJson } from './read-json';

interface MessageKind {
  /** Members that nothing else has together. */
  readonly has: readonly string[];
  readonly read: (value: object, carrier: Carrier) => Reading<NormalisedEvent>;
}

/** What services write into a message, the most telling first. */
const MESSAGES: readonly MessageKind[] = [
  { has: ['detail-type', 'detail'], read: openBusEvent },
  { has: ['detailType', 'detail'], read: openCodestar },
  { has: ['AlarmName', 'NewStateValue'], read: alarmState.fromMessage },
  { has: ['approval', 'region'], read: approvalRequest.fromMessage },
  { has: ['instanceStatus', 'deploymentId'], read: instanceState.fromTrigger },
  { has: ['deploymentGroupName', 'deploymentId'], read: deploymentState.fromTrigger },
  { has: ['gate', 'word'], read: slackClick.fromMessage },
  { has: ['version', 'runId'], read: announcement.fromMessage },
  { has: ['version', 'deploymentId'], read: announcement.fromMessage },
];

/** Undefined where no service that we know writes such messages. */
export const openMessageObject = (
  value: object,
  carrier: Carrier,
): Reading<NormalisedEvent> | undefined =>
  MESSAGES.find(({ has }) => hasAll(value, ...has))?.read(value, carrier);

/** A message's content: JSON text as a rule, an object where a tool has parsed it already, or a person's words. */
export const openMessage = (content: unknown, carrier: Carrier): Reading<NormalisedEvent> => {
  const value = typeof content === 'string' ? parse(content) : content;
  const opened = isObject(value) ? openMessageObject(value, carrier) : undefined;
  if (opened !== undefined) return opened;
  const key = `message/${carrier.id ?? '-'}`;
  return { event: { meaning: 'Other', id: carrier.id ?? key, key, name: 'a message' } };
};

const parse = (text: string): unknown => {
  const reading = readJson(text);
  return 'value' in reading ? reading.value : undefined;
};
