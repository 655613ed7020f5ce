import type { Cloud } from '../../service';
import { AwsError } from '../../service';
import type { Attributes } from '../sqs/checksum';
import { isPolicy } from '../resource-policy';
import type { FilterPolicy } from './filter-policy';

export interface Topic {
  readonly name: string;
  readonly arn: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
}
export interface Subscription {
  readonly arn: string;
  readonly topicArn: string;
  readonly protocol: string;
  readonly endpoint: string;
  /** Mail and web endpoints wait for a confirmation that nobody gives here. */
  readonly confirmed: boolean;
  readonly attributes: Readonly<Record<string, string>>;
  readonly filter: FilterPolicy | undefined;
}
export interface TopicMessage {
  readonly messageId: string;
  readonly topicArn: string;
  readonly subject: string | undefined;
  readonly body: string;
  /** With MessageStructure `json`: the body by protocol. */
  readonly bodies: Readonly<Record<string, string>>;
  readonly attributes: Attributes;
  readonly publishedEpochMs: number;
}

/** Topics and subscriptions. What throws, throws NotFoundException or InvalidParameterException. */
export interface TopicBook {
  topic(arn: string | undefined): Topic;
  topics(): readonly Topic[];
  put(topic: Topic): void;
  /** With its subscriptions. */
  remove(arn: string): void;
  subscription(arn: string | undefined): Subscription;
  subscriptions(topicArn?: string): readonly Subscription[];
  putSubscription(subscription: Subscription): void;
  removeSubscription(arn: string): void;
  arnOf(name: string): string;
}

export const createTopicBook = ({ region, account }: Cloud): TopicBook => {
  const topics = new Map<string, Topic>();
  const subscriptions = new Map<string, Subscription>();
  const subscriptionsOf: TopicBook['subscriptions'] = (topicArn) =>
    [...subscriptions.values()].filter(
      (subscription) => topicArn === undefined || subscription.topicArn === topicArn,
    );
  return {
    topic: (arn = '') => {
      checkArn('TopicArn', arn);
      return topics.get(arn) ?? notFound('Topic does not exist');
    },
    topics: () => [...topics.values()],
    put: (topic) => {
      topics.set(topic.arn, topic);
    },
    remove: (arn) => {
      checkArn('TopicArn', arn);
      topics.delete(arn);
      for (const subscription of subscriptionsOf(arn)) subscriptions.delete(subscription.arn);
    },
    subscription: (arn = '') => {
      checkArn('SubscriptionArn', arn);
      return subscriptions.get(arn) ?? notFound('Subscription does not exist');
    },
    subscriptions: subscriptionsOf,
    putSubscription: (subscription) => {
      subscriptions.set(subscription.arn, subscription);
    },
    removeSubscription: (arn) => {
      checkArn('SubscriptionArn', arn);
      subscriptions.delete(arn);
    },
    arnOf: (name) => `arn:aws:sns:${region}:${account}:${name}`,
  };
};

/** The topic that a subscription's ARN belongs to: what its operations are authorised on. */
export const topicArnOf = (subscriptionArn = ''): string =>
  subscriptionArn.split(':').slice(0, 6).join(':');

const SETTABLE: ReadonlySet<string> = new Set([
  'DisplayName',
  'Policy',
  'DeliveryPolicy',
  'KmsMasterKeyId',
  'SignatureVersion',
  'TracingConfig',
]);

/** Documented: https://docs.aws.amazon.com/sns/latest/api/API_SetTopicAttributes.html; the sentence is assumed. */
const LOOKS: Readonly<Record<string, (value: string) => boolean>> = {
  DisplayName: (value) => value.length <= 100,
  SignatureVersion: (value) => value === '1' || value === '2',
  TracingConfig: (value) => value === 'PassThrough' || value === 'Active',
};

/** Throws InvalidParameterException for an attribute that topics have not, or a policy that is none. */
export const withTopicAttribute = (topic: Topic, name: string, value: string): Topic => {
  if (!SETTABLE.has(name)) invalidParameter('AttributeName');
  if (name === 'Policy' && !isPolicy(value))
    invalidParameter('Policy Error: PrincipalNotFound or malformed policy');
  if (!(LOOKS[name]?.(value) ?? true)) invalidParameter(`Attributes Reason: ${name}: ${value}`);
  return { ...topic, attributes: { ...topic.attributes, [name]: value } };
};

const ARN_PARTS = 6;

/** The sentence is assumed, after what users report. Throws InvalidParameterException. */
const checkArn = (name: string, arn: string): void => {
  const parts = arn.split(':').length;
  if (parts < ARN_PARTS)
    invalidParameter(
      `${name} Reason: An ARN must have at least ${ARN_PARTS} elements, not ${parts}`,
    );
};

const notFound = (message: string): never => {
  throw new AwsError('NotFoundException', message);
};
export const invalidParameter = (what: string): never => {
  throw new AwsError('InvalidParameterException', `Invalid parameter: ${what}`);
};
