import type { TriggerEventType } from '@aws-sdk/client-codedeploy';

import { AwsError, type Cloud } from '../../../service';
import { serviceRoleAllows } from '../service-role';
import type { Deployment } from '../state';

export interface Announcement {
  readonly trigger: TriggerEventType;
  readonly subject: string;
  readonly body: (triggerName: string | undefined) => Readonly<Record<string, unknown>>;
}

/** Publishes to each of the group's triggers that asks for it, under the group's service role. */
export const publishToTriggers = (
  cloud: Cloud,
  { group }: Deployment,
  { trigger, subject, body }: Announcement,
): void => {
  const { triggerConfigurations, serviceRoleArn } = group.settings;
  for (const { triggerName, triggerTargetArn, triggerEvents } of triggerConfigurations ?? []) {
    if (triggerTargetArn === undefined || !triggerEvents?.includes(trigger)) continue;
    const permission = {
      roleArn: serviceRoleArn,
      action: 'sns:Publish',
      resource: triggerTargetArn,
    };
    try {
      if (!serviceRoleAllows(cloud, permission))
        throw new AwsError('AuthorizationError', `${serviceRoleArn} may not publish to it.`, 403);
      // 100 characters is what SNS allows a subject.
      cloud.ports.topics.publish(triggerTargetArn, {
        subject: subject.slice(0, 100),
        body: JSON.stringify(body(triggerName)),
      });
    } catch (error) {
      // A trigger that cannot be published does not hold the deployment up (assumed).
      const reason = error instanceof Error ? error.message : String(error);
      cloud.journal.record({
        kind: 'trouble',
        message: `CodeDeploy could not publish to ${triggerTargetArn}: ${reason}`,
      });
    }
  }
};
