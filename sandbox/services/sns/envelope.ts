import type { Cloud } from '../../service';
import type { Attributes } from '../sqs/checksum';
import type { Subscription, TopicMessage } from './topic-book';

type Place = Pick<Cloud, 'region'>;

/** A message is not really signed here: who verifies signatures must not accept this one. */
const SIGNATURE = 'not-signed-by-the-sandbox';

/**
 * What a queue receives without raw delivery. Text laid out as SNS does. Documented:
 * https://docs.aws.amazon.com/sns/latest/dg/sns-message-and-json-formats.html
 */
export const toQueueEnvelope = (
  place: Place,
  subscription: Subscription,
  message: TopicMessage,
): string => {
  const envelope = {
    Type: 'Notification',
    MessageId: message.messageId,
    TopicArn: message.topicArn,
    ...(message.subject !== undefined && { Subject: message.subject }),
    Message: bodyFor('sqs', message),
    Timestamp: new Date(message.publishedEpochMs).toISOString(),
    SignatureVersion: '1',
    Signature: SIGNATURE,
    SigningCertURL: certificateUrl(place),
    UnsubscribeURL: unsubscribeUrl(place, subscription),
    ...(Object.keys(message.attributes).length > 0 && {
      MessageAttributes: toTypeAndValue(message.attributes),
    }),
  };
  return JSON.stringify(envelope, undefined, 2).replace(/^( *"\w+"): /gm, '$1 : ');
};

/**
 * What a function receives: one record per message, names with `Url`. Documented:
 * https://docs.aws.amazon.com/lambda/latest/dg/with-sns.html
 */
export const toFunctionEvent = (
  place: Place,
  subscription: Subscription,
  message: TopicMessage,
): object => ({
  Records: [
    {
      EventSource: 'aws:sns',
      EventVersion: '1.0',
      EventSubscriptionArn: subscription.arn,
      Sns: {
        Type: 'Notification',
        MessageId: message.messageId,
        TopicArn: message.topicArn,
        Subject: message.subject ?? null,
        Message: bodyFor('lambda', message),
        Timestamp: new Date(message.publishedEpochMs).toISOString(),
        SignatureVersion: '1',
        Signature: SIGNATURE,
        SigningCertUrl: certificateUrl(place),
        UnsubscribeUrl: unsubscribeUrl(place, subscription),
        MessageAttributes: toTypeAndValue(message.attributes),
      },
    },
  ],
});

export const bodyFor = (protocol: string, { body, bodies }: TopicMessage): string =>
  bodies[protocol] ?? body;

const toTypeAndValue = (attributes: Attributes): Readonly<Record<string, object>> =>
  Object.fromEntries(
    Object.entries(attributes).map(([name, { DataType, StringValue, BinaryValue }]) => [
      name,
      {
        Type: DataType,
        Value: StringValue ?? Buffer.from(BinaryValue ?? []).toString('base64'),
      },
    ]),
  );

const certificateUrl = ({ region }: Place): string =>
  `https://sns.${region}.amazonaws.com/SimpleNotificationService-sandbox.pem`;

const unsubscribeUrl = ({ region }: Place, { arn }: Subscription): string =>
  `https://sns.${region}.amazonaws.com/?Action=Unsubscribe&SubscriptionArn=${arn}`;
