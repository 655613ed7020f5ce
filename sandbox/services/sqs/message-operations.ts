import type {
  ChangeMessageVisibilityBatchCommandInput,
  ChangeMessageVisibilityCommandInput,
  DeleteMessageBatchCommandInput,
  DeleteMessageCommandInput,
  ReceiveMessageCommandInput,
  ReceiveMessageResult,
  SendMessageBatchCommandInput,
  SendMessageCommandInput,
  SendMessageResult,
} from '@aws-sdk/client-sqs';
import type { Clock } from '../../clock';
import type { Call } from '../../service';
import { AwsError, operation } from '../../service';
import { runBatch } from '../batch';
import {
  checkAttributes,
  checkBody,
  invalidParameter,
  sizeOf,
  traceHeaderOf,
} from './check-message';
import { md5OfAttributes } from './checksum';
import type { Queue } from './queue';
import type { QueueBook } from './queue-book';
import { isSystemAttribute, toReceivedMessage } from './received-message';

/** Batches are authorised as the single action (IAM's action table for SQS has no batch actions). */
export const createMessageOperations = (book: QueueBook, clock: Clock) => {
  const queueArns = (input: { QueueUrl: string | undefined }): readonly string[] => [
    book.arnOfUrl(input.QueueUrl),
  ];
  return {
    SendMessage: operation({
      resources: queueArns,
      run: (input: SendMessageCommandInput, call: Call) =>
        send(book.byUrl(input.QueueUrl), input, call),
    }),
    SendMessageBatch: operation({
      action: 'SendMessage',
      resources: queueArns,
      run: (input: SendMessageBatchCommandInput, call: Call) => {
        const queue = book.byUrl(input.QueueUrl);
        refuseTooLongBatch(queue, input);
        return runBatch(input.Entries, (entry) => send(queue, entry, call));
      },
    }),
    ReceiveMessage: operation({
      resources: queueArns,
      run: (input: ReceiveMessageCommandInput) => receive(book.byUrl(input.QueueUrl), input, clock),
    }),
    DeleteMessage: operation({
      resources: queueArns,
      run: (input: DeleteMessageCommandInput) => remove(book.byUrl(input.QueueUrl), input),
    }),
    DeleteMessageBatch: operation({
      action: 'DeleteMessage',
      resources: queueArns,
      run: (input: DeleteMessageBatchCommandInput) => {
        const queue = book.byUrl(input.QueueUrl);
        return runBatch(input.Entries, (entry) => remove(queue, entry));
      },
    }),
    ChangeMessageVisibility: operation({
      resources: queueArns,
      run: (input: ChangeMessageVisibilityCommandInput) => hide(book.byUrl(input.QueueUrl), input),
    }),
    ChangeMessageVisibilityBatch: operation({
      action: 'ChangeMessageVisibility',
      resources: queueArns,
      run: (input: ChangeMessageVisibilityBatchCommandInput) => {
        const queue = book.byUrl(input.QueueUrl);
        return runBatch(input.Entries, (entry) => hide(queue, entry));
      },
    }),
  };
};

type SendInput = Pick<
  SendMessageCommandInput,
  'MessageBody' | 'DelaySeconds' | 'MessageAttributes' | 'MessageSystemAttributes'
>;

const send = (queue: Queue, input: SendInput, { caller }: Call): SendMessageResult => {
  const { MessageBody: body = '', DelaySeconds: delaySec } = input;
  const attributes = checkAttributes(input.MessageAttributes ?? {});
  const traceHeader = traceHeaderOf(input.MessageSystemAttributes);
  if (body === '') missingParameter('MessageBody');
  checkBody(body);
  if (sizeOf(body, attributes) > queue.settings().maximumBytes)
    invalidParameter(
      `One or more parameters are invalid. Reason: Message must be shorter than ${queue.settings().maximumBytes} bytes.`,
    );
  if (delaySec !== undefined && (delaySec < 0 || delaySec > 900))
    invalidParameter(
      `Value ${delaySec} for parameter DelaySeconds is invalid. Reason: DelaySeconds must be >= 0 and <= 900.`,
    );
  const message = queue.send({
    body,
    attributes,
    traceHeader,
    delaySec,
    senderId: caller.userId ?? caller.arn,
  });
  return {
    MessageId: message.messageId,
    MD5OfMessageBody: message.md5OfBody,
    MD5OfMessageAttributes: md5OfAttributes(attributes),
    MD5OfMessageSystemAttributes: md5OfAttributes(input.MessageSystemAttributes ?? {}),
  };
};

