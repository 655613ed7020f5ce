import type {
  PublishBatchCommandInput,
  PublishBatchResponse,
  PublishCommandInput,
  PublishResponse,
} from '@aws-sdk/client-sns';
import type { Cloud } from '../../service';
import { AwsError, operation } from '../../service';
import { runBatch } from '../batch';
import { isJsonObject, parseJson } from '../eventbridge/pattern/json';
import { deliver } from './deliver';
import type { TopicBook, TopicMessage } from './topic-book';
import { invalidParameter } from './topic-book';

/** Documented: https://docs.aws.amazon.com/sns/latest/api/API_Publish.html */
const LONGEST_MESSAGE_BYTES = 262_144;

type PublishInput = Pick<
  PublishCommandInput,
  'Message' | 'Subject' | 'MessageStructure' | 'MessageAttributes'
>;

/** Throws NotFoundException for no such topic, InvalidParameterException for what SNS would refuse. */
export const publish = (
  cloud: Cloud,
  book: TopicBook,
  topicArn: string | undefined,
  input: PublishInput,
): string => {
  const topic = book.topic(topicArn);
  const { Message: body = '', Subject: subject } = input;
  if (body === '') invalidParameter('Empty message');
  if (Buffer.byteLength(body) > LONGEST_MESSAGE_BYTES) invalidParameter('Message too long');
  if (subject !== undefined && !/^[\x20-\x7e]{1,100}$/.test(subject)) invalidParameter('Subject');
  const { MessageStructure: structure = '', MessageAttributes: attributes = {} } = input;
  if (structure !== '' && structure !== 'json') invalidParameter('MessageStructure');
  checkAttributes(attributes);
  const bodies = structure === 'json' ? bodiesOf(body) : {};
  const message: TopicMessage = {
    messageId: cloud.random.uuid(),
    topicArn: topic.arn,
    subject,
    body: bodies['default'] ?? body,
    bodies,
    attributes,
    publishedEpochMs: cloud.clock.nowEpochMs(),
  };
  deliver(cloud, book, message);
  return message.messageId;
};

/**
 * Documented: https://docs.aws.amazon.com/sns/latest/dg/sns-message-attributes.html; the sentences are assumed. Throws
 * InvalidParameterValueException.
 */
const checkAttributes = (attributes: NonNullable<PublishInput['MessageAttributes']>): void => {
  const refuse = (message: string): never => {
    throw new AwsError('InvalidParameterValueException', message);
  };
  for (const [name, value] of Object.entries(attributes)) {
    const { DataType: type = '', StringValue: text, BinaryValue: bytes } = value;
    if (!/^(String|Number|Binary)(\..+)?$/.test(type))
      refuse(
        `The message attribute '${name}' has an invalid message attribute type, the set of supported type prefixes is Binary, Number, and String.`,
      );
    const held = type.startsWith('Binary') ? bytes?.length : text?.length;
    if (held === undefined || held === 0)
      refuse(
        `The message attribute '${name}' must contain non-empty message attribute value for message attribute type '${type}'.`,
      );
    if (type.startsWith('Number') && Number.isNaN(Number(text)))
      refuse(`Could not cast message attribute '${name}' value to number.`);
  }
};

const bodiesOf = (body: string): Readonly<Record<string, string>> => {
  const parsed = readObject(body);
  const bodies = Object.fromEntries(
    Object.entries(parsed).flatMap(([protocol, text]) =>
      typeof text === 'string' ? [[protocol, text]] : [],
    ),
  );
  if (bodies['default'] === undefined)
    invalidParameter('Message Structure - No default entry in JSON message body');
  return bodies;
};

const readObject = (text: string): object => {
  try {
    const parsed = parseJson(text);
    if (isJsonObject(parsed)) return parsed;
  } catch {
    // Refused below, as any other JSON that is no object.
  }
  return invalidParameter('Message Structure - JSON message body failed to parse');
};

/** Documented: the messages of a batch share one message's limit (API_PublishBatch). */
const refuseTooLongBatch = ({ PublishBatchRequestEntries: entries }: PublishBatchCommandInput) => {
  const bytes = (entries ?? []).reduce(
    (sum, { Message: body = '' }) => sum + Buffer.byteLength(body),
    0,
  );
  if (bytes > LONGEST_MESSAGE_BYTES)
    throw new AwsError(
      'BatchRequestTooLongException',
      'The length of all the messages put together is more than the limit.',
    );
};

export const createPublishOperations = (cloud: Cloud, book: TopicBook) => ({
  Publish: operation({
    resources: (input: PublishCommandInput) => [input.TopicArn ?? input.TargetArn ?? '*'],
    run: (input: PublishCommandInput): PublishResponse => {
      const topicArn = input.TopicArn ?? input.TargetArn;
      if (topicArn === undefined)
        invalidParameter('TopicArn or TargetArn Reason: no value for required parameter');
      return { MessageId: publish(cloud, book, topicArn, input) };
    },
  }),
  PublishBatch: operation({
    action: 'Publish',
    resources: (input: PublishBatchCommandInput) => [input.TopicArn ?? '*'],
    run: (input: PublishBatchCommandInput): PublishBatchResponse => {
      book.topic(input.TopicArn);
      refuseTooLongBatch(input);
      return runBatch(
        input.PublishBatchRequestEntries,
        (entry) => ({ MessageId: publish(cloud, book, input.TopicArn, entry) }),
        'Exception',
      );
    },
  }),
});
