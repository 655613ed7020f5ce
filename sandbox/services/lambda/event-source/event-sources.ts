import { AwsError, type Cloud } from '../../../service';
import { conflict, invalidValue, noSuchResource } from '../errors';
import { readingRefused } from '../execution-role';
import type { Invoker } from '../invocation/invoker';
import { functionArn, type FunctionName } from '../names';
import { resolveQualified, type FunctionStore } from '../store/function-store';
import { startQueuePoller, type QueuePoller } from './queue-poller';

/** An event source mapping from a queue to a function. */
export interface EventSourceMapping {
  readonly id: string;
  readonly queueArn: string;
  readonly named: FunctionName;
  readonly batchSize: number;
  readonly windowSec: number;
  readonly reportsItemFailures: boolean;
  readonly maximumConcurrency?: number;
  readonly enabled: boolean;
  readonly modifiedEpochMs: number;
}

/** The mappings and what reads their queues. */
export interface EventSources {
  /** In the order they were made. */
  all(): readonly EventSourceMapping[];
  /** Throws ResourceNotFoundException. */
  get(id: string): EventSourceMapping;
  /** Throws ResourceConflictException where this queue already feeds this function. */
  add(mapping: Omit<EventSourceMapping, 'id' | 'modifiedEpochMs'>): EventSourceMapping;
  change(id: string, change: Partial<EventSourceMapping>): EventSourceMapping;
  remove(id: string): void;
  stop(): void;
}

/** documented: Lambda starts with five batches at once (and then scales, which the sandbox does not). */
const CONCURRENT_BATCHES = 5;

export interface EventSourceDependencies {
  readonly cloud: Cloud;
  readonly store: FunctionStore;
  readonly invoker: Invoker;
}

export const createEventSources = ({
  cloud,
  store,
  invoker,
}: EventSourceDependencies): EventSources => {
  const mappings = new Map<string, EventSourceMapping>();
  const pollers = new Map<string, QueuePoller>();

  const get = (id: string): EventSourceMapping => {
    const mapping = mappings.get(id);
    if (mapping === undefined) throw noSuchResource();
    return mapping;
  };
  const halt = (id: string): void => {
    pollers.get(id)?.stop();
    pollers.delete(id);
  };
  const put = (mapping: EventSourceMapping): EventSourceMapping => {
    mappings.set(mapping.id, mapping);
    halt(mapping.id);
    const concurrency = mapping.maximumConcurrency ?? CONCURRENT_BATCHES;
    const refusal = (): string | undefined => {
      const role = roleOf(cloud, store, mapping.named);
      return role && readingRefused(cloud, role, mapping.queueArn);
    };
    if (mapping.enabled)
      pollers.set(
        mapping.id,
        startQueuePoller(cloud, invoker, { ...mapping, concurrency, refusal }),
      );
    return mapping;
  };
  const checkFree = ({ queueArn, named }: Pick<EventSourceMapping, 'queueArn' | 'named'>): void => {
    const arn = functionArn(cloud, named);
    const other = [...mappings.values()].find(
      (mapping) => mapping.queueArn === queueArn && functionArn(cloud, mapping.named) === arn,
    );
    if (other === undefined) return;
    throw conflict(
      `The event source arn (" ${queueArn} ") and function (" ${named.name} ") provided mapping already exists. ` +
        `Please update or delete the existing mapping with UUID ${other.id}`,
    );
  };
  return {
    all: () => [...mappings.values()],
    get,
    add: (mapping) => {
      checkFree(mapping);
      requireQueue(cloud, mapping.queueArn);
      const modifiedEpochMs = cloud.clock.nowEpochMs();
      return put({ ...mapping, id: cloud.random.uuid(), modifiedEpochMs });
    },
    change: (id, change) =>
      put({ ...get(id), ...change, id, modifiedEpochMs: cloud.clock.nowEpochMs() }),
    remove: (id) => {
      get(id);
      halt(id);
      mappings.delete(id);
    },
    stop: () => [...pollers.keys()].forEach(halt),
  };
};

/** assumed: the words for a queue that is not there, and that a disabled mapping needs it too. */
const requireQueue = (cloud: Cloud, queueArn: string): void => {
  try {
    const stopWatching = cloud.ports.queues.watch(queueArn, () => undefined);
    stopWatching();
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    throw invalidValue(
      `Error occurred while ReceiveMessage. SQS Error Code: ${error.code}. SQS Error Message: The specified queue does not exist.`,
    );
  }
};

/** As it is now; undefined where the function or its alias is gone: then the invocation says so. */
const roleOf = (cloud: Cloud, store: FunctionStore, named: FunctionName): string | undefined => {
  try {
    return resolveQualified(cloud, store, named).version.settings.role;
  } catch (error) {
    if (error instanceof AwsError) return undefined;
    throw error;
  }
};
