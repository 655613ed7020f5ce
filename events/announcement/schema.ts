import * as z from 'zod/mini';

/**
 * The body of a message on the publish queue: whose story to tell anew. It carries an id and no content, so that
 * bursts coalesce and an old message never tells an old state.
 */
export const Announcement = z.union([
  z.object({ version: z.literal(1), runId: z.string().check(z.minLength(1), z.maxLength(300)) }),
  z.object({
    version: z.literal(1),
    deploymentId: z.string().check(z.regex(/^[\w-]{1,128}$/)),
  }),
]);
export type Announcement = z.infer<typeof Announcement>;

/** The part that is read of what Lambda's SQS event source hands over. */
export const AnnouncementBatch = z.object({
  Records: z.array(
    z.object({
      messageId: z.string(),
      body: z.string(),
      attributes: z.object({ SentTimestamp: z.string() }),
    }),
  ),
});
export type AnnouncementBatch = z.infer<typeof AnnouncementBatch>;
