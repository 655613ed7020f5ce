import type { Clock } from '../../clock';
import { AwsError, type SeededRandom } from '../../service';
import type { Attributes } from './checksum';
import { md5OfText } from './checksum';
import type { Message, Messages } from './messages';
import { createMessages } from './messages';
import type { QueueSettings } from './queue-attributes';
import { createWakeUps } from './wake-ups';

export interface NewMessage {
  readonly body: string;
  readonly attributes: Attributes;
  readonly traceHeader?: string;
  readonly senderId: string;
  readonly delaySec?: number;
}

/** One standard queue. Messages come out in the order in which they became visible. */
export interface Queue {
  readonly name: string;
  readonly arn: string;
  readonly url: string;
  readonly createdEpochMs: number;
  /** When its attributes were last set. */
  modifiedEpochMs(): number;
  settings(): QueueSettings;
  configure(settings: QueueSettings): void;
  send(message: NewMessage): Message;
  /** A message that another queue gave up. */
  take(message: Message): void;
  receive(max: number, visibilitySec?: number): readonly Message[];
  /** Whether the handle is one that this queue gave. An old handle deletes nothing, and that is no error. */
  remove(receiptHandle: string): boolean;
  /** `unknown`: not a handle of this queue. `notInFlight`: the message is gone, or visible again. */
  hide(receiptHandle: string, visibilitySec: number): 'hidden' | 'unknown' | 'notInFlight';
  /** Throws PurgeQueueInProgress within a minute of the last one. */
  purge(): void;
  counts(): { readonly visible: number; readonly inFlight: number; readonly delayed: number };
  watch(listener: () => void): () => void;
}

export interface QueueContext {
  readonly clock: Clock;
  readonly random: SeededRandom;
  /** Gives a message that was received too often to its dead-letter queue; false where there is none. */
  readonly giveUp: (deadLetterArn: string, message: Message) => boolean;
  /** Whether a message is to stay that its receiver deletes. */
  readonly forgetsToDelete: () => boolean;
}

export const createQueue = (
  identity: Pick<Queue, 'name' | 'arn' | 'url'>,
  initial: QueueSettings,
  context: QueueContext,
): Queue => {
  const { clock, random } = context;
  const messages = createMessages(random);
  const wakeUps = createWakeUps(clock, () => messages.nextVisibleEpochMs(clock.nowEpochMs()));
  let settings = initial;
  let modifiedEpochMs = clock.nowEpochMs();
  let purgedEpochMs = Number.NEGATIVE_INFINITY;
  const put = (message: Message): void => {
    messages.put(message);
    wakeUps.tell();
  };
  return {
    ...identity,
    createdEpochMs: clock.nowEpochMs(),
    settings: () => settings,
    modifiedEpochMs: () => modifiedEpochMs,
    configure: (changed) => {
      settings = changed;
      modifiedEpochMs = clock.nowEpochMs();
      wakeUps.tell();
    },
    send: (message) => {
      const sent = toMessage(message, { random, settings, nowEpochMs: clock.nowEpochMs() });
      put(sent);
      return sent;
    },
    take: (message) => put({ ...message, visibleEpochMs: clock.nowEpochMs() }),
    receive: (max, visibilitySec) => {
      const received = takeVisible(
        { messages, settings, identity, ...context },
        max,
        visibilitySec,
      );
      wakeUps.rearm();
      return received;
    },
    remove: (receiptHandle) => {
      const message = messages.byHandle(receiptHandle);
      if (message !== undefined && !context.forgetsToDelete()) messages.remove(message.messageId);
      wakeUps.rearm();
      return messages.knowsHandle(receiptHandle);
    },
    hide: (receiptHandle, visibilitySec) => {
      if (!messages.knowsHandle(receiptHandle)) return 'unknown';
      const message = messages.byHandle(receiptHandle);
      const nowEpochMs = clock.nowEpochMs();
      if (message === undefined || message.visibleEpochMs <= nowEpochMs) return 'notInFlight';
      put({ ...message, visibleEpochMs: nowEpochMs + visibilitySec * 1_000 });
      return 'hidden';
    },
    purge: () => {
      refusePurgeWithin(identity.name, clock.nowEpochMs() - purgedEpochMs);
      purgedEpochMs = clock.nowEpochMs();
      messages.clear();
    },
    counts: () => {
      messages.dropSentBefore(clock.nowEpochMs() - settings.retentionSec * 1_000);
      return countsOf(messages.all(), clock.nowEpochMs());
    },
    watch: wakeUps.watch,
  };
};

/** Documented: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_PurgeQueue.html */
const refusePurgeWithin = (name: string, sinceLastMs: number): void => {
  if (sinceLastMs < 60_000)
    throw new AwsError(
      'PurgeQueueInProgress',
      `Only one PurgeQueue operation on ${name} is allowed every 60 seconds.`,
    );
};

interface Now {
  readonly random: SeededRandom;
  readonly settings: QueueSettings;
  readonly nowEpochMs: number;
}

const toMessage = (
  { delaySec, ...message }: NewMessage,
  { random, settings, nowEpochMs }: Now,
): Message => ({
  ...message,
  messageId: random.uuid(),
  md5OfBody: md5OfText(message.body),
  sentEpochMs: nowEpochMs,
  firstReceivedEpochMs: 0,
  receiveCount: 0,
  visibleEpochMs: nowEpochMs + (delaySec ?? settings.delaySec) * 1_000,
});

interface Source extends QueueContext {
  readonly messages: Messages;
  readonly settings: QueueSettings;
  readonly identity: { readonly arn: string };
}

/** What was received too often goes to the dead-letter queue in passing; it stays where that one is gone. */
const takeVisible = (
  { messages, settings, identity, clock, giveUp }: Source,
  max: number,
  visibilitySec = settings.visibilitySec,
): readonly Message[] => {
  const nowEpochMs = clock.nowEpochMs();
  const { redrive } = settings;
  messages.dropSentBefore(nowEpochMs - settings.retentionSec * 1_000);
  const received: Message[] = [];
  for (const message of messages.visible(nowEpochMs)) {
    if (received.length >= max) break;
    const dead = { ...message, receiptHandle: undefined, deadLetterSourceArn: identity.arn };
    const isTooOften = redrive !== undefined && message.receiveCount >= redrive.maxReceiveCount;
    if (isTooOften && giveUp(redrive.deadLetterArn, dead)) messages.remove(message.messageId);
    else received.push(messages.handOut(message, nowEpochMs, visibilitySec));
  }
  return received;
};

const countsOf = (
  messages: readonly Message[],
  nowEpochMs: number,
): ReturnType<Queue['counts']> => {
  const hidden = messages.filter(({ visibleEpochMs }) => visibleEpochMs > nowEpochMs);
  const inFlight = hidden.filter(({ receiveCount }) => receiveCount > 0).length;
  return {
    visible: messages.length - hidden.length,
    inFlight,
    delayed: hidden.length - inFlight,
  };
};
