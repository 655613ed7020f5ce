import * as z from 'zod/mini';

/**
 * `CodePipeline Pipeline Execution State Change`. `version` and the attempt come as numbers and as strings, so
 * nothing is read of them.
 * https://docs.aws.amazon.com/codepipeline/latest/userguide/detect-state-changes-cloudwatch-events.html
 */
export const PipelineState = z.object({
  id: z.string(),
  account: z.string(),
  region: z.string(),
  time: z.string(),
  source: z.literal('aws.codepipeline'),
  'detail-type': z.literal('CodePipeline Pipeline Execution State Change'),
  detail: z.object({
    pipeline: z.string().check(z.regex(/^[A-Za-z0-9.@_-]{1,100}$/)),
    'execution-id': z.string().check(z.regex(/^[\w-]{1,64}$/)),
    /** STARTED, RESUMED, STOPPING, STOPPED, SUCCEEDED, FAILED, CANCELED, SUPERSEDED; others are ignored. */
    state: z.string(),
  }),
});
export type PipelineState = z.infer<typeof PipelineState>;
