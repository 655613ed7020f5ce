import {
  CreateEventBusCommand,
  DeleteEventBusCommand,
  DeleteRuleCommand,
  PutRuleCommand,
  RemoveTargetsCommand,
} from '@aws-sdk/client-eventbridge';
import { type Resource, TAGS } from '../resource';

/** The id of every target that probes give the rule. */
export const PROBED_TARGET = 'probed';

export const bus: Resource = {
  describe: ({ eventBusName }) => `an event bus ${eventBusName}`,
  needs: [],
  make: async ({ clients: { eventBridge }, names: { eventBusName: Name } }) => {
    await eventBridge.send(new CreateEventBusCommand({ Name, Tags: TAGS }));
  },
  remove: ({ clients: { eventBridge }, names: { eventBusName: Name } }) =>
    eventBridge.send(new DeleteEventBusCommand({ Name })),
};

export const rule: Resource = {
  describe: ({ ruleName }) => `a rule ${ruleName} on it, disabled and without targets`,
  needs: ['bus'],
  make: async ({ clients: { eventBridge }, names: { ruleName: Name, eventBusName } }) => {
    await eventBridge.send(
      new PutRuleCommand({
        Name,
        EventBusName: eventBusName,
        EventPattern: JSON.stringify({ source: ['slipway.verify-aws'] }),
        State: 'DISABLED',
        Tags: TAGS,
      }),
    );
  },
  // A probe may have given it the one target: a rule with targets cannot be deleted.
  remove: async ({ clients: { eventBridge }, names: { ruleName, eventBusName: EventBusName } }) => {
    await eventBridge.send(
      new RemoveTargetsCommand({ Rule: ruleName, EventBusName, Ids: [PROBED_TARGET] }),
    );
    await eventBridge.send(new DeleteRuleCommand({ Name: ruleName, EventBusName }));
  },
};
