import * as z from 'zod/mini';
import { busFields, detailFields } from '../pipeline-state/execution';

const name = z.string().check(z.maxLength(100));

/**
 * `CodePipeline Action Execution State Change`. Only a SUCCEEDED or FAILED action carries `execution-result`, whose
 * external id is the deployment that a CodeDeploy action made.
 * https://docs.aws.amazon.com/codepipeline/latest/userguide/detect-state-changes-cloudwatch-events.html
 */
export const ActionState = z.object({
  ...busFields,
  'detail-type': z.literal('CodePipeline Action Execution State Change'),
  detail: z.object({
    ...detailFields,
    stage: z.optional(name),
    action: z.optional(name),
    type: z.object({ provider: z.string(), category: z.optional(z.string()) }),
    'execution-result': z.optional(z.object({ 'external-execution-id': z.optional(z.string()) })),
  }),
});
export type ActionState = z.infer<typeof ActionState>;
