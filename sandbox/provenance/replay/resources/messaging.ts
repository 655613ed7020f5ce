import { CreateTopicCommand, DeleteTopicCommand, SubscribeCommand } from '@aws-sdk/client-sns';
import { CreateQueueCommand, DeleteQueueCommand, GetQueueUrlCommand } from '@aws-sdk/client-sqs';
import { arnsOf } from '../probe';
import { type Resource, TAG_MAP, TAGS } from '../resource';

export const queue: Resource = {
  describe: ({ queueName }) => `a queue ${queueName}`,
  needs: [],
  make: async ({ clients: { sqs }, names, place }) => {
    const statement = {
      Effect: 'Allow',
      Principal: { Service: ['sns.amazonaws.com', 'events.amazonaws.com'] },
      Action: 'sqs:SendMessage',
      Resource: arnsOf(names, place).queue,
      Condition: { StringEquals: { 'aws:SourceAccount': place.account } },
    };
    await sqs.send(
      new CreateQueueCommand({
        QueueName: names.queueName,
        Attributes: {
          Policy: JSON.stringify({ Version: '2012-10-17', Statement: [statement] }),
        },
        tags: TAG_MAP,
      }),
    );
  },
  remove: async ({ clients: { sqs }, names: { queueName: QueueName } }) => {
    const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName }));
    await sqs.send(new DeleteQueueCommand({ QueueUrl }));
  },
};

export const topic: Resource = {
  describe: ({ topicName }) => `a topic ${topicName}, with the queue as its one subscriber`,
  needs: ['queue'],
  make: async ({ clients: { sns }, names, place }) => {
    const { TopicArn } = await sns.send(
      new CreateTopicCommand({ Name: names.topicName, Tags: TAGS }),
    );
    const Endpoint = arnsOf(names, place).queue;
    await sns.send(
      new SubscribeCommand({
        TopicArn,
        Protocol: 'sqs',
        Endpoint,
        Attributes: { RawMessageDelivery: 'true' },
      }),
    );
  },
  // Its subscriptions go with it.
  remove: ({ clients: { sns }, names, place }) =>
    sns.send(new DeleteTopicCommand({ TopicArn: arnsOf(names, place).topic })),
};
