import { throttled } from '../../../../sandbox/services/lambda/errors';
import { createAsyncQueue } from '../../../../sandbox/services/lambda/invocation/async-queue';
import { createFunctionStore } from '../../../../sandbox/services/lambda/store/function-store';
import { aBench, START, untilTime } from './a-lambda';

const QUEUE = 'arn:aws:sqs:eu-west-1:123456789012:failures';
const HOUR_MS = 3_600_000;

/** A queue whose invoker throttles the first tries, and the seconds after the start at which it was tried. */
const aThrottledQueue = (throttles: number) => {
  const triedAtSec: number[] = [];
  const { clock, queues, cloud } = aBench();
  const store = createFunctionStore(cloud);
  store.add('busy', aVersion());
  const queue = createAsyncQueue({
    cloud,
    store,
    invoker: {
      invoke: () => {
        triedAtSec.push((clock.nowEpochMs() - START) / 1000);
        return triedAtSec.length <= throttles
          ? Promise.reject(throttled('Rate Exceeded.'))
          : Promise.resolve(anAnswer);
      },
    },
  });
  return { queue, clock, queues, triedAtSec };
};
const anAnswer = {
  payload: 'null',
  executedVersion: '$LATEST',
  lines: [],
  durationMs: 1,
  memoryMiB: 128,
};

describe('a throttled event', () => {
  it('runs once there is room again', async () => {
    // given
    const { queue, clock, queues, triedAtSec } = aThrottledQueue(2);
    // when
    queue.enqueue({ name: 'busy' }, '{"order":7}');
    await untilTime(clock, 7 * HOUR_MS);
    // then
    expect(triedAtSec).toEqual([0, 1, 3]);
    expect(queues.sent).toEqual([]);
  });

  it('is tried again with growing pauses, for six hours', async () => {
    // given
    const { queue, clock, queues, triedAtSec } = aThrottledQueue(Infinity);
    // when
    queue.enqueue({ name: 'busy' }, '{"order":7}');
    await untilTime(clock, 7 * HOUR_MS);
    // then
    expect(triedAtSec.slice(0, 11)).toEqual([0, 1, 3, 7, 15, 31, 63, 127, 255, 511, 811]);
    expect(triedAtSec.at(-1)).toBeLessThanOrEqual(6 * 3600);
    expect(triedAtSec.at(-1)).toBeGreaterThan(6 * 3600 - 301);
    expect(queues.sent).toEqual([
      {
        arn: QUEUE,
        body: '{"order":7}',
        attributes: expect.objectContaining({ ErrorCode: '429', ErrorMessage: 'Rate Exceeded.' }),
      },
    ]);
  });
});

const aVersion = () => ({
  version: '$LATEST',
  revisionId: 'r',
  modifiedEpochMs: START,
  code: { zip: new Uint8Array(), sha256: '' },
  settings: {
    role: 'arn:aws:iam::123456789012:role/r',
    runtime: 'nodejs20.x' as const,
    handler: 'index.handler',
    description: '',
    timeoutSec: 3,
    memoryMiB: 128,
    variables: {},
    tracing: 'PassThrough' as const,
    architectures: [],
    ephemeralStorageMiB: 512,
    logging: {},
    deadLetterArn: QUEUE,
  },
});
