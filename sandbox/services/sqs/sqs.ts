import type { Cloud, QueuedMessage, QueuesPort, Service } from '../../service';
import { AwsError } from '../../service';
import { requireByPolicy } from '../resource-policy';
import { createMessageOperations } from './message-operations';
import type { Message } from './messages';
import type { Queue } from './queue';
import type { QueueBook } from './queue-book';
import { createQueueBook } from './queue-book';
import { createQueueOperations } from './queue-operations';
import { createTemplateResources } from './template-resources';

/** SQS: standard queues. A FIFO queue is refused. */
export const createSqs = (cloud: Cloud): { service: Service; port: QueuesPort } => {
  const book = createQueueBook(cloud);
  return {
    service: {
      signingName: 'sqs',
      iamPrefix: 'sqs',
      loadModel: () => import('@aws-sdk/client-sqs'),
      operations: {
        ...createQueueOperations(book),
        ...createMessageOperations(book, cloud.clock),
      },
      resources: createTemplateResources(cloud, book),
      policyOf: (queueArn) => book.byArn(queueArn)?.settings().policy,
    },
    port: createPort(cloud, book),
  };
};

const createPort = ({ account, clock }: Cloud, book: QueueBook): QueuesPort => {
  const queueOf = (arn: string): Queue => {
    const queue = book.byArn(arn);
    if (queue === undefined)
      throw new AwsError(
        'AWS.SimpleQueueService.NonExistentQueue',
        `The specified queue does not exist: ${arn}`,
      );
    return queue;
  };
  return {
    send: (queueArn, body, attributes = {}, as) => {
      const queue = queueOf(queueArn);
      if (as !== undefined)
        requireByPolicy(queue.settings().policy, {
          as,
          action: 'sqs:SendMessage',
          resourceArn: queueArn,
          account,
          nowEpochMs: clock.nowEpochMs(),
        });
      queue.send({
        body,
        senderId: as?.service ?? 'sandbox',
        attributes: Object.fromEntries(
          Object.entries(attributes).map(([name, value]) => [
            name,
            typeof value === 'string' ? { DataType: 'String', StringValue: value } : value,
          ]),
        ),
      });
    },
    receive: (queueArn, max) => queueOf(queueArn).receive(max).map(toQueuedMessage),
    remove: (queueArn, receiptHandle) => {
      queueOf(queueArn).remove(receiptHandle);
    },
    watch: (queueArn, listener) => queueOf(queueArn).watch(listener),
  };
};

const toQueuedMessage = (message: Message): QueuedMessage => ({
  messageId: message.messageId,
  receiptHandle: message.receiptHandle ?? '',
  body: message.body,
  md5OfBody: message.md5OfBody,
  receiveCount: message.receiveCount,
  sentEpochMs: message.sentEpochMs,
  firstReceivedEpochMs: message.firstReceivedEpochMs,
  attributes: Object.fromEntries(
    Object.entries(message.attributes).flatMap(([name, { StringValue: text }]) =>
      text === undefined ? [] : [[name, text]],
    ),
  ),
  messageAttributes: message.attributes,
  senderId: message.senderId,
  traceHeader: message.traceHeader,
});
