import * as z from 'zod/mini';

/**
 * What a pipeline's Lambda action sends. It also carries live credentials of the artifact bucket, which are not read:
 * whoever parses the event has lost them.
 * https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-Lambda.html
 */
export const PipelineJob = z.object({
  'CodePipeline.job': z.object({
    id: z.string().check(z.regex(/^[\w-]{1,64}$/)),
    accountId: z.string(),
    data: z.object({
      /** What our own answer said to go on with; absent at the action's first job. */
      continuationToken: z.nullish(z.string()),
      actionConfiguration: z.object({
        configuration: z.object({
          FunctionName: z.string(),
          UserParameters: z.optional(z.string()),
        }),
      }),
    }),
  }),
});
