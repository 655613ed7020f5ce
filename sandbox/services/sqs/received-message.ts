import type {
  Message as ReceivedMessage,
  MessageAttributeValue,
  ReceiveMessageCommandInput,
} from '@aws-sdk/client-sqs';
import { md5OfAttributes } from './checksum';
import type { Message } from './messages';

type Asked = Pick<
  ReceiveMessageCommandInput,
  'AttributeNames' | 'MessageSystemAttributeNames' | 'MessageAttributeNames'
>;

/** A message with the attributes that were asked for, and their checksum alone. */
export const toReceivedMessage = (message: Message, asked: Asked): ReceivedMessage => {
  const attributes = Object.fromEntries(
    Object.entries(message.attributes)
      .filter(([name]) => isAsked(name, asked.MessageAttributeNames ?? []))
      .map(([name, { DataType, StringValue, BinaryValue }]): [string, MessageAttributeValue] => [
        name,
        { DataType, StringValue, BinaryValue },
      ]),
  );
  const names: readonly string[] = [
    ...(asked.MessageSystemAttributeNames ?? []),
    ...(asked.AttributeNames ?? []),
  ];
  const system = Object.entries(systemAttributesOf(message)).filter(
    ([name]) => names.includes('All') || names.includes(name),
  );
  return {
    MessageId: message.messageId,
    ReceiptHandle: message.receiptHandle,
    Body: message.body,
    MD5OfBody: message.md5OfBody,
    ...(system.length > 0 && { Attributes: Object.fromEntries(system) }),
    ...(Object.keys(attributes).length > 0 && {
      MessageAttributes: attributes,
      MD5OfMessageAttributes: md5OfAttributes(attributes),
    }),
  };
};

/** `All`, `.*`, a whole name, or `prefix.*` (documented in ReceiveMessage). */
const isAsked = (name: string, asked: readonly string[]): boolean =>
  asked.some(
    (pattern) =>
      pattern === 'All' ||
      pattern === name ||
      (pattern.endsWith('.*') && name.startsWith(pattern.slice(0, -2))),
  );

/** Those of FIFO queues are known by name, and no message here has them. */
const SYSTEM_ATTRIBUTES: ReadonlySet<string> = new Set([
  'All',
  'ApproximateFirstReceiveTimestamp',
  'ApproximateReceiveCount',
  'AWSTraceHeader',
  'DeadLetterQueueSourceArn',
  'MessageDeduplicationId',
  'MessageGroupId',
  'SenderId',
  'SentTimestamp',
  'SequenceNumber',
]);
/** Whether a receiver may ask for it. */
export const isSystemAttribute = (name: string): boolean => SYSTEM_ATTRIBUTES.has(name);

const systemAttributesOf = (message: Message): Readonly<Record<string, string>> => ({
  SenderId: message.senderId,
  SentTimestamp: String(message.sentEpochMs),
  ApproximateReceiveCount: String(message.receiveCount),
  ApproximateFirstReceiveTimestamp: String(message.firstReceivedEpochMs),
  ...(message.traceHeader !== undefined && { AWSTraceHeader: message.traceHeader }),
  ...(message.deadLetterSourceArn !== undefined && {
    DeadLetterQueueSourceArn: message.deadLetterSourceArn,
  }),
});
