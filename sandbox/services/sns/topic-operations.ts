import type {
  CreateTopicCommandInput,
  CreateTopicResponse,
  GetTopicAttributesResponse,
  ListTagsForResourceCommandInput,
  ListTagsForResourceResponse,
  ListTopicsCommandInput,
  ListTopicsResponse,
  SetTopicAttributesCommandInput,
  Tag,
  TagResourceCommandInput,
  UntagResourceCommandInput,
} from '@aws-sdk/client-sns';
import type { Cloud } from '../../service';
import { operation } from '../../service';
import { pageOf } from '../paging';
import type { Topic, TopicBook } from './topic-book';
import { invalidParameter, withTopicAttribute } from './topic-book';

interface TopicInput {
  readonly TopicArn: string | undefined;
}

/** The topic of that name, made now unless it is there. Throws for FIFO, which the sandbox has not. */
export const createTopic = (book: TopicBook, input: CreateTopicCommandInput): Topic => {
  const { Name: name = '', Attributes: attributes = {}, Tags: tags = [] } = input;
  if (name.endsWith('.fifo') || attributes['FifoTopic'] === 'true')
    invalidParameter('Topic Name Reason: the sandbox has standard topics only, not FIFO');
  if (!/^[\w-]{1,256}$/.test(name)) invalidParameter('Topic Name');
  const arn = book.arnOf(name);
  const existing = book.topics().find((topic) => topic.arn === arn);
  const { FifoTopic: _standard, ...settable } = attributes;
  const topic = Object.entries(settable).reduce<Topic>(
    (sofar, [key, value]) => withTopicAttribute(sofar, key, value),
    existing ?? { name, arn, attributes: {}, tags: tagsOf(tags) },
  );
  if (existing === undefined) book.put(topic);
  else if (JSON.stringify(existing.attributes) !== JSON.stringify(topic.attributes))
    invalidParameter('Attributes Reason: Topic already exists with different attributes');
  else if (tags.some(({ Key: key = '', Value: value }) => existing.tags[key] !== value))
    invalidParameter('Tags Reason: Topic already exists with different tags');
  return topic;
};

const tagsOf = (tags: readonly Tag[]): Readonly<Record<string, string>> =>
  Object.fromEntries(tags.map(({ Key, Value }) => [Key ?? '', Value ?? '']));

/** What SNS gives to every page of a listing. */
export const nextPage = <Item>(items: readonly Item[], token: string | undefined) =>
  pageOf(items, { token, limit: 100, refuseToken: () => invalidParameter('NextToken') });

export const createTopicOperations = (cloud: Cloud, book: TopicBook) => {
  const topicArns = ({ TopicArn: arn }: TopicInput): readonly string[] => [arn ?? '*'];
  return {
    CreateTopic: operation({
      resources: (input: CreateTopicCommandInput) => [book.arnOf(input.Name ?? '')],
      run: (input: CreateTopicCommandInput): CreateTopicResponse => ({
        TopicArn: createTopic(book, input).arn,
      }),
    }),
    DeleteTopic: operation({
      resources: topicArns,
      run: ({ TopicArn: arn = '' }: TopicInput) => {
        book.remove(arn);
        return {};
      },
    }),
    ListTopics: operation({
      resources: () => ['*'],
      run: (input: ListTopicsCommandInput): ListTopicsResponse => {
        const page = nextPage(book.topics(), input.NextToken);
        return {
          Topics: page.items.map(({ arn }) => ({ TopicArn: arn })),
          NextToken: page.nextToken,
        };
      },
    }),
    GetTopicAttributes: operation({
      resources: topicArns,
      run: (input: TopicInput) => topicAttributes(cloud, book, input),
    }),
    SetTopicAttributes: operation({
      resources: topicArns,
      run: (input: SetTopicAttributesCommandInput) => {
        const { AttributeName: name = '', AttributeValue: value = '' } = input;
        book.put(withTopicAttribute(book.topic(input.TopicArn), name, value));
        return {};
      },
    }),
    ...createTagOperations(book),
  };
};

const createTagOperations = (book: TopicBook) => {
  const resourceArns = (input: { ResourceArn: string | undefined }): readonly string[] => [
    input.ResourceArn ?? '*',
  ];
  return {
    TagResource: operation({
      resources: resourceArns,
      run: (input: TagResourceCommandInput) => {
        const topic = book.topic(input.ResourceArn);
        book.put({ ...topic, tags: { ...topic.tags, ...tagsOf(input.Tags ?? []) } });
        return {};
      },
    }),
    UntagResource: operation({
      resources: resourceArns,
      run: (input: UntagResourceCommandInput) => {
        const topic = book.topic(input.ResourceArn);
        const kept = Object.entries(topic.tags).filter(([key]) => !input.TagKeys?.includes(key));
        book.put({ ...topic, tags: Object.fromEntries(kept) });
        return {};
      },
    }),
    ListTagsForResource: operation({
      resources: resourceArns,
      run: (input: ListTagsForResourceCommandInput): ListTagsForResourceResponse => ({
        Tags: Object.entries(book.topic(input.ResourceArn).tags).map(([Key, Value]) => ({
          Key,
          Value,
        })),
      }),
    }),
  };
};

const topicAttributes = (
  { account }: Cloud,
  book: TopicBook,
  input: TopicInput,
): GetTopicAttributesResponse => {
  const topic = book.topic(input.TopicArn);
  const subscriptions = book.subscriptions(topic.arn);
  const confirmed = subscriptions.filter((subscription) => subscription.confirmed).length;
  return {
    Attributes: {
      DisplayName: '',
      ...topic.attributes,
      TopicArn: topic.arn,
      Owner: account,
      SubscriptionsConfirmed: String(confirmed),
      SubscriptionsPending: String(subscriptions.length - confirmed),
      SubscriptionsDeleted: '0',
    },
  };
};
