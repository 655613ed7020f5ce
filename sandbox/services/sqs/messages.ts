import type { SeededRandom } from '../../service';
import type { Attributes } from './checksum';

export interface Message {
  readonly messageId: string;
  readonly body: string;
  readonly md5OfBody: string;
  readonly attributes: Attributes;
  readonly traceHeader?: string;
  readonly senderId: string;
  readonly sentEpochMs: number;
  /** 0 until it is received. */
  readonly firstReceivedEpochMs: number;
  readonly receiveCount: number;
  /** Hidden until then: a delay, or the visibility time-out of the last receive. */
  readonly visibleEpochMs: number;
  /** The latest handle: older ones no longer delete the message (documented in DeleteMessage). */
  readonly receiptHandle?: string;
  readonly deadLetterSourceArn?: string;
}

/** The messages of one queue, and the handles that it gave. Times are given: nothing here knows the clock. */
export interface Messages {
  all(): readonly Message[];
  /** In the order in which they became visible. */
  visible(nowEpochMs: number): Iterable<Message>;
  put(message: Message): void;
  remove(messageId: string): void;
  clear(): void;
  dropSentBefore(epochMs: number): void;
  /** The message as received, with a new handle. */
  handOut(message: Message, nowEpochMs: number, visibilitySec: number): Message;
  knowsHandle(receiptHandle: string): boolean;
  /** Undefined for an old handle, and where the message is gone. */
  byHandle(receiptHandle: string): Message | undefined;
  /** When the next hidden message appears. */
  nextVisibleEpochMs(nowEpochMs: number): number | undefined;
}

export const createMessages = (random: SeededRandom): Messages => {
  const messages = new Map<string, Message>();
  // Each message is in one of these two, so that a long queue is not looked through for each receive.
  const shown = new Map<string, Message>();
  const hidden = new Map<string, Message>();
  let oldestSentEpochMs = Infinity;

  const put = (message: Message): void => {
    messages.set(message.messageId, message);
    shown.delete(message.messageId);
    hidden.set(message.messageId, message);
    oldestSentEpochMs = Math.min(oldestSentEpochMs, message.sentEpochMs);
  };
  const remove = (messageId: string): void => {
    for (const map of [messages, shown, hidden]) map.delete(messageId);
  };
  const show = (nowEpochMs: number): void => {
    const due = [...hidden.values()]
      .filter(({ visibleEpochMs }) => visibleEpochMs <= nowEpochMs)
      .sort((left, right) => left.visibleEpochMs - right.visibleEpochMs);
    for (const message of due) {
      hidden.delete(message.messageId);
      shown.set(message.messageId, message);
    }
  };
  return {
    all: () => [...messages.values()],
    visible: (nowEpochMs) => {
      show(nowEpochMs);
      return shown.values();
    },
    put,
    remove,
    clear: () => {
      for (const map of [messages, shown, hidden]) map.clear();
    },
    dropSentBefore: (epochMs) => {
      if (oldestSentEpochMs >= epochMs) return;
      oldestSentEpochMs = Infinity;
      for (const { messageId, sentEpochMs } of [...messages.values()])
        if (sentEpochMs < epochMs) remove(messageId);
        else oldestSentEpochMs = Math.min(oldestSentEpochMs, sentEpochMs);
    },
    handOut: (message, nowEpochMs, visibilitySec) => {
      const receiptHandle = handleFor(message, random);
      const received = {
        ...message,
        receiptHandle,
        receiveCount: message.receiveCount + 1,
        firstReceivedEpochMs: message.firstReceivedEpochMs || nowEpochMs,
        visibleEpochMs: nowEpochMs + visibilitySec * 1_000,
      };
      put(received);
      return received;
    },
    knowsHandle: (receiptHandle) => messageIdIn(receiptHandle) !== undefined,
    byHandle: (receiptHandle) => {
      const message = messages.get(messageIdIn(receiptHandle) ?? '');
      return message?.receiptHandle === receiptHandle ? message : undefined;
    },
    nextVisibleEpochMs: (nowEpochMs) => {
      show(nowEpochMs);
      let next: number | undefined;
      for (const { visibleEpochMs } of hidden.values())
        if (next === undefined || visibleEpochMs < next) next = visibleEpochMs;
      return next;
    },
  };
};

const handleFor = ({ messageId }: Message, random: SeededRandom): string =>
  Buffer.from(`${messageId}/${random.text(24)}`).toString('base64');

/** A handle says which message it is of, so handles of messages that are gone need not be kept. */
const messageIdIn = (receiptHandle: string): string | undefined =>
  /^([0-9a-f-]{36})\/[A-Z0-9]{24}$/.exec(Buffer.from(receiptHandle, 'base64').toString())?.[1];
