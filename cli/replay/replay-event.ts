import { DisableRuleCommand, ListRulesCommand } from '@aws-sdk/client-eventbridge';
import type { Policy } from '../../config/schema/policy';
import { createSandbox, type Sandbox } from '../../sandbox/cloud';
import type { SlackRow } from '../../sandbox/console/snapshot';
import { takeFirstSteps } from '../../sandbox/stories/first-steps';
import { createOperator, type Operator } from '../../sandbox/stories/operator';
import type { ReplayedEvent } from './classify-event';
import type { Doors } from './doors';
import { readDoors } from './doors';
import type { Effect, JudgedReplay } from './judge-journal';
import { effectsOf, judgeJournal } from './judge-journal';

export interface ReplayedEffects extends JudgedReplay {
  readonly effects: readonly Effect[];
  readonly messages: readonly Pick<SlackRow, 'channel' | 'ts' | 'kind' | 'text'>[];
}

export interface Stack {
  readonly packageFolder: string;
  readonly policies: readonly Policy[];
}

/** Long enough for every retry of an asynchronous invocation and every redelivery of a message. */
const SETTLE_MS = 15 * 60_000;

/** Hands one event to the packaged stack in a fresh sandbox, and lets that come to rest. */
export const replayEvent = (stack: Stack, event: ReplayedEvent): Promise<ReplayedEffects> =>
  inSandbox(stack, async (sandbox, operator) => {
    await sandbox.clock.hold(async () => {
      await takeFirstSteps(sandbox, operator, stack.policies);
      await stopSchedules(operator);
      await handOver(sandbox, event);
      await sandbox.clock.sleep(SETTLE_MS);
    });
    const entries = sandbox.journal.entries();
    const unmatched = event.kind === 'bus' ? event.unmatched : 'no function of the stack took it';
    return {
      ...judgeJournal(entries, unmatched),
      effects: effectsOf(entries),
      messages: sandbox.slack
        .messages()
        .map(({ channel, ts, kind, text }) => ({ channel, ts, kind, text })),
    };
  });

/** The ways into the stack. */
export const readDoorsOf = (stack: Stack): Promise<Doors> =>
  inSandbox(stack, (_, operator) => readDoors(operator));

const inSandbox = async <Result>(
  { packageFolder }: Stack,
  work: (sandbox: Sandbox, operator: Operator) => Promise<Result>,
): Promise<Result> => {
  const sandbox = await createSandbox({
    packageFolder,
    port: 0,
    speed: 0,
    seed: 1,
    startEpochMs: Date.UTC(2026, 0, 1),
    channels: ['releases'],
  });
  const operator = createOperator(sandbox.url);
  try {
    return await work(sandbox, operator);
  } finally {
    operator.stop();
    await sandbox.stop();
  }
};

/** What the stack does by the clock is not what an event made it do. */
const stopSchedules = async ({ eventBridge }: Operator): Promise<void> => {
  const { Rules = [] } = await eventBridge.send(new ListRulesCommand({}));
  const scheduled = Rules.filter(({ ScheduleExpression }) => ScheduleExpression !== undefined);
  await Promise.all(
    scheduled.map(({ Name }) => eventBridge.send(new DisableRuleCommand({ Name }))),
  );
};

const handOver = async ({ ports }: Sandbox, event: ReplayedEvent): Promise<void> => {
  switch (event.kind) {
    case 'bus':
      return ports.events.route(event.event);
    case 'invoke':
      for (const name of event.functionNames) ports.functions.invokeAsync(name, event.payload);
      return;
    case 'request':
      await ports.functions.invoke(event.functionName, event.payload);
      return;
    case 'queue':
      for (const { queueArn, body } of event.messages) ports.queues.send(queueArn, body);
  }
};
