import type { Clock } from '../../clock';
import type { SeededRandom } from '../../service';
import type { Attributes } from './checksum';
import { md5OfText } from './checksum';
import type { QueueSettings } from './queue-attributes';

export interface Message {
  readonly messageId: string;
  readonly body: string;
  readonly md5OfBody: string;
  readonly attributes: Attributes;
  readonly senderId: string;
  readonly sentEpochMs: number;
  readonly firstReceivedEpochMs: number;
  readonly receiveCount: number;
  /** Hidden until then: a delay, or the visibility time-out of the last receive. */
  readonly visibleEpochMs: number;
  /** The latest handle: older ones no longer delete the message (documented in DeleteMessage). */
  readonly receiptHandle?: string;
  readonly deadLetterSourceArn?: string;
}

export interface NewMessage {
  readonly body: string;
  readonly attributes: Attributes;
  readonly senderId: string;
  readonly delaySec?: number;
}

/** One standard queue. Messages come out in the order in which they became visible. */
export interface Queue {
  readonly name: string;
  readonly arn: string;
  readonly url: string;
  readonly createdEpochMs: number;
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
  purge(): void;
  counts(): { readonly visible: number; readonly inFlight: number; readonly delayed: number };
  watch(listener: () => void): () => void;
}

export interface QueueContext {
  readonly clock: Clock;
  readonly random: SeededRandom;
  /** Gives a message that was received too often to its dead-letter queue; false where there is none. */
  readonly giveUp: (deadLetterArn: string, message: Message) => boolean;
}

export const createQueue = (
  identity: Pick<Queue, 'name' | 'arn' | 'url'>,
  initial: QueueSettings,
  { clock, random, giveUp }: QueueContext,
): Queue => {
  let settings = initial;
  const messages = new Map<string, Message>();
  const handles = new Map<string, string>();
  const listeners = new Set<() => void>();
  let cancelWake = (): void => undefined;

  const tell = (): void => {
    for (const listener of [...listeners]) listener();
    wake();
  };
  // A timer only while somebody waits: an idle queue does not move virtual time.
  const wake = (): void => {
    cancelWake();
    cancelWake = () => undefined;
    const hidden = [...messages.values()]
      .map(({ visibleEpochMs }) => visibleEpochMs)
      .filter((visibleEpochMs) => visibleEpochMs > clock.nowEpochMs());
    if (listeners.size === 0 || hidden.length === 0) return;
    cancelWake = clock.after(Math.min(...hidden) - clock.nowEpochMs(), tell);
  };
  const expire = (): void => {
    const oldestEpochMs = clock.nowEpochMs() - settings.retentionSec * 1_000;
    for (const { messageId, sentEpochMs } of [...messages.values()])
      if (sentEpochMs < oldestEpochMs) messages.delete(messageId);
  };
  const put = (message: Message): void => {
    messages.set(message.messageId, message);
    tell();
  };
  const isTooOften = ({ receiveCount }: Message): boolean =>
    settings.redrive !== undefined && receiveCount >= settings.redrive.maxReceiveCount;
  const discard = (message: Message): boolean => {
    const { redrive } = settings;
    if (redrive === undefined) return false;
    const moved = giveUp(redrive.deadLetterArn, {
      ...message,
      receiptHandle: undefined,
      deadLetterSourceArn: identity.arn,
    });
    if (moved) messages.delete(message.messageId);
    return moved;
  };
  const handOut = (message: Message, visibilitySec: number): Message => {
    const nowEpochMs = clock.nowEpochMs();
    const receiptHandle = Buffer.from(`${message.messageId}/${random.text(24)}`).toString('base64');
    const received = {
      ...message,
      receiptHandle,
      receiveCount: message.receiveCount + 1,
      firstReceivedEpochMs: message.firstReceivedEpochMs || nowEpochMs,
      visibleEpochMs: nowEpochMs + visibilitySec * 1_000,
    };
    handles.set(receiptHandle, message.messageId);
    messages.set(message.messageId, received);
    return received;
  };

  return {
    ...identity,
    createdEpochMs: clock.nowEpochMs(),
    settings: () => settings,
    configure: (changed) => {
      settings = changed;
      tell();
    },
    send: ({ delaySec = settings.delaySec, ...message }) => {
      const sentEpochMs = clock.nowEpochMs();
      const sent: Message = {
        ...message,
        messageId: random.uuid(),
        md5OfBody: md5OfText(message.body),
        sentEpochMs,
        firstReceivedEpochMs: 0,
        receiveCount: 0,
        visibleEpochMs: sentEpochMs + delaySec * 1_000,
      };
      put(sent);
      return sent;
    },
    take: (message) => put({ ...message, visibleEpochMs: clock.nowEpochMs() }),
    receive: (max, visibilitySec = settings.visibilitySec) => {
      expire();
      const received: Message[] = [];
      const inOrder = [...messages.values()].sort(
        (left, right) => left.visibleEpochMs - right.visibleEpochMs,
      );
      for (const message of inOrder) {
        if (received.length >= max || message.visibleEpochMs > clock.nowEpochMs()) break;
        if (isTooOften(message) && discard(message)) continue;
        received.push(handOut(message, visibilitySec));
      }
      wake();
      return received;
    },
    remove: (receiptHandle) => {
      const message = messages.get(handles.get(receiptHandle) ?? '');
      if (message?.receiptHandle === receiptHandle) messages.delete(message.messageId);
      wake();
      return handles.has(receiptHandle);
    },
    hide: (receiptHandle, visibilitySec) => {
      if (!handles.has(receiptHandle)) return 'unknown';
      const message = messages.get(handles.get(receiptHandle) ?? '');
      const nowEpochMs = clock.nowEpochMs();
      if (message?.receiptHandle !== receiptHandle || message.visibleEpochMs <= nowEpochMs)
        return 'notInFlight';
      put({ ...message, visibleEpochMs: nowEpochMs + visibilitySec * 1_000 });
      return 'hidden';
    },
    purge: () => messages.clear(),
    counts: () => {
      expire();
      return countsOf([...messages.values()], clock.nowEpochMs());
    },
    watch: (listener) => {
      listeners.add(listener);
      wake();
      return () => {
        listeners.delete(listener);
        wake();
      };
    },
  };
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
