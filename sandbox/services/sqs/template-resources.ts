import * as z from 'zod/mini';
import type { Cloud, ResourceHandler } from '../../service';
import { generatedName, parseProperties } from '../template-properties';
import type { QueueBook } from './queue-book';

const scalar = z.optional(z.union([z.string(), z.number(), z.boolean()]));
const document = z.optional(z.record(z.string(), z.unknown()));
const QueueProperties = z.object({
  QueueName: z.optional(z.string()),
  FifoQueue: scalar,
  VisibilityTimeout: scalar,
  DelaySeconds: scalar,
  MessageRetentionPeriod: scalar,
  ReceiveMessageWaitTimeSeconds: scalar,
  MaximumMessageSize: scalar,
  KmsMasterKeyId: scalar,
  KmsDataKeyReusePeriodSeconds: scalar,
  SqsManagedSseEnabled: scalar,
  RedrivePolicy: document,
  RedriveAllowPolicy: document,
});
const QueuePolicyProperties = z.object({
  Queues: z.array(z.string()),
  PolicyDocument: z.record(z.string(), z.unknown()),
});

/** `Ref` of a queue is its URL (documented in its resource page). */
export const createTemplateResources = (
  cloud: Cloud,
  book: QueueBook,
): Readonly<Record<string, ResourceHandler>> => ({
  'AWS::SQS::Queue': {
    create: (resource) => {
      const { QueueName: name, ...rest } = parseProperties(QueueProperties, resource);
      const attributes = Object.entries(rest).flatMap(([key, value]): [string, string][] =>
        value === undefined
          ? []
          : [[key, typeof value === 'object' ? JSON.stringify(value) : String(value)]],
      );
      const queue = book.create(
        name ?? generatedName(resource.logicalId, cloud.random),
        Object.fromEntries(attributes),
      );
      return {
        ref: queue.url,
        attributes: { Arn: queue.arn, QueueName: queue.name, QueueUrl: queue.url },
      };
    },
  },
  'AWS::SQS::QueuePolicy': {
    create: (resource) => {
      const { Queues: urls, PolicyDocument: policy } = parseProperties(
        QueuePolicyProperties,
        resource,
      );
      for (const url of urls) {
        const queue = book.byUrl(url);
        queue.configure(book.settingsWith(queue.settings(), { Policy: JSON.stringify(policy) }));
      }
      const id = generatedName(resource.logicalId, cloud.random);
      return { ref: id, attributes: { Id: id } };
    },
  },
});
