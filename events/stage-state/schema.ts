import * as z from 'zod/mini';
import { busFields, detailFields } from '../pipeline-state/execution';

/**
 * `CodePipeline Stage Execution State Change`. Older events lack the stage's name.
 * https://docs.aws.amazon.com/codepipeline/latest/userguide/detect-state-changes-cloudwatch-events.html
 */
export const StageState = z.object({
  ...busFields,
  'detail-type': z.literal('CodePipeline Stage Execution State Change'),
  detail: z.object({ ...detailFields, stage: z.optional(z.string().check(z.maxLength(100))) }),
});