const refuseTooLongBatch = (queue: Queue, { Entries: entries }: SendMessageBatchCommandInput) => {
  const limit = queue.settings().maximumBytes;
  const total = (entries ?? []).reduce(
    (bytes, entry) => bytes + sizeOf(entry.MessageBody ?? '', entry.MessageAttributes ?? {}),
    0,
  );
  if (total > limit)
    throw new AwsError(
      'BatchRequestTooLong',
      `Batch requests cannot be longer than ${limit} bytes. You have sent ${total} bytes.`,
    );
};

/** How often a long poll looks. Sleeping lets virtual time go on, and a sleep cannot be cut short. */
const LOOK_EVERY_MS = 100;

const receive = async (
  queue: Queue,
  input: ReceiveMessageCommandInput,
  clock: Clock,
): Promise<ReceiveMessageResult> => {
  const max = input.MaxNumberOfMessages ?? 1;
  if (max < 1 || max > 10)
    invalidParameter(
      `Value ${max} for parameter MaxNumberOfMessages is invalid. Reason: Must be between 1 and 10, if provided.`,
    );
  checkAsked(input);
  const waitSec = input.WaitTimeSeconds ?? queue.settings().waitSec;
  if (waitSec < 0 || waitSec > 20)
    invalidParameter(
      `Value ${waitSec} for parameter WaitTimeSeconds is invalid. Reason: Must be >= 0 and <= 20, if provided.`,
    );
  const endEpochMs = clock.nowEpochMs() + waitSec * 1_000;
  let messages = queue.receive(max, input.VisibilityTimeout);
  while (messages.length === 0 && clock.nowEpochMs() < endEpochMs) {
    await clock.sleep(Math.min(LOOK_EVERY_MS, endEpochMs - clock.nowEpochMs()));
    messages = queue.receive(max, input.VisibilityTimeout);
  }
  return messages.length === 0
    ? {}
    : { Messages: messages.map((message) => toReceivedMessage(message, input)) };
};

/** Throws InvalidAttributeName for a system attribute that messages have not. */
const checkAsked = (input: ReceiveMessageCommandInput): void => {
  const asked: readonly string[] = [
    ...(input.AttributeNames ?? []),
    ...(input.MessageSystemAttributeNames ?? []),
  ];
  const unknown = asked.find((name) => !isSystemAttribute(name));
  if (unknown !== undefined)
    throw new AwsError('InvalidAttributeName', `Unknown Attribute ${unknown}.`);
  if (input.VisibilityTimeout !== undefined) checkVisibility(input.VisibilityTimeout);
};

const checkVisibility = (visibilitySec: number): void => {
  if (visibilitySec < 0 || visibilitySec > 43_200)
    invalidParameter(
      `Value ${visibilitySec} for parameter VisibilityTimeout is invalid. Reason: Must be between 0 and 43200.`,
    );
};

const remove = (queue: Queue, { ReceiptHandle: handle = '' }: { ReceiptHandle?: string }) => {
  if (!queue.remove(handle)) badHandle(handle);
  return {};
};

const hide = (
  queue: Queue,
  input: { ReceiptHandle?: string; VisibilityTimeout?: number },
): object => {
  const { ReceiptHandle: handle = '', VisibilityTimeout: visibilitySec = 0 } = input;
  checkVisibility(visibilitySec);
  const answer = queue.hide(handle, visibilitySec);
  if (answer === 'unknown') badHandle(handle);
  if (answer === 'notInFlight')
    throw new AwsError(
      'MessageNotInflight',
      `Value ${handle} for parameter ReceiptHandle is invalid. Reason: Message does not exist or is not available for visibility timeout change.`,
    );
  return {};
};

const badHandle = (handle: string): never => {
  throw new AwsError(
    'ReceiptHandleIsInvalid',
    `The input receipt handle "${handle}" is not valid.`,
  );
};
const missingParameter = (name: string): never => {
  throw new AwsError('MissingParameter', `The request must contain the parameter ${name}.`);
};
