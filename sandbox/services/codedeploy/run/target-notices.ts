import type { TargetStatus, TriggerEventType } from '@aws-sdk/client-codedeploy';

import type { Cloud } from '../../../service';
import { applicationArn, arnOfGroup } from '../arns';
import type { FleetTarget } from '../platforms/platform';
import type { Deployment, LifecycleEventState } from '../state';
import { publishToTriggers } from './triggers';

interface Words {
  readonly event: 'START' | 'READY' | 'SUCCESS' | 'FAILURE';
  readonly trigger: TriggerEventType;
}

/**
 * EventBridge's and SNS's words for a host. Documented:
 * https://docs.aws.amazon.com/codedeploy/latest/userguide/monitoring-cloudwatch-events-define-rules.html and
 * https://docs.aws.amazon.com/codedeploy/latest/userguide/monitoring-sns-event-notifications-json-format.html
 */
const WORDS: Partial<Readonly<Record<TargetStatus, Words>>> = {
  InProgress: { event: 'START', trigger: 'InstanceStart' },
  Ready: { event: 'READY', trigger: 'InstanceReady' },
  Succeeded: { event: 'SUCCESS', trigger: 'InstanceSuccess' },
  Failed: { event: 'FAILURE', trigger: 'InstanceFailure' },
};

/** Tells the world how one host of a deployment fares. A host that was skipped is not told of. */
export const tellTarget = (cloud: Cloud, deployment: Deployment, target: FleetTarget): void => {
  const { targetId, status } = target;
  cloud.journal.record({
    kind: 'deployment',
    deploymentId: deployment.id,
    status: deployment.status,
    targetId,
    detail: `${targetId} is ${status}`,
  });
  const words = WORDS[status];
  if (words === undefined) return;
  const { group } = deployment;
  cloud.ports.events.emit({
    source: 'aws.codedeploy',
    detailType: 'CodeDeploy Instance State-change Notification',
    resources: [
      target.targetArn,
      arnOfGroup(cloud, group),
      applicationArn(cloud, group.application.name),
    ],
    detail: {
      instanceId: targetId,
      region: cloud.region,
      state: words.event,
      application: group.application.name,
      deploymentId: deployment.id,
      instanceGroupId: group.id,
      deploymentGroup: group.settings.deploymentGroupName,
    },
  });
  publishToTriggers(cloud, deployment, {
    trigger: words.trigger,
    subject: `${status.toUpperCase()}: AWS CodeDeploy ${deployment.id} in ${cloud.region} to ${targetId}`,
    body: (triggerName) => ({
      region: cloud.region,
      accountId: cloud.account,
      eventTriggerName: triggerName,
      deploymentId: deployment.id,
      instanceId: target.targetArn,
      lastUpdatedAt: toSeconds(cloud.clock.nowEpochMs()),
      instanceStatus: status,
      lifecycleEvents: target.lifecycleEvents.map(toNotified),
    }),
  });
};

const toNotified = ({ name, status, startEpochMs, endEpochMs }: LifecycleEventState) => ({
  LifecycleEvent: name,
  LifecycleEventStatus: status,
  StartTime: startEpochMs === undefined ? undefined : toSeconds(startEpochMs),
  EndTime: endEpochMs === undefined ? undefined : toSeconds(endEpochMs),
});

const toSeconds = (epochMs: number): string => (epochMs / 1000).toFixed(3);
