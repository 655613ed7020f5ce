import * as z from 'zod/mini';

/**
 * `CodePipeline Action Execution State Change`. Only a SUCCEEDED or FAILED action carries `execution-result`, whose
 * external id is the deployment that a CodeDeploy action made.
 * https://docs.aws.amazon.com/codepipeline/latest/userguide/detect-state-changes-cloudwatch-events.html
 */
export const ActionState = z.object({
  id: z.string(),
  account: z.string(),
  region: z.string(),
  time: z.string(),
  source: z.literal('aws.codepipeline'),
  'detail-type': z.literal('CodePipeline Action Execution State Change'),
  detail: z.object({
    pipeline: z.string().check(z.regex(/^[A-Za-z0-9.@_-]{1,100}$/)),
    'execution-id': z.string().check(z.regex(/^[\w-]{1,64}$/)),
    state: z.string(),
    type: z.object({ provider: z.string() }),
    'execution-result': z.optional(z.object({ 'external-execution-id': z.optional(z.string()) })),
  }),
});
export type ActionState = z.infer<typeof ActionState>;
