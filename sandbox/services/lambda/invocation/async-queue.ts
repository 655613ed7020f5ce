import { AwsError, type Cloud } from '../../../service';
import type { FunctionName } from '../names';
import { LATEST } from '../store/function-record';
import { resolveQualified, type FunctionStore } from '../store/function-store';
import { createDestinations, type AsyncEnding, type AsyncEvent } from './destinations';
import type { Invoker } from './invoker';

/**
 * Asynchronous invocation: what is queued runs at the same instant of sandbox time, events of one instant one after
 * the other on a virtual clock.
 * documented (https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html): two more tries
 * after 1 and 2 minutes on a function error; throttles are tried again after 1 s, 2 s … 5 minutes for up to 6 hours;
 * with a reserved concurrency of 0 the event goes to the failure destination untried.
 */
export interface AsyncQueue {
  /** Throws ResourceNotFoundException. Answers the request id that all the tries share. */
  enqueue(named: FunctionName, payload: string, requestId?: string): string;
}

export interface AsyncQueueDependencies {
  readonly cloud: Cloud;
  readonly store: FunctionStore;
  readonly invoker: Invoker;
}

const RETRY_DELAYS_MS = [60_000, 120_000];
const THROTTLE_FIRST_MS = 1_000;
const THROTTLE_LONGEST_MS = 300_000;
const DEFAULT_RETRIES = 2;
const DEFAULT_AGE_SEC = 21_600;

export const createAsyncQueue = ({ cloud, store, invoker }: AsyncQueueDependencies): AsyncQueue => {
  const { clock, journal } = cloud;
  const limitsOf = (event: AsyncEvent) => {
    const config = store.find(event.named.name)?.asyncConfigs.get(event.named.qualifier ?? LATEST);
    return {
      retries: config?.maximumRetryAttempts ?? DEFAULT_RETRIES,
      untilEpochMs: event.acceptedEpochMs + (config?.maximumEventAgeSec ?? DEFAULT_AGE_SEC) * 1000,
    };
  };
  const enqueue = (named: FunctionName, payload: string, requestId: string): void => {
    resolveQualified(cloud, store, named);
    const acceptedEpochMs = clock.nowEpochMs();
    const event: AsyncEvent = {
      named,
      payload,
      requestId,
      acceptedEpochMs,
      tries: 0,
      throttles: 0,
    };
    clock.after(0, () => attempt(event));
    if (cloud.faults?.invokesTwice(named.name) === true) clock.after(0, () => attempt(event));
  };
  const destinations = createDestinations({
    cloud,
    store,
    invokeFunction: (named, payload) => enqueue(named, payload, cloud.random.uuid()),
  });
  const retryIn = (event: AsyncEvent, delayMs: number, last: AsyncEnding): void => {
    if (clock.nowEpochMs() + delayMs > limitsOf(event).untilEpochMs)
      destinations.conclude(event, { ...last, condition: 'EventAgeExceeded' });
    else clock.after(delayMs, () => attempt(event));
  };
  const afterThrottle = (event: AsyncEvent, error: AwsError): void => {
    const delayMs = Math.min(THROTTLE_FIRST_MS * 2 ** event.throttles, THROTTLE_LONGEST_MS);
    const ending = { condition: 'EventAgeExceeded', error } as const;
    retryIn({ ...event, throttles: event.throttles + 1 }, delayMs, ending);
  };
  const attempt = async (event: AsyncEvent): Promise<void> => {
    const record = store.find(event.named.name);
    if (record?.reservedConcurrency === 0)
      return destinations.conclude(event, { condition: 'ZeroReservedConcurrency' });
    try {
      const result = await invoker.invoke(event.named, event.payload, event.requestId);
      const tried = { ...event, tries: event.tries + 1 };
      if (result.functionError === undefined)
        return destinations.conclude(tried, { condition: 'Success', result });
      const ending = { condition: 'RetriesExhausted', result } as const;
      if (tried.tries > limitsOf(event).retries) return destinations.conclude(tried, ending);
      retryIn(tried, RETRY_DELAYS_MS[event.tries] ?? 120_000, ending);
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      if (error.code === 'TooManyRequestsException') return afterThrottle(event, error);
      const message = `An asynchronous event for ${event.named.name} was dropped: ${error.message}`;
      journal.record({ kind: 'trouble', message });
    }
  };
  return {
    enqueue: (named, payload, requestId = cloud.random.uuid()) => {
      enqueue(named, payload, requestId);
      return requestId;
    },
  };
};
