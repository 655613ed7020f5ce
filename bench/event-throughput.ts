import {
  type EventBridgeClient,
  PutEventsCommand,
  PutRuleCommand,
  PutTargetsCommand,
} from '@aws-sdk/client-eventbridge';
import { CreateEventSourceMappingCommand } from '@aws-sdk/client-lambda';
import { CreateQueueCommand } from '@aws-sdk/client-sqs';
import type { Sandbox } from '../sandbox/cloud';
import type { Operator } from '../sandbox/stories/operator';
import { createStage } from '../sandbox/stories/stage';

export interface Throughput {
  readonly eventsPerSec: number;
  readonly events: number;
  /** What the sandbox's process holds after each tenth of the events, garbage collected, in MiB. */
  readonly memoryMiB: readonly number[];
}

const ENTRIES_PER_CALL = 10;
const CALLS_AT_ONCE = 4;
const QUEUE_ARN = 'arn:aws:sqs:eu-west-1:123456789012:bench';

/** Puts events on the bus and waits until a function has seen each: through a rule, a queue and batches of ten. */
export const measureEventThroughput = async (
  sandbox: Sandbox,
  operator: Operator,
  events: number,
): Promise<Throughput> => {
  const bus = await setUp(sandbox, operator);
  const counter = createCounter(sandbox);
  const memoryMiB: number[] = [];
  const started = performance.now();
  for (let tenth = 1; tenth <= 10; tenth += 1) {
    const goal = Math.round((events * tenth) / 10);
    await putEvents(bus, Math.round(events / 10));
    await counter.reaches(goal);
    // There with `node --expose-gc`, as `npm run bench` calls it.
    globalThis.gc?.();
    memoryMiB.push(process.memoryUsage().heapUsed / 2 ** 20);
  }
  const tookSec = (performance.now() - started) / 1000;
  counter.stop();
  return { eventsPerSec: events / tookSec, events, memoryMiB };
};

const setUp = async (sandbox: Sandbox, operator: Operator): Promise<EventBridgeClient> => {
  const stage = createStage({ sandbox, operator, narrate: () => undefined });
  await stage.createFunction('bench', 'exports.handler = async ({ Records }) => Records.length;');
  const queuePolicy = {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Service: 'events.amazonaws.com' },
        Action: 'sqs:SendMessage',
        Resource: QUEUE_ARN,
      },
    ],
  };
  await operator.sqs.send(
    new CreateQueueCommand({
      QueueName: 'bench',
      Attributes: { Policy: JSON.stringify(queuePolicy) },
    }),
  );
  await operator.lambda.send(
    new CreateEventSourceMappingCommand({
      EventSourceArn: QUEUE_ARN,
      FunctionName: 'bench',
      BatchSize: 10,
    }),
  );
  const bus = operator.eventBridge;
  await bus.send(
    new PutRuleCommand({
      Name: 'bench',
      EventPattern: '{"source":["bench"],"detail":{"n":[{"numeric":[">=",0]}]}}',
    }),
  );
  await bus.send(
    new PutTargetsCommand({ Rule: 'bench', Targets: [{ Id: 'queue', Arn: QUEUE_ARN }] }),
  );
  return bus;
};

const putEvents = async (bus: EventBridgeClient, count: number): Promise<void> => {
  let left = count;
  const worker = async (): Promise<void> => {
    while (left > 0) {
      const size = Math.min(ENTRIES_PER_CALL, left);
      left -= size;
      const Entries = Array.from({ length: size }, (_, n) => ({
        Source: 'bench',
        DetailType: 'Bench',
        Detail: `{"n":${n}}`,
      }));
      await bus.send(new PutEventsCommand({ Entries }));
    }
  };
  await Promise.all(Array.from({ length: CALLS_AT_ONCE }, worker));
};

/** Counts the records that the function was invoked with. */
const createCounter = ({ journal }: Sandbox) => {
  let seen = 0;
  let waiting: { readonly goal: number; readonly resolve: () => void } | undefined;
  const stop = journal.follow((entry) => {
    if (entry.kind !== 'invocation' || entry.functionName !== 'bench') return;
    seen += recordsIn(entry.event);
    if (waiting !== undefined && seen >= waiting.goal) waiting.resolve();
  });
  return {
    stop,
    reaches: (goal: number): Promise<void> =>
      new Promise((resolve) => {
        waiting = { goal, resolve };
        if (seen >= goal) resolve();
      }),
  };
};

const recordsIn = (event: unknown): number => {
  const records: unknown =
    typeof event === 'object' && event !== null && 'Records' in event ? event.Records : undefined;
  return Array.isArray(records) ? records.length : 0;
};
