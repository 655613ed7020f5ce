import type {
  DeploymentTarget,
  LifecycleEvent,
  TargetLabel,
  TargetStatus,
} from '@aws-sdk/client-codedeploy';

import type { Deployment, LifecycleEventState } from '../../state';
import type { FleetTarget } from '../platform';

/** One host of a deployment. */
export interface HostTarget extends FleetTarget {
  /** Set once it is known whether the deployment to it succeeded. */
  failed?: boolean;
}

export const createHostTarget = (order: {
  readonly deployment: Deployment;
  readonly targetId: string;
  readonly arn: string;
  readonly label?: TargetLabel;
  readonly events: readonly string[];
}): HostTarget => {
  const { deployment, targetId, arn, label } = order;
  const lifecycleEvents: readonly LifecycleEventState[] = order.events.map((name) => ({
    name,
    status: 'Pending',
  }));
  return {
    targetId,
    targetArn: arn,
    label,
    lifecycleEvents,
    status: 'Pending',
    describe: ({ status, lastUpdatedAt }): DeploymentTarget => ({
      deploymentTargetType: 'InstanceTarget',
      instanceTarget: {
        deploymentId: deployment.id,
        targetId,
        targetArn: arn,
        status,
        lastUpdatedAt,
        lifecycleEvents: lifecycleEvents.map(toLifecycleEvent),
        instanceLabel: label,
      },
    }),
  };
};

export const toLifecycleEvent = (event: LifecycleEventState): LifecycleEvent => ({
  lifecycleEventName: event.name,
  status: event.status,
  startTime: event.startEpochMs === undefined ? undefined : new Date(event.startEpochMs),
  endTime: event.endEpochMs === undefined ? undefined : new Date(event.endEpochMs),
  diagnostics: event.diagnostics,
});

/** What the end of a deployment makes of a host that it cut off, or never came to (assumed). */
export const statusAtEnd = (status: TargetStatus): TargetStatus => {
  switch (status) {
    case 'InProgress':
    case 'Ready':
      return 'Failed';
    case 'Pending':
      return 'Skipped';
    default:
      return status;
  }
};
