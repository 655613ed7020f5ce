import type { Cloud, Service, ServicePrincipal, TopicsPort } from '../../service';
import { requireByPolicy } from '../resource-policy';
import { createPublishOperations, publish } from './publish-operations';
import { createSubscriptionOperations } from './subscription-operations';
import { createTemplateResources } from './template-resources';
import type { Topic } from './topic-book';
import { createTopicBook } from './topic-book';
import { createTopicOperations } from './topic-operations';

/** SNS: standard topics with queues and functions as subscribers. A FIFO topic is refused. */
export const createSns = (cloud: Cloud): { service: Service; port: TopicsPort } => {
  const book = createTopicBook(cloud);
  return {
    service: {
      signingName: 'sns',
      iamPrefix: 'sns',
      loadModel: () => import('@aws-sdk/client-sns'),
      operations: {
        ...createTopicOperations(cloud, book),
        ...createSubscriptionOperations(cloud, book),
        ...createPublishOperations(cloud, book),
      },
      resources: createTemplateResources(cloud, book),
      policyOf: (topicArn) => {
        const topic = book.topics().find(({ arn }) => arn === topicArn);
        return topic && policyOf(topic, cloud.account);
      },
    },
    port: {
      publish: (topicArn, { subject, body }, as) => {
        if (as !== undefined) authorise(cloud, book.topic(topicArn), as);
        publish(cloud, book, topicArn, { Message: body, Subject: subject });
      },
    },
  };
};

const policyOf = (topic: Topic, account: string): string =>
  topic.attributes['Policy'] ?? defaultPolicy(topic.arn, account);

/**
 * The policy that a topic has until it is given one lets in who acts for its owner. Documented:
 * https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-use-cases.html
 */
const defaultPolicy = (topicArn: string, account: string): string =>
  JSON.stringify({
    Statement: {
      Effect: 'Allow',
      Principal: { AWS: '*' },
      Action: 'sns:Publish',
      Resource: topicArn,
      Condition: { StringEquals: { 'AWS:SourceOwner': account } },
    },
  });

const authorise = ({ account, clock }: Cloud, topic: Topic, as: ServicePrincipal): void =>
  requireByPolicy(policyOf(topic, account), {
    as,
    action: 'sns:Publish',
    resourceArn: topic.arn,
    account,
    nowEpochMs: clock.nowEpochMs(),
  });
