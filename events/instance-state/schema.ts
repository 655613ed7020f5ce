import * as z from 'zod/mini';
import { isoTime } from '../envelope/timestamp';

const deploymentId = z.string().check(z.regex(/^d-[A-Za-z0-9]{1,40}$/));

/**
 * `CodeDeploy Instance State-change Notification`: one instance of a deployment, never the deployment itself.
 * https://docs.aws.amazon.com/codedeploy/latest/userguide/monitoring-cloudwatch-events.html
 */
export const InstanceState = z.object({
  id: z.optional(z.string()),
  account: z.string(),
  region: z.string(),
  time: isoTime,
  source: z.literal('aws.codedeploy'),
  'detail-type': z.literal('CodeDeploy Instance State-change Notification'),
  detail: z.object({ instanceId: z.string(), deploymentId, state: z.string() }),
});

/**
 * What a group's instance trigger publishes to SNS. It names neither application nor group.
 * https://docs.aws.amazon.com/codedeploy/latest/userguide/monitoring-sns-event-notifications-json-format.html
 */
export const InstanceTrigger = z.object({
  accountId: z.string(),
  region: z.string(),
  deploymentId,
  /** An ARN here, the bare id in EventBridge's event. */
  instanceId: z.string(),
  instanceStatus: z.string(),
  lastUpdatedAt: isoTime,
});
