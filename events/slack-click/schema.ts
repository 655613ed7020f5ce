import * as z from 'zod/mini';

const isoTime = z.string().check(z.regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/));

/**
 * The body of a message on the queue of Slack actions: somebody answered for a gate. Slack vouched for who, where and
 * when; whether the answer counts is decided by who takes it from the queue.
 */
export const SlackClick = z.object({
  version: z.literal(1),
  gate: z.object({
    release: z.object({
      account: z.string().check(z.regex(/^\d{12}$/)),
      region: z.string().check(z.regex(/^[a-z0-9-]{1,30}$/)),
      deploymentId: z.string().check(z.regex(/^[\w-]{1,128}$/)),
    }),
    executionId: z.string().check(z.minLength(1), z.maxLength(1_000)),
  }),
  word: z.object({
    decision: z.enum(['pass', 'fail']),
    by: z.string().check(z.regex(/^[UW][A-Z0-9]{2,20}$/)),
    at: isoTime,
  }),
  place: z.object({
    channel: z.string().check(z.regex(/^[CG][A-Z0-9]{2,20}$/)),
    threadTs: z.optional(z.string().check(z.regex(/^\d{9,10}\.\d{1,6}$/))),
  }),
});
export type SlackClick = z.infer<typeof SlackClick>;

/** The part that is read of what Lambda's SQS event source hands over. */
export const SlackClickBatch = z.object({
  Records: z.array(z.object({ messageId: z.string(), body: z.string() })),
});
export type SlackClickBatch = z.infer<typeof SlackClickBatch>;
