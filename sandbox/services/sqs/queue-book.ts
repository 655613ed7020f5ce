import type { Cloud } from '../../service';
import { AwsError } from '../../service';
import type { Queue } from './queue';
import { createQueue } from './queue';
import type { QueueSettings } from './queue-attributes';
import { INITIAL_SETTINGS, invalidValue, withAttributes } from './queue-attributes';

/** The queues of the account, and the names that callers use for them. */
export interface QueueBook {
  byArn(arn: string): Queue | undefined;
  /** Throws QueueDoesNotExist. */
  byUrl(url: string | undefined): Queue;
  byName(name: string | undefined): Queue;
  all(): readonly Queue[];
  /**
   * Gives the queue of that name back where it is set alike. Throws QueueNameExists where it is set otherwise,
   * InvalidParameterValue for a bad name, UnsupportedOperation for a FIFO queue, which the sandbox has not.
   */
  create(name: string, attributes: Readonly<Record<string, string | undefined>>): Queue;
  /** Throws where the dead-letter queue that the attributes name does not exist. */
  settingsWith(
    settings: QueueSettings,
    attributes: Readonly<Record<string, string | undefined>>,
  ): QueueSettings;
  delete(url: string | undefined): void;
  arnOfUrl(url: string | undefined): string;
  arnOfName(name: string | undefined): string;
  urlOf(name: string): string;
}

export const createQueueBook = (cloud: Cloud): QueueBook => {
  const queues = new Map<string, Queue>();
  const arnOfName: QueueBook['arnOfName'] = (name = '') =>
    `arn:aws:sqs:${cloud.region}:${cloud.account}:${name}`;
  const urlOf = (name: string): string => `${cloud.endpoint()}/${cloud.account}/${name}`;
  const byArn = (arn: string): Queue | undefined =>
    [...queues.values()].find((queue) => queue.arn === arn);
  const byName: QueueBook['byName'] = (name = '') => queues.get(name) ?? noQueue();
  const settingsWith: QueueBook['settingsWith'] = (settings, attributes) => {
    const changed = withAttributes(settings, attributes);
    const { redrive } = changed;
    if (redrive !== undefined && redrive !== settings.redrive && !byArn(redrive.deadLetterArn))
      invalidValue('RedrivePolicy', 'Dead letter target does not exist.');
    return changed;
  };
  const create: QueueBook['create'] = (name, attributes) => {
    if (name.endsWith('.fifo') || attributes['FifoQueue'] === 'true')
      throw new AwsError('UnsupportedOperation', 'The sandbox has standard queues only, not FIFO.');
    if (!/^[\w-]{1,80}$/.test(name))
      throw new AwsError(
        'InvalidParameterValue',
        'Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length',
      );
    const existing = queues.get(name);
    if (existing !== undefined) return sameOrRefuse(existing, attributes);
    const queue = createQueue(
      { name, arn: arnOfName(name), url: urlOf(name) },
      settingsWith(INITIAL_SETTINGS, attributes),
      {
        clock: cloud.clock,
        random: cloud.random,
        giveUp: (arn, message) => {
          const target = byArn(arn);
          target?.take(message);
          return target !== undefined;
        },
        forgetsToDelete: () => cloud.faults?.forgetsToDelete(name) ?? false,
      },
    );
    queues.set(name, queue);
    return queue;
  };
  return {
    byArn,
    byName,
    byUrl: (url) => byName(nameOfUrl(url)),
    all: () => [...queues.values()],
    create,
    settingsWith,
    delete: (url) => {
      queues.delete(byName(nameOfUrl(url)).name);
    },
    arnOfUrl: (url) => arnOfName(nameOfUrl(url)),
    arnOfName,
    urlOf,
  };
};

const nameOfUrl = (url = ''): string => url.split('/').at(-1) ?? '';

const sameOrRefuse = (
  queue: Queue,
  attributes: Readonly<Record<string, string | undefined>>,
): Queue => {
  const settings = queue.settings();
  const different = Object.entries(attributes).find(
    ([name, value]) =>
      JSON.stringify(withAttributes(settings, { [name]: value })) !== JSON.stringify(settings),
  );
  if (different !== undefined)
    throw new AwsError(
      'QueueNameExists',
      `A queue already exists with the same name and a different value for attribute ${different[0]}`,
    );
  return queue;
};

const noQueue = (): never => {
  throw new AwsError('QueueDoesNotExist', 'The specified queue does not exist.');
};
