import type { QueuedMessage } from '../../../service';

/**
 * The event that a function gets for a batch of messages.
 * documented (https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html); the sender's id is the sandbox's operator for every message
 */
export const toSqsEvent = (
  messages: readonly QueuedMessage[],
  { queueArn, region }: { readonly queueArn: string; readonly region: string },
) => ({
  Records: messages.map((message) => ({
    messageId: message.messageId,
    receiptHandle: message.receiptHandle,
    body: message.body,
    attributes: {
      ApproximateReceiveCount: String(message.receiveCount),
      SentTimestamp: String(message.sentEpochMs),
      SenderId: 'AIDASANDBOXOPERATOR00',
      ApproximateFirstReceiveTimestamp: String(message.firstReceivedEpochMs),
    },
    messageAttributes: Object.fromEntries(
      Object.entries(message.attributes).map(([name, stringValue]) => [
        name,
        { stringValue, stringListValues: [], binaryListValues: [], dataType: 'String' },
      ]),
    ),
    md5OfBody: message.md5OfBody,
    eventSource: 'aws:sqs',
    eventSourceARN: queueArn,
    awsRegion: region,
  })),
});
