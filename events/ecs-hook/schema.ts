import * as z from 'zod/mini';

const arn = z.string().check(z.startsWith('arn:'), z.maxLength(512));
/** Service revision's ARN to per cent. Empty while no traffic is shifted. */
const weights = z.record(z.string(), z.number());

/**
 * What ECS's own blue/green deployment sends to a hook; the function answers by what it returns. `hookDetails` comes
 * back from the previous answer.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/lambda-lifecycle-hooks.html
 */
export const EcsHookInvocation = z.object({
  executionId: z.string().check(z.minLength(1), z.maxLength(128)),
  lifecycleStage: z.string().check(z.regex(/^[A-Z_]{1,64}$/)),
  resourceArn: arn,
  executionDetails: z.object({
    serviceArn: arn,
    targetServiceRevisionArn: arn,
    testTrafficWeights: z.optional(weights),
    productionTrafficWeights: z.optional(weights),
  }),
});
