import * as z from 'zod/mini';
import { busFields, detailFields } from './execution';

/**
 * `CodePipeline Pipeline Execution State Change`.
 * https://docs.aws.amazon.com/codepipeline/latest/userguide/detect-state-changes-cloudwatch-events.html
 */
export const PipelineState = z.object({
  ...busFields,
  'detail-type': z.literal('CodePipeline Pipeline Execution State Change'),
  detail: z.object(detailFields),
});
export type PipelineState = z.infer<typeof PipelineState>;
