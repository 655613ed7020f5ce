import { createHash } from 'node:crypto';

/** A message attribute, as the API carries it. */
export interface AttributeValue {
  readonly DataType?: string;
  readonly StringValue?: string;
  readonly BinaryValue?: Uint8Array;
}
export type Attributes = Readonly<Record<string, AttributeValue>>;

export const md5OfText = (text: string): string => createHash('md5').update(text).digest('hex');

/**
 * Over the attributes in the order of their names: each of name, type and value with its length before it, and one
 * byte that tells text from bytes. Undefined for no attributes. Documented:
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-message-metadata.html
 */
export const md5OfAttributes = (attributes: Attributes): string | undefined => {
  const names = Object.keys(attributes).sort();
  if (names.length === 0) return undefined;
  const hash = createHash('md5');
  const add = (bytes: Uint8Array): void => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    hash.update(length).update(bytes);
  };
  for (const name of names) {
    const { DataType: type = '', StringValue: text, BinaryValue: bytes } = attributes[name] ?? {};
    add(Buffer.from(name));
    add(Buffer.from(type));
    hash.update(Buffer.from([type.startsWith('Binary') ? 2 : 1]));
    add(bytes ?? Buffer.from(text ?? ''));
  }
  return hash.digest('hex');
};
