import * as alarmState from '../alarm-state/normalise';
import * as ecsHook from '../ecs-hook/normalise';
import * as httpRequest from '../http-request/normalise';
import * as lifecycleHook from '../lifecycle-hook/normalise';
import * as pipelineJob from '../pipeline-job/normalise';
import type { NormalisedEvent } from './normalised-event';
import { openBusEvent, openCodestar } from './open-bus-event';
import { openMessage, openMessageObject } from './open-message';
import type { Carrier, Reading } from './reading';
import { hasAll, isObject, placeOfArn, readAs } from './reading';
import { readJson } from './read-json';
import { CodestarNotification, SnsNotification, SnsRecords, SqsBatch } from './schema';

export type EnvelopeKind = (typeof ENVELOPES)[number]['kind'] | 'unknown';

export interface OpenedEnvelope {
  readonly kind: EnvelopeKind;
  readonly events: readonly NormalisedEvent[];
  /** Everything that is wrong with what claims to be an event of a known meaning. Empty where nothing is. */
  readonly faults: readonly string[];
}

type Readings = readonly Reading<NormalisedEvent>[];

interface Envelope {
  readonly kind: string;
  readonly claims: (value: object) => boolean;
  readonly open: (value: object) => Readings;
}

/** Whether the first record has such a member: one batch comes from one source. */
const hasRecords = (value: object, member: string, source: string): boolean => {
  const { Records: records }: { Records?: unknown } = value;
  const first: unknown = Array.isArray(records) ? records[0] : undefined;
  return isObject(first) && Object.hasOwn(first, member) && first[member] === source;
};

const openSnsRecords = (value: object): Readings => {
  const records = readAs(SnsRecords, value, (parsed) => parsed.Records);
  if ('faults' in records) return [records];
  return records.event.map(({ Sns }) => openMessage(Sns.Message, carrierOf(Sns)));
};

const openSnsNotification = (value: object): Readings => {
  const notification = readAs(SnsNotification, value, (parsed) => parsed);
  if ('faults' in notification) return [notification];
  return [openMessage(notification.event.Message, carrierOf(notification.event))];
};

const openSqsBatch = (value: object): Readings => {
  const records = readAs(SqsBatch, value, (parsed) => parsed.Records);
  if ('faults' in records) return [records];
  return records.event.map(({ messageId, body, eventSourceARN }) => {
    const carrier = { id: messageId, ...placeOfArn(eventSourceARN) };
    return openNotificationText(body) ?? openMessage(body, carrier);
  });
};

/** A topic's envelope within a queue's message. One level: what it holds is no further envelope. */
const openNotificationText = (body: string): Reading<NormalisedEvent> | undefined => {
  const reading = readJson(body);
  if (!('value' in reading) || !isObject(reading.value) || !isNotification(reading.value))
    return undefined;
  return openSnsNotification(reading.value)[0];
};

const carrierOf = (message: {
  readonly MessageId: string;
  readonly TopicArn: string;
}): Carrier => ({ id: message.MessageId, ...placeOfArn(message.TopicArn) });

const isNotification = (value: object): boolean => hasAll(value, 'Type', 'Message', 'TopicArn');

/** By what nothing else has; the first that claims a value opens it. */
const ENVELOPES = [
  {
    kind: 'codepipeline-job',
    claims: (value) => hasAll(value, 'CodePipeline.job'),
    open: (value) => [pipelineJob.fromInvocation(value)],
  },
  {
    kind: 'sns-record',
    claims: (value) => hasRecords(value, 'EventSource', 'aws:sns'),
    open: openSnsRecords,
  },
  {
    kind: 'sqs-batch',
    claims: (value) => hasRecords(value, 'eventSource', 'aws:sqs'),
    open: openSqsBatch,
  },
  {
    kind: 'eventbridge',
    claims: (value) => hasAll(value, 'source', 'detail-type'),
    open: (value) => [openBusEvent(value)],
  },
  {
    kind: 'codestar-notification',
    claims: (value) => CodestarNotification.safeParse(value).success,
    open: (value) => [openCodestar(value)],
  },
  {
    kind: 'alarm-action',
    claims: (value) => hasAll(value, 'alarmArn', 'alarmData'),
    open: (value) => [alarmState.fromAction(value)],
  },
  {
    kind: 'lifecycle-hook',
    claims: (value) =>
      hasAll(value, 'DeploymentId') || hasAll(value, 'LifecycleEventHookExecutionId'),
    open: (value) => [lifecycleHook.fromInvocation(value)],
  },
  {
    kind: 'ecs-hook',
    claims: (value) => hasAll(value, 'lifecycleStage', 'resourceArn'),
    open: (value) => [ecsHook.fromInvocation(value)],
  },
  {
    kind: 'function-url',
    claims: (value) => hasAll(value, 'requestContext', 'rawQueryString'),
    open: (value) => [httpRequest.fromInvocation(value)],
  },
  { kind: 'sns-message', claims: isNotification, open: openSnsNotification },
  // A message's content alone: what a tool forwards, and a queue with raw delivery.
  {
    kind: 'sns-message',
    claims: (value) => openMessageObject(value, {}) !== undefined,
    open: (value) => [openMessage(value, {})],
  },
] as const satisfies readonly Envelope[];

/**
 * Whatever reached us, opened: which envelope it is, and what it means in one shape per meaning. Never throws, and
 * never recurses: an envelope within an envelope is followed as far as AWS nests them. What claims a known meaning
 * and lacks what it needs is a fault; everything else that is not known means nothing.
 */
export const openEnvelope = (value: unknown): OpenedEnvelope => {
  const envelope = isObject(value) ? ENVELOPES.find(({ claims }) => claims(value)) : undefined;
  if (envelope === undefined || !isObject(value))
    return { kind: 'unknown', events: [], faults: [] };
  const readings: Readings = envelope.open(value);
  return {
    kind: envelope.kind,
    events: readings.flatMap((reading) => ('event' in reading ? [reading.event] : [])),
    faults: readings.flatMap((reading) => ('faults' in reading ? reading.faults : [])),
  };
};
