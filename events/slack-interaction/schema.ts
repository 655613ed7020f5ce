import * as z from 'zod/mini';

/** What kind of interaction it is; the others have other members. */
export const Interaction = z.object({ type: z.string() });

/**
 * The part that is read of what Slack sends when somebody presses a button, once its signature has been checked.
 * https://docs.slack.dev/reference/interaction-payloads/block_actions-payload
 */
export const BlockActions = z.object({
  type: z.literal('block_actions'),
  actions: z.array(z.object({ action_id: z.string() })),
});

const userId = z.string().check(z.regex(/^[UW][A-Z0-9]{2,20}$/));
const timestamp = z.string().check(z.regex(/^\d{9,10}\.\d{1,6}$/));

/** A press of one of our buttons, which stands in a message. */
export const ButtonPress = z.object({
  user: z.object({ id: userId }),
  container: z.object({
    type: z.literal('message'),
    channel_id: z.string().check(z.regex(/^[CG][A-Z0-9]{2,20}$/)),
    /** Of the thread that the message stands in. */
    thread_ts: z.optional(timestamp),
  }),
  actions: z.tuple([
    z.object({
      type: z.literal('button'),
      action_id: z.enum(['gate.pass', 'gate.fail']),
      value: z.string().check(z.maxLength(2_000)),
      action_ts: timestamp,
    }),
  ]),
});

/** What our buttons carry: which gate they are about. */
export const ButtonValue = z.strictObject({
  v: z.literal(1),
  account: z.string().check(z.regex(/^\d{12}$/)),
  region: z.string().check(z.regex(/^[a-z0-9-]{1,30}$/)),
  deploymentId: z.string().check(z.regex(/^[\w-]{1,128}$/)),
  executionId: z.string().check(z.minLength(1), z.maxLength(1_000)),
});
