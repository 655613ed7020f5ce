import * as z from 'zod/mini';
import { isoTime } from '../envelope/timestamp';

const deploymentId = z.string().check(z.regex(/^d-[A-Za-z0-9]{1,40}$/));
/** Applications and groups: https://docs.aws.amazon.com/codedeploy/latest/userguide/limits.html */
const name = z.string().check(z.minLength(1), z.maxLength(100));

/**
 * `CodeDeploy Deployment State-change Notification`. Delivery is best effort, order is not promised, and it carries
 * neither reason nor creator.
 * https://docs.aws.amazon.com/codedeploy/latest/userguide/monitoring-cloudwatch-events.html
 */
export const DeploymentState = z.object({
  id: z.optional(z.string()),
  account: z.string(),
  region: z.string(),
  time: isoTime,
  source: z.literal('aws.codedeploy'),
  'detail-type': z.literal('CodeDeploy Deployment State-change Notification'),
  detail: z.object({
    application: name,
    deploymentGroup: name,
    deploymentId,
    /** START, SUCCESS, FAILURE, STOP or READY; a word that we do not know is ignored. */
    state: z.string(),
  }),
});
export type DeploymentState = z.infer<typeof DeploymentState>;

/**
 * What a group's trigger publishes to SNS. Nested objects come as JSON text or as objects, times as epoch seconds in
 * text or as `Thu Oct 13 15:50:45 UTC 2022`.
 * https://docs.aws.amazon.com/codedeploy/latest/userguide/monitoring-sns-event-notifications-json-format.html
 */
export const DeploymentTrigger = z.object({
  accountId: z.string(),
  region: z.string(),
  applicationName: name,
  deploymentGroupName: name,
  deploymentId,
  /** CREATED, SUCCEEDED, FAILED, STOPPED, READY, IN_PROGRESS of a rollback; in the documentation `Failed`. */
  status: z.string(),
  createTime: isoTime,
  completeTime: z.nullish(isoTime),
  errorInformation: z.nullish(z.union([z.string(), z.object({ ErrorMessage: z.string() })])),
});
