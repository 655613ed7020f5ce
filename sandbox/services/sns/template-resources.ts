import * as z from 'zod/mini';
import type { Cloud, ResourceHandler } from '../../service';
import { generatedName, parseProperties } from '../template-properties';
import { subscribe } from './subscription-operations';
import type { TopicBook } from './topic-book';
import { withTopicAttribute } from './topic-book';
import { createTopic } from './topic-operations';

const text = z.optional(z.string());
const document = z.optional(z.record(z.string(), z.unknown()));
const TopicProperties = z.object({
  TopicName: text,
  DisplayName: text,
  KmsMasterKeyId: text,
  SignatureVersion: text,
  TracingConfig: text,
  FifoTopic: z.optional(z.coerce.string()),
  Subscription: z.optional(z.array(z.object({ Endpoint: z.string(), Protocol: z.string() }))),
  Tags: z.optional(z.array(z.object({ Key: z.string(), Value: z.string() }))),
});
const SubscriptionProperties = z.object({
  TopicArn: z.string(),
  Protocol: z.string(),
  Endpoint: text,
  FilterPolicy: document,
  FilterPolicyScope: text,
  RedrivePolicy: document,
  RawMessageDelivery: z.optional(z.coerce.string()),
});
const TopicPolicyProperties = z.object({
  Topics: z.array(z.string()),
  PolicyDocument: z.record(z.string(), z.unknown()),
});

/** `Ref` of a topic and of a subscription is its ARN (documented in their resource pages). */
export const createTemplateResources = (
  cloud: Cloud,
  book: TopicBook,
): Readonly<Record<string, ResourceHandler>> => ({
  'AWS::SNS::Topic': {
    create: (resource) => {
      const { TopicName, Subscription, Tags, ...attributes } = parseProperties(
        TopicProperties,
        resource,
      );
      const topic = createTopic(book, {
        Name: TopicName ?? generatedName(resource.logicalId, cloud.random),
        Attributes: withoutAbsent(attributes),
        Tags,
      });
      for (const { Endpoint, Protocol } of Subscription ?? [])
        subscribe(cloud, book, { TopicArn: topic.arn, Endpoint, Protocol });
      return { ref: topic.arn, attributes: { TopicArn: topic.arn, TopicName: topic.name } };
    },
  },
  'AWS::SNS::Subscription': {
    create: (resource) => {
      const { TopicArn, Protocol, Endpoint, ...attributes } = parseProperties(
        SubscriptionProperties,
        resource,
      );
      const { arn } = subscribe(cloud, book, {
        TopicArn,
        Protocol,
        Endpoint,
        Attributes: withoutAbsent(attributes),
      });
      return { ref: arn, attributes: { Arn: arn } };
    },
  },
  'AWS::SNS::TopicPolicy': {
    create: (resource) => {
      const { Topics, PolicyDocument } = parseProperties(TopicPolicyProperties, resource);
      for (const arn of Topics)
        book.put(withTopicAttribute(book.topic(arn), 'Policy', JSON.stringify(PolicyDocument)));
      const id = generatedName(resource.logicalId, cloud.random);
      return { ref: id, attributes: { Id: id } };
    },
  },
});

/** Attributes are text: documents are written as JSON. */
const withoutAbsent = (
  attributes: Readonly<Record<string, string | object | undefined>>,
): Record<string, string> =>
  Object.fromEntries(
    Object.entries(attributes).flatMap(([name, value]) =>
      value === undefined
        ? []
        : [[name, typeof value === 'string' ? value : JSON.stringify(value)]],
    ),
  );
