import * as z from 'zod/mini';

/**
 * What makes an event one of EventBridge's; the rest of the envelope is each event's own. An `id` of another type
 * says nothing.
 * https://docs.aws.amazon.com/eventbridge/latest/ref/overiew-event-structure.html
 */
export const BusEnvelope = z.object({
  id: z.catch(z.optional(z.string()), undefined),
  source: z.string(),
  'detail-type': z.string(),
});

/**
 * What developer tools' notification rules put into an SNS message: `detailType` with no dash, no `id`, no
 * `version`.
 * https://docs.aws.amazon.com/dtconsole/latest/userguide/notification-rules.html
 */
export const CodestarNotification = z.object({ source: z.string(), detailType: z.string() });

/**
 * What a function receives that a topic has as its subscriber.
 * https://docs.aws.amazon.com/lambda/latest/dg/with-sns.html
 */
export const SnsRecords = z.object({
  Records: z
    .array(
      z.object({
        EventSource: z.literal('aws:sns'),
        Sns: z.object({
          MessageId: z.string(),
          TopicArn: z.string(),
          /** Text; JSON text where a service wrote it. */
          Message: z.union([z.string(), z.record(z.string(), z.unknown())]),
        }),
      }),
    )
    .check(z.minLength(1)),
});

/**
 * What a queue receives that a topic has as its subscriber, without raw delivery.
 * https://docs.aws.amazon.com/sns/latest/dg/sns-message-and-json-formats.html
 */
export const SnsNotification = z.object({
  Type: z.literal('Notification'),
  MessageId: z.string(),
  TopicArn: z.string(),
  Message: z.string(),
});

/** What Lambda's SQS event source hands over. https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html */
export const SqsBatch = z.object({
  Records: z
    .array(
      z.object({
        eventSource: z.literal('aws:sqs'),
        messageId: z.string(),
        body: z.string(),
        eventSourceARN: z.string(),
      }),
    )
    .check(z.minLength(1)),
});
