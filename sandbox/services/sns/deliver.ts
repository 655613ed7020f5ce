import * as z from 'zod/mini';
import type { Cloud, ServicePrincipal } from '../../service';
import { AwsError } from '../../service';
import { bodyFor, toFunctionEvent, toQueueEnvelope } from './envelope';
import { passes } from './filter-policy';
import type { Subscription, TopicBook, TopicMessage } from './topic-book';

/** Hands a message to one kind of endpoint. Throws what the endpoint answers. */
type Send = (
  cloud: Cloud,
  parts: { subscription: Subscription; message: TopicMessage; as: ServicePrincipal },
) => void;

const isRaw = ({ attributes }: Subscription): boolean =>
  attributes['RawMessageDelivery'] === 'true';

const SENDERS: Readonly<Record<string, Send>> = {
  sqs: (cloud, { subscription, message, as }) =>
    isRaw(subscription)
      ? cloud.ports.queues.send(
          subscription.endpoint,
          bodyFor('sqs', message),
          message.attributes,
          as,
        )
      : cloud.ports.queues.send(
          subscription.endpoint,
          toQueueEnvelope(cloud, subscription, message),
          {},
          as,
        ),
  lambda: (cloud, { subscription, message, as }) =>
    cloud.ports.functions.invokeAsync(
      subscription.endpoint,
      JSON.stringify(toFunctionEvent(cloud, subscription, message)),
      as,
    ),
};

/** Protocols whose endpoints exist here, so that a subscription is confirmed at once. */
export const isDeliverable = (protocol: string): boolean => Object.hasOwn(SENDERS, protocol);

/**
 * Documented delays of the retries of what is no fault of the endpoint's owner: none, then a second, then growing,
 * then 20 seconds, 100,015 in all: https://docs.aws.amazon.com/sns/latest/dg/sns-message-delivery-retries.html
 */
const retryDelayMs = (retries: number): number | undefined => {
  if (retries < 3) return 0;
  if (retries < 5) return 1_000;
  if (retries < 15) return Math.min(20_000, 1_000 * 2 ** ((retries - 5) / 2));
  return retries < 100_015 ? 20_000 : undefined;
};

/** To every confirmed subscription whose filter the message passes. */
export const deliver = (cloud: Cloud, book: TopicBook, message: TopicMessage): void => {
  for (const subscription of book.subscriptions(message.topicArn))
    if (subscription.confirmed && passes(subscription.filter, message))
      attempt(cloud, subscription, message, 0);
};

const attempt = (
  cloud: Cloud,
  subscription: Subscription,
  message: TopicMessage,
  retries: number,
): void => {
  const as = { service: 'sns.amazonaws.com', sourceArn: subscription.topicArn };
  try {
    SENDERS[subscription.protocol]?.(cloud, { subscription, message, as });
  } catch (error) {
    const delayMs = isFaultOfOwner(error) ? undefined : retryDelayMs(retries);
    if (delayMs === undefined) return giveUp(cloud, subscription, message, error);
    cloud.clock.after(delayMs, () => attempt(cloud, subscription, message, retries + 1));
  }
};

/** A missing endpoint or permission is not tried again (documented: sns-dead-letter-queues). */
const isFaultOfOwner = (error: unknown): boolean =>
  error instanceof AwsError && /NotFound|NonExistent|DoesNotExist|AccessDenied/.test(error.code);

const RedrivePolicy = z.object({ deadLetterTargetArn: z.string() });

/** Attributes of the dead letter: assumed. */
const giveUp = (
  cloud: Cloud,
  subscription: Subscription,
  message: TopicMessage,
  error: unknown,
): void => {
  const code = error instanceof AwsError ? error.code : 'InternalError';
  const reason = error instanceof Error ? error.message : String(error);
  cloud.journal.record({
    kind: 'trouble',
    message: `SNS could not deliver ${message.messageId} of ${message.topicArn} to ${subscription.endpoint}: ${code}: ${reason}`,
  });
  const text = subscription.attributes['RedrivePolicy'];
  if (text === undefined) return;
  const { deadLetterTargetArn } = RedrivePolicy.parse(JSON.parse(text));
  try {
    cloud.ports.queues.send(
      deadLetterTargetArn,
      isRaw(subscription) ? bodyFor('sqs', message) : toQueueEnvelope(cloud, subscription, message),
      { ...message.attributes, ErrorCode: code, ErrorMessage: reason },
      { service: 'sns.amazonaws.com', sourceArn: subscription.topicArn },
    );
  } catch (refusal) {
    cloud.journal.record({
      kind: 'trouble',
      message: `SNS lost ${message.messageId}: ${deadLetterTargetArn} refused it: ${String(refusal)}`,
    });
  }
};
