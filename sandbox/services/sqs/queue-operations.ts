import type {
  CreateQueueCommandInput,
  CreateQueueResult,
  GetQueueAttributesCommandInput,
  GetQueueAttributesResult,
  GetQueueUrlCommandInput,
  GetQueueUrlResult,
  ListQueueTagsResult,
  ListQueuesCommandInput,
  ListQueuesResult,
  SetQueueAttributesCommandInput,
  TagQueueCommandInput,
  UntagQueueCommandInput,
} from '@aws-sdk/client-sqs';
import { AwsError, operation } from '../../service';
import { pageOf } from '../paging';
import type { Queue } from './queue';
import { toAttributes } from './queue-attributes';
import type { QueueBook } from './queue-book';

interface QueueInput {
  readonly QueueUrl: string | undefined;
}

export const createQueueOperations = (book: QueueBook) => {
  const byUrl = (input: QueueInput): readonly string[] => [book.arnOfUrl(input.QueueUrl)];
  const tags = new Map<string, Readonly<Record<string, string>>>();
  const tagsOf = (queue: Queue): Readonly<Record<string, string>> => tags.get(queue.arn) ?? {};
  return {
    CreateQueue: operation({
      resources: (input: CreateQueueCommandInput) => [book.arnOfName(input.QueueName)],
      run: (input: CreateQueueCommandInput): CreateQueueResult => {
        const queue = book.create(input.QueueName ?? '', input.Attributes ?? {});
        if (input.tags !== undefined) tags.set(queue.arn, { ...tagsOf(queue), ...input.tags });
        return { QueueUrl: queue.url };
      },
    }),
    GetQueueUrl: operation({
      resources: (input: GetQueueUrlCommandInput) => [book.arnOfName(input.QueueName)],
      run: (input: GetQueueUrlCommandInput): GetQueueUrlResult => ({
        QueueUrl: book.byName(input.QueueName).url,
      }),
    }),
    ListQueues: operation({
      resources: () => ['*'],
      run: (input: ListQueuesCommandInput) => listQueues(book, input),
    }),
    GetQueueAttributes: operation({
      resources: byUrl,
      run: (input: GetQueueAttributesCommandInput) =>
        attributesAsked(book.byUrl(input.QueueUrl), input),
    }),
    SetQueueAttributes: operation({
      resources: byUrl,
      run: (input: SetQueueAttributesCommandInput) => {
        const queue = book.byUrl(input.QueueUrl);
        queue.configure(book.settingsWith(queue.settings(), input.Attributes ?? {}));
        return {};
      },
    }),
    DeleteQueue: operation({
      resources: byUrl,
      run: (input: QueueInput) => {
        tags.delete(book.byUrl(input.QueueUrl).arn);
        book.delete(input.QueueUrl);
        return {};
      },
    }),
    PurgeQueue: operation({
      resources: byUrl,
      run: (input: QueueInput) => {
        book.byUrl(input.QueueUrl).purge();
        return {};
      },
    }),
    TagQueue: operation({
      resources: byUrl,
      run: (input: TagQueueCommandInput) => {
        const queue = book.byUrl(input.QueueUrl);
        tags.set(queue.arn, { ...tagsOf(queue), ...input.Tags });
        return {};
      },
    }),
    UntagQueue: operation({
      resources: byUrl,
      run: (input: UntagQueueCommandInput) => {
        const queue = book.byUrl(input.QueueUrl);
        const kept = Object.entries(tagsOf(queue)).filter(([key]) => !input.TagKeys?.includes(key));
        tags.set(queue.arn, Object.fromEntries(kept));
        return {};
      },
    }),
    ListQueueTags: operation({
      resources: byUrl,
      run: (input: QueueInput): ListQueueTagsResult => ({
        Tags: { ...tagsOf(book.byUrl(input.QueueUrl)) },
      }),
    }),
  };
};

const listQueues = (book: QueueBook, input: ListQueuesCommandInput): ListQueuesResult => {
  const urls = book
    .all()
    .filter(({ name }) => name.startsWith(input.QueueNamePrefix ?? ''))
    .map(({ url }) => url);
  const { MaxResults: limit = 1_000 } = input;
  if (limit < 1 || limit > 1_000)
    throw new AwsError(
      'InvalidParameterValue',
      `Value ${limit} for parameter MaxResults is invalid. Reason: Must be between 1 and 1000, if provided.`,
    );
  const page = pageOf(urls, {
    token: input.NextToken,
    limit,
    refuseToken: () => {
      throw new AwsError('InvalidParameterValue', 'Invalid NextToken value.');
    },
  });
  // The token comes only to who asked for pages (documented in ListQueues).
  return {
    ...(page.items.length > 0 && { QueueUrls: [...page.items] }),
    ...(input.MaxResults !== undefined && { NextToken: page.nextToken }),
  };
};

const attributesAsked = (
  queue: Queue,
  { AttributeNames: names = [] }: GetQueueAttributesCommandInput,
): GetQueueAttributesResult => {
  const { visible, inFlight, delayed } = queue.counts();
  const all: Readonly<Record<string, string>> = {
    ...toAttributes(queue.settings()),
    QueueArn: queue.arn,
    ApproximateNumberOfMessages: String(visible),
    ApproximateNumberOfMessagesNotVisible: String(inFlight),
    ApproximateNumberOfMessagesDelayed: String(delayed),
    CreatedTimestamp: String(Math.floor(queue.createdEpochMs / 1_000)),
    LastModifiedTimestamp: String(Math.floor(queue.modifiedEpochMs() / 1_000)),
  };
  const unknown = names.find((name) => !(name === 'All' || KNOWN.has(name) || name in all));
  if (unknown !== undefined)
    throw new AwsError('InvalidAttributeName', `Unknown Attribute ${unknown}.`);
  const asked = Object.entries(all).filter(
    ([name]) => names.includes('All') || names.some((wanted) => wanted === name),
  );
  return asked.length === 0 ? {} : { Attributes: Object.fromEntries(asked) };
};

/** Attributes that a queue may lack. */
const KNOWN: ReadonlySet<string> = new Set([
  'Policy',
  'RedrivePolicy',
  'RedriveAllowPolicy',
  'KmsMasterKeyId',
  'KmsDataKeyReusePeriodSeconds',
  'SqsManagedSseEnabled',
]);
