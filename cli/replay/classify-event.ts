import * as z from 'zod/mini';
import { toFaults } from '../../events/envelope/faults';
import type { EnvelopeKind, OpenedEnvelope } from '../../events/envelope/open-envelope';
import { openEnvelope } from '../../events/envelope/open-envelope';
import { readJson } from '../../events/envelope/read-json';
import { isObject } from '../../events/envelope/reading';
import type { Doors } from './doors';

/** How an event reaches the stack. */
export type ReplayedEvent =
  | { readonly kind: 'bus'; readonly event: BusEnvelope; readonly unmatched: string }
  | { readonly kind: 'invoke'; readonly functionNames: readonly string[]; readonly payload: string }
  | { readonly kind: 'request'; readonly functionName: string; readonly payload: string }
  | { readonly kind: 'queue'; readonly messages: readonly QueueMessage[] };
export type ClassifiedEvent =
  ReplayedEvent | { readonly kind: 'ignored' | 'rejected'; readonly reason: string };
export interface QueueMessage {
  readonly queueArn: string;
  readonly body: string;
}

/** What EventBridge sends; what an old or shortened sample leaves out gets a value that says nothing. */
const Envelope = z.object({
  version: z._default(z.literal('0'), '0'),
  id: z._default(z.string(), '00000000-0000-0000-0000-000000000000'),
  source: z.string(),
  'detail-type': z.string(),
  account: z._default(z.string(), '123456789012'),
  time: z._default(z.string(), '2026-01-01T00:00:00Z'),
  region: z._default(z.string(), 'eu-west-1'),
  resources: z._default(z.array(z.string()), []),
  detail: z.record(z.string(), z.json()),
});
export type BusEnvelope = z.infer<typeof Envelope>;

/** Never throws: what cannot be read is rejected, what reaches no function of the stack is ignored. */
export const classifyEvent = (text: string, doors: Doors): ClassifiedEvent => {
  const reading = readJson(text);
  if ('reason' in reading) return rejected(`${reading.reason}: ${reading.detail}`);
  const { value } = reading;
  if (!isObject(value)) return rejected('NotAnObject: an event is a JSON object');
  const opened = openEnvelope(value);
  const received: Received = { text, value, what: whatIs(opened) };
  const classified = CLASSIFIERS[opened.kind](received, doors);
  const isMalformed = classified === undefined && opened.faults.length > 0;
  if (isMalformed) return rejected(`InvalidInput: ${opened.faults.join('; ')}`);
  return classified ?? ignored(`${received.what}: no function of the stack takes it`);
};

const rejected = (reason: string) => ({ kind: 'rejected', reason }) as const;
const ignored = (reason: string) => ({ kind: 'ignored', reason }) as const;

interface Received {
  readonly text: string;
  readonly value: Readonly<Record<string, unknown>>;
  /** What it means, for a person. */
  readonly what: string;
}

const whatIs = ({ events }: OpenedEnvelope): string => {
  const names = events.map((event) => (event.meaning === 'Other' ? event.name : event.meaning));
  return [...new Set(names)].join(', ') || 'a malformed event';
};

/** By envelope, whom AWS would hand it to; undefined where the stack has nobody for it. */
type Classifier = (received: Received, doors: Doors) => ClassifiedEvent | undefined;

const toBus: Classifier = ({ value, what }) => {
  const envelope = Envelope.safeParse(value);
  return envelope.success
    ? { kind: 'bus', event: envelope.data, unmatched: `${what}: no rule of the stack matches it` }
    : rejected(`InvalidInput: ${toFaults(envelope.error).join('; ')}`);
};

const toFunctions = (functionNames: readonly string[], payload: string) =>
  functionNames.length === 0 ? undefined : ({ kind: 'invoke', functionNames, payload } as const);

/** A message without its envelope: a topic of the sandbox's own carries it. */
const toSubscribers = (message: string, { topics }: Doors) =>
  toFunctions(topics, JSON.stringify(inRecord(message)));

const CLASSIFIERS: Readonly<Record<EnvelopeKind, Classifier>> = {
  eventbridge: toBus,
  'sns-record': ({ text }, { topics }) => toFunctions(topics, text),
  'sns-message': ({ text, value }, doors) =>
    toSubscribers(typeof value.Message === 'string' ? value.Message : text, doors),
  'codestar-notification': ({ text }, doors) => toSubscribers(text, doors),
  'alarm-action': ({ text }, { alarms }) => toFunctions(alarms, text),
  'lifecycle-hook': ({ text }, { lifecycleHooks }) =>
    toFunctions(
      lifecycleHooks.filter((name) => name.endsWith('BeforeAllowTraffic')),
      text,
    ),
  'ecs-hook': ({ text }, { ecsHooks }) => toFunctions(ecsHooks, text),
  'codepipeline-job': ({ text }, { pipelineJobs }) => toFunctions(pipelineJobs, text),
  'function-url': ({ text: payload }, { urls: [functionName] }) =>
    functionName === undefined ? undefined : { kind: 'request', functionName, payload },
  'sqs-batch': ({ value }, { queues }) => {
    const batch = Batch.safeParse(value);
    const messages = (batch.data?.Records ?? [])
      .map(({ eventSourceARN: queueArn, body }) => ({ queueArn, body }))
      .filter(({ queueArn }) => queues.includes(queueArn));
    return messages.length === 0 ? undefined : { kind: 'queue', messages };
  },
  unknown: () => ignored('UnknownShape: nothing that reaches Slipway looks like this'),
};

const Batch = z.object({
  Records: z.array(z.object({ eventSourceARN: z.string(), body: z.string() })),
});

const inRecord = (message: string): object => {
  const topicArn = 'arn:aws:sns:eu-west-1:123456789012:replayed';
  const Sns = {
    Type: 'Notification',
    MessageId: '00000000-0000-0000-0000-000000000000',
    TopicArn: topicArn,
    Subject: null,
    Message: message,
    Timestamp: '2026-01-01T00:00:00.000Z',
    MessageAttributes: {},
  };
  const record = {
    EventSource: 'aws:sns',
    EventVersion: '1.0',
    EventSubscriptionArn: topicArn,
    Sns,
  };
  return { Records: [record] };
};
