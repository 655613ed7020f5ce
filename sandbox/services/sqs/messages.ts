import type { SeededRandom } from '../../service';
import type { Attributes } from './checksum';

export interface Message {
  readonly messageId: string;
  readonly body: string;
  readonly md5OfBody: string;
  readonly attributes: Attributes;
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
  visible(nowEpochMs: number): readonly Message[];
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
  const put = (message: Message): void => {
    messages.set(message.messageId, message);
  };
  return {
    all: () => [...messages.values()],
    visible: (nowEpochMs) =>
      [...messages.values()]
        .filter(({ visibleEpochMs }) => visibleEpochMs <= nowEpochMs)
        .sort((left, right) => left.visibleEpochMs - right.visibleEpochMs),
    put,
    remove: (messageId) => {
      messages.delete(messageId);
    },
    clear: () => messages.clear(),
    dropSentBefore: (epochMs) => {
      for (const { messageId, sentEpochMs } of [...messages.values()])
        if (sentEpochMs < epochMs) messages.delete(messageId);
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
      const hidden = [...messages.values()]
        .map(({ visibleEpochMs }) => visibleEpochMs)
        .filter((visibleEpochMs) => visibleEpochMs > nowEpochMs);
      return hidden.length === 0 ? undefined : Math.min(...hidden);
    },
  };
};

const handleFor = ({ messageId }: Message, random: SeededRandom): string =>
  Buffer.from(`${messageId}/${random.text(24)}`).toString('base64');

/** A handle says which message it is of, so handles of messages that are gone need not be kept. */
const messageIdIn = (receiptHandle: string): string | undefined =>
  /^([0-9a-f-]{36})\/[A-Z0-9]{24}$/.exec(Buffer.from(receiptHandle, 'base64').toString())?.[1];
