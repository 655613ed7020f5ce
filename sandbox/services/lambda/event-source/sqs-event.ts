import type { QueuedMessage } from '../../../service';

/**
 * The event that a function gets for a batch of messages.
 * documented (https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html)
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
      SenderId: message.senderId,
      ApproximateFirstReceiveTimestamp: String(message.firstReceivedEpochMs),
      ...(message.traceHeader !== undefined && { AWSTraceHeader: message.traceHeader }),
    },
    messageAttributes: Object.fromEntries(
      Object.entries(message.messageAttributes).map(
        ([name, { DataType, StringValue, BinaryValue }]) => [
          name,
          {
            ...(StringValue !== undefined && { stringValue: StringValue }),
            ...(BinaryValue !== undefined && {
              binaryValue: Buffer.from(BinaryValue).toString('base64'),
            }),
            stringListValues: [],
            binaryListValues: [],
            dataType: DataType,
          },
        ],
      ),
    ),
    md5OfBody: message.md5OfBody,
    eventSource: 'aws:sqs',
    eventSourceARN: queueArn,
    awsRegion: region,
  })),
});
