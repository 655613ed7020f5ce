import type { MessageAttributeValue, MessageSystemAttributeValue } from '@aws-sdk/client-sqs';
import { AwsError } from '../../service';
import type { Attributes } from './checksum';

export const invalidParameter = (message: string): never => {
  throw new AwsError('InvalidParameterValue', message);
};

/**
 * Whitespace and what XML 1.0 can hold; nothing else travels in a message. Documented:
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html
 * The sentence is assumed. Throws InvalidMessageContents.
 */
export const checkBody = (body: string): void => {
  const odd = [...body].find((character) => !isAllowed(character.codePointAt(0) ?? 0));
  if (odd !== undefined)
    throw new AwsError(
      'InvalidMessageContents',
      `Invalid binary character '#x${(odd.codePointAt(0) ?? 0).toString(16).toUpperCase()}' was found in the message body, the set of allowed characters is #x9 | #xA | #xD | #x20 to #xD7FF | #xE000 to #xFFFD | #x10000 to #x10FFFF`,
    );
};
const isAllowed = (code: number): boolean =>
  code === 0x9 ||
  code === 0xa ||
  code === 0xd ||
  (code >= 0x20 && code <= 0xd7ff) ||
  (code >= 0xe000 && code <= 0xfffd) ||
  code >= 0x10000;

const MOST_ATTRIBUTES = 10;
/** Documented with what an attribute consists of: sqs-message-metadata in the developer guide. */
const NAME = /^(?!(?:aws|amazon)\.)(?!\.)(?!.*\.\.)[\w.-]{1,256}(?<!\.)$/i;
const TYPE = /^(String|Number|Binary)(\.[^]{1,249})?$/;

/** Throws InvalidParameterValue for attributes that SQS would not carry. The sentences are assumed. */
export const checkAttributes = (
  given: Readonly<Record<string, MessageAttributeValue>>,
): Attributes => {
  const entries = Object.entries(given);
  if (entries.length > MOST_ATTRIBUTES)
    invalidParameter(
      `Number of message attributes [${entries.length}] exceeds the allowed maximum [${MOST_ATTRIBUTES}].`,
    );
  for (const [name, value] of entries) checkAttribute(name, value);
  return given;
};

const checkAttribute = (
  name: string,
  { DataType: type = '', StringValue: text, BinaryValue: bytes }: MessageAttributeValue,
): void => {
  if (!NAME.test(name)) invalidParameter(`Message (user) attribute name is invalid: ${name}.`);
  if (!TYPE.test(type))
    invalidParameter(
      `The type of message (user) attribute '${name}' is invalid. You must use only the following supported type prefixes: Binary, Number, String.`,
    );
  const [base = ''] = type.split('.');
  const held = base === 'Binary' ? bytes?.length : text?.length;
  if (held === undefined || held === 0)
    invalidParameter(
      `Message (user) attribute '${name}' must contain a non-empty value of type '${base}'.`,
    );
  if (base === 'Number' && Number.isNaN(Number(text)))
    invalidParameter(`Can't cast the value of message (user) attribute '${name}' to a number.`);
};

const TRACE_HEADER = 'AWSTraceHeader';

/** The one system attribute that a sender may give: the trace that the message belongs to. */
export const traceHeaderOf = (
  given: Readonly<Record<string, MessageSystemAttributeValue>> = {},
): string | undefined => {
  const other = Object.keys(given).find((name) => name !== TRACE_HEADER);
  if (other !== undefined)
    invalidParameter(
      `Message (system) attribute '${other}' is invalid. The only supported message system attribute is ${TRACE_HEADER}.`,
    );
  const { DataType: type, StringValue: text } = given[TRACE_HEADER] ?? {};
  if (given[TRACE_HEADER] !== undefined && (type !== 'String' || text === undefined))
    invalidParameter(`Message (system) attribute '${TRACE_HEADER}' must be of type 'String'.`);
  return text;
};

/** What counts against a queue's limit: the body, and each attribute's name, type and value. */
export const sizeOf = (body: string, attributes: Attributes): number =>
  Object.entries(attributes).reduce(
    (bytes, [name, { DataType: type = '', StringValue: text = '', BinaryValue: binary }]) =>
      bytes + Buffer.byteLength(name + type + text) + (binary?.length ?? 0),
    Buffer.byteLength(body),
  );
