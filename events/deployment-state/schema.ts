import * as z from 'zod/mini';

/**
 * `CodeDeploy Deployment State-change Notification`. Delivery is best effort, order is not promised, and it carries
 * neither reason nor creator.
 * https://docs.aws.amazon.com/codedeploy/latest/userguide/monitoring-cloudwatch-events.html
 */
export const DeploymentState = z.object({
  id: z.string(),
  account: z.string(),
  region: z.string(),
  time: z.string(),
  source: z.literal('aws.codedeploy'),
  'detail-type': z.literal('CodeDeploy Deployment State-change Notification'),
  detail: z.object({
    application: z.string(),
    deploymentGroup: z.string(),
    deploymentId: z.string().check(z.regex(/^d-[A-Za-z0-9]{1,40}$/)),
    /** START, SUCCESS, FAILURE, STOP or READY; a word that we do not know is ignored. */
    state: z.string(),
  }),
});
export type DeploymentState = z.infer<typeof DeploymentState>;
