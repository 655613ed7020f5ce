import type {
  GetSubscriptionAttributesResponse,
  ListSubscriptionsByTopicCommandInput,
  ListSubscriptionsCommandInput,
  ListSubscriptionsResponse,
  SetSubscriptionAttributesCommandInput,
  SubscribeCommandInput,
  SubscribeResponse,
} from '@aws-sdk/client-sns';
import type { Cloud } from '../../service';
import { operation } from '../../service';
import { isDeliverable } from './deliver';
import { checkScope, parseFilterPolicy } from './filter-policy';
import type { Subscription, TopicBook } from './topic-book';
import { invalidParameter, topicArnOf } from './topic-book';
import { nextPage } from './topic-operations';

/** Never confirmed here, so never delivered to. Other protocols are refused. */
const PENDING_PROTOCOLS: ReadonlySet<string> = new Set(['email', 'email-json', 'http', 'https']);
const ENDPOINTS: Readonly<Record<string, { readonly arn: RegExp; readonly name: string }>> = {
  sqs: { arn: /^arn:aws[\w-]*:sqs:/, name: 'SQS endpoint ARN' },
  lambda: { arn: /^arn:aws[\w-]*:lambda:.+:function:/, name: 'Lambda endpoint ARN' },
};
const SETTABLE: ReadonlySet<string> = new Set([
  'RawMessageDelivery',
  'FilterPolicy',
  'FilterPolicyScope',
  'RedrivePolicy',
  'DeliveryPolicy',
]);

/** The subscription of that endpoint, made now unless it is there with the same attributes. */
export const subscribe = (
  { random }: Cloud,
  book: TopicBook,
  input: Pick<SubscribeCommandInput, 'TopicArn' | 'Protocol' | 'Endpoint' | 'Attributes'>,
): Subscription => {
  const { Protocol: protocol = '', Endpoint: endpoint = '', Attributes: attributes = {} } = input;
  const topic = book.topic(input.TopicArn);
  if (!isDeliverable(protocol) && !PENDING_PROTOCOLS.has(protocol))
    invalidParameter(`Does not support this protocol: ${protocol}`);
  const expected = ENDPOINTS[protocol];
  if (expected !== undefined && !expected.arn.test(endpoint)) invalidParameter(expected.name);
  const made = withAttributes(
    {
      arn: `${topic.arn}:${random.uuid()}`,
      topicArn: topic.arn,
      protocol,
      endpoint,
      confirmed: isDeliverable(protocol),
      attributes: {},
      filter: undefined,
    },
    attributes,
  );
  const existing = book
    .subscriptions(topic.arn)
    .find((other) => other.protocol === protocol && other.endpoint === endpoint);
  if (existing === undefined) book.putSubscription(made);
  else if (Object.entries(attributes).some(([key, value]) => existing.attributes[key] !== value))
    invalidParameter('Attributes Reason: Subscription already exists with different attributes');
  return existing ?? made;
};

const withAttributes = (
  subscription: Subscription,
  changes: Readonly<Record<string, string>>,
): Subscription => {
  for (const [name, value] of Object.entries(changes)) {
    if (!SETTABLE.has(name)) invalidParameter('AttributeName');
    if (name === 'RawMessageDelivery' && !/^(true|false)$/i.test(value))
      invalidParameter(`Attributes Reason: RawMessageDelivery: Invalid value [${value}].`);
    if (
      name === 'RedrivePolicy' &&
      value !== '' &&
      !/"deadLetterTargetArn"\s*:\s*"arn:/.test(value)
    )
      invalidParameter('RedrivePolicy: deadLetterTargetArn is an invalid arn');
    if (name === 'FilterPolicyScope') checkScope(value);
  }
  const attributes = Object.fromEntries(
    Object.entries({ ...subscription.attributes, ...changes }).filter(([, value]) => value !== ''),
  );
  const filter = parseFilterPolicy(attributes['FilterPolicy'], attributes['FilterPolicyScope']);
  return { ...subscription, attributes, filter };
};

const PENDING = 'PendingConfirmation';
const visibleArn = ({ arn, confirmed }: Subscription): string => (confirmed ? arn : PENDING);

export const createSubscriptionOperations = (cloud: Cloud, book: TopicBook) => {
  const topicOf = (input: { SubscriptionArn: string | undefined }): readonly string[] => [
    topicArnOf(input.SubscriptionArn),
  ];
  return {
    Subscribe: operation({
      resources: (input: SubscribeCommandInput) => [input.TopicArn ?? '*'],
      run: (input: SubscribeCommandInput): SubscribeResponse => {
        const subscription = subscribe(cloud, book, input);
        const shown = subscription.confirmed || input.ReturnSubscriptionArn === true;
        return { SubscriptionArn: shown ? subscription.arn : 'pending confirmation' };
      },
    }),
    Unsubscribe: operation({
      resources: topicOf,
      run: ({ SubscriptionArn: arn = '' }: { SubscriptionArn: string | undefined }) => {
        book.removeSubscription(arn);
        return {};
      },
    }),
    GetSubscriptionAttributes: operation({
      resources: topicOf,
      run: (input: { SubscriptionArn: string | undefined }): GetSubscriptionAttributesResponse => {
        const subscription = book.subscription(input.SubscriptionArn);
        return {
          Attributes: {
            RawMessageDelivery: 'false',
            ...subscription.attributes,
            ...(subscription.filter && { FilterPolicyScope: subscription.filter.scope }),
            SubscriptionArn: subscription.arn,
            TopicArn: subscription.topicArn,
            Protocol: subscription.protocol,
            Endpoint: subscription.endpoint,
            Owner: cloud.account,
            ConfirmationWasAuthenticated: String(subscription.confirmed),
            PendingConfirmation: String(!subscription.confirmed),
          },
        };
      },
    }),
    SetSubscriptionAttributes: operation({
      resources: topicOf,
      run: (input: SetSubscriptionAttributesCommandInput) => {
        const { AttributeName: name = '', AttributeValue: value = '' } = input;
        const subscription = book.subscription(input.SubscriptionArn);
        book.putSubscription(withAttributes(subscription, { [name]: value }));
        return {};
      },
    }),
    ...createListings(cloud, book),
  };
};

const createListings = ({ account }: Cloud, book: TopicBook) => {
  const listed = (
    subscriptions: readonly Subscription[],
    token: string | undefined,
  ): ListSubscriptionsResponse => {
    const page = nextPage(subscriptions, token);
    return {
      Subscriptions: page.items.map((subscription) => ({
        SubscriptionArn: visibleArn(subscription),
        TopicArn: subscription.topicArn,
        Protocol: subscription.protocol,
        Endpoint: subscription.endpoint,
        Owner: account,
      })),
      NextToken: page.nextToken,
    };
  };
  return {
    ListSubscriptions: operation({
      resources: () => ['*'],
      run: (input: ListSubscriptionsCommandInput) => listed(book.subscriptions(), input.NextToken),
    }),
    ListSubscriptionsByTopic: operation({
      resources: (input: ListSubscriptionsByTopicCommandInput) => [input.TopicArn ?? '*'],
      run: (input: ListSubscriptionsByTopicCommandInput) =>
        listed(book.subscriptions(book.topic(input.TopicArn).arn), input.NextToken),
    }),
  };
};
