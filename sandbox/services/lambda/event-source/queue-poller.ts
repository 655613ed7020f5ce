import { AwsError, type Cloud, type QueuedMessage } from '../../../service';
import type { Invoker } from '../invocation/invoker';
import type { FunctionName } from '../names';
import { judgeBatch } from './batch-verdict';
import { toSqsEvent } from './sqs-event';

/** How an event source mapping reads its queue. */
export interface PollerSettings {
  readonly queueArn: string;
  readonly named: FunctionName;
  readonly batchSize: number;
  readonly windowSec: number;
  readonly reportsItemFailures: boolean;
  /** Batches that are worked on at once. */
  readonly concurrency: number;
  /** Why the function's role may not read the queue now; undefined where it may. */
  readonly refusal: () => string | undefined;
}

const REFUSED_AGAIN_MS = 60_000;

export interface QueuePoller {
  stop(): void;
}

/**
 * Takes messages in batches, invokes the function, and removes what it has done with. What failed, and what could not
 * be delivered for a throttle, comes back when its visibility time-out is over.
 * documented (https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html); one batch after the other on
 * a virtual clock, that a throttled batch is left to its time-out, and that a queue which may not be read is asked again
 * a minute later, are assumed
 */
export const startQueuePoller = (
  cloud: Cloud,
  invoker: Invoker,
  settings: PollerSettings,
): QueuePoller => {
  const { queues } = cloud.ports;
  const { queueArn, batchSize, windowSec } = settings;
  let stopped = false;
  let wakeAsked = false;
  let working = 0;
  let gathered: QueuedMessage[] = [];
  let gatheringSinceEpochMs = 0;
  let cancelWindow: () => void = () => undefined;
  let refused: string | undefined;

  const wake = (): void => {
    if (stopped || wakeAsked || working >= settings.concurrency) return;
    wakeAsked = true;
    cloud.clock.after(0, () => {
      wakeAsked = false;
      return poll();
    });
  };
  const isRefused = (): boolean => {
    const before = refused;
    refused = settings.refusal();
    if (refused === undefined) return false;
    if (before === undefined)
      cloud.journal.record({ kind: 'trouble', message: `Lambda does not read: ${refused}` });
    cancelWindow();
    cancelWindow = cloud.clock.after(REFUSED_AGAIN_MS, wake);
    return true;
  };
  const gather = (): void => {
    const taken = queues.receive(queueArn, Math.min(10, batchSize - gathered.length));
    if (gathered.length === 0) gatheringSinceEpochMs = cloud.clock.nowEpochMs();
    gathered.push(...taken);
    if (taken.length > 0 && gathered.length < batchSize) gather();
  };
  const poll = async (): Promise<void> => {
    if (stopped || working >= settings.concurrency || isRefused()) return;
    gather();
    if (gathered.length === 0) return;
    const leftMs = gatheringSinceEpochMs + windowSec * 1000 - cloud.clock.nowEpochMs();
    cancelWindow();
    if (gathered.length < batchSize && leftMs > 0) {
      cancelWindow = cloud.clock.after(leftMs, wake);
      return;
    }
    const batch = gathered;
    gathered = [];
    working += 1;
    wake();
    try {
      await deliver(cloud, invoker, settings, batch);
    } finally {
      working -= 1;
      wake();
    }
  };
  const unwatch = queues.watch(queueArn, wake);
  wake();
  return {
    stop: () => {
      stopped = true;
      cancelWindow();
      unwatch();
    },
  };
};

const deliver = async (
  cloud: Cloud,
  invoker: Invoker,
  { queueArn, named, reportsItemFailures }: PollerSettings,
  batch: readonly QueuedMessage[],
): Promise<void> => {
  const event = toSqsEvent(batch, { queueArn, region: cloud.region });
  try {
    const result = await invoker.invoke(named, JSON.stringify(event), cloud.random.uuid());
    const ids = batch.map(({ messageId }) => messageId);
    const succeeded = new Set(judgeBatch(ids, result, reportsItemFailures).succeeded);
    for (const { messageId, receiptHandle } of batch)
      if (succeeded.has(messageId)) cloud.ports.queues.remove(queueArn, receiptHandle);
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    const message = `The messages of ${queueArn} were not delivered to ${named.name}: ${error.message}`;
    cloud.journal.record({ kind: 'trouble', message });
  }
};
