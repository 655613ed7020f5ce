import {
  DeleteRuleCommand,
  PutRuleCommand,
  PutTargetsCommand,
  RemoveTargetsCommand,
} from '@aws-sdk/client-eventbridge';
import { arnsOf, type ProbeContext } from './probe';
import { PROBED_TARGET } from './resources/events';

/** What fits this pattern on the account's own bus goes to the run's queue, until the probe ends. */
export const tellQueue = async (
  { clients: { eventBridge }, names, place, make, wait }: ProbeContext,
  pattern: object,
): Promise<void> => {
  const Rule = `${names.prefix}-told`;
  await make(
    'a rule',
    () =>
      eventBridge.send(new PutRuleCommand({ Name: Rule, EventPattern: JSON.stringify(pattern) })),
    async () => {
      await eventBridge.send(new RemoveTargetsCommand({ Rule, Ids: [PROBED_TARGET] }));
      await eventBridge.send(new DeleteRuleCommand({ Name: Rule }));
    },
  );
  const Targets = [{ Id: PROBED_TARGET, Arn: arnsOf(names, place).queue }];
  await eventBridge.send(new PutTargetsCommand({ Rule, Targets }));
  // AWS takes a moment until a new rule counts.
  await wait(15_000);
};
