import type {
  DeploymentStatus,
  ErrorInformation,
  RollbackInfo,
  TargetLabel,
  TargetStatus,
} from '@aws-sdk/client-codedeploy';

import type { EcsTraffic } from './platforms/platform';
import { allLifecycleEvents } from './run/lifecycle-events';
import type { CodeDeployState, Deployment, LifecycleEventState } from './state';

/** A deployment as the console and the stories look at it. Times are ISO-8601 UTC. */
export interface DeploymentView {
  readonly deploymentId: string;
  readonly application: string;
  readonly group: string;
  readonly status: DeploymentStatus;
  readonly creator: string;
  readonly createdAt: string;
  readonly startedAt?: string;
  readonly completedAt?: string;
  /** These four are absent until the deployment has started, and where its AppSpec was refused. */
  readonly functionName?: string;
  readonly alias?: string;
  readonly currentVersion?: string;
  readonly targetVersion?: string;
  /** Of deployments to ECS: `cluster:service`, and task definitions as `family:revision`. */
  readonly containers?: {
    readonly service: string;
    readonly currentTaskDefinition: string;
    readonly targetTaskDefinition: string;
  };
  /** Percent of traffic on the new version, 0 to 100; 0 again once a rollback has taken it back. */
  readonly trafficPct: number;
  /** In order: Start, BeforeAllowTraffic, AllowTraffic, AfterAllowTraffic, End. */
  readonly lifecycleEvents: readonly LifecycleEventView[];
  /** Of deployments to hosts, in the order in which they are deployed to. */
  readonly hosts?: readonly HostView[];
  readonly rollbackInfo?: RollbackInfo;
  readonly errorInformation?: ErrorInformation;
}
export interface HostView {
  readonly targetId: string;
  readonly status: TargetStatus;
  /** The environment, of blue/green deployments. */
  readonly label?: TargetLabel;
  readonly lifecycleEvents: readonly LifecycleEventView[];
}
export interface LifecycleEventView {
  readonly name: string;
  readonly status: string;
  readonly startedAt?: string;
  readonly endedAt?: string;
  /** Why it failed. */
  readonly message?: string;
}

export const toDeploymentView = (
  state: CodeDeployState,
  deployment: Deployment,
): DeploymentView => {
  const { group, target } = deployment;
  const { functionName, alias, currentVersion, targetVersion } = target?.lambda ?? {};
  const targetPct = (target?.lambda ?? target?.ecs)?.targetPct();
  return {
    deploymentId: deployment.id,
    application: group.application.name,
    group: group.settings.deploymentGroupName,
    status: deployment.status,
    creator: deployment.creator,
    createdAt: new Date(deployment.createEpochMs).toISOString(),
    startedAt: toIso(deployment.startEpochMs),
    completedAt: toIso(deployment.completeEpochMs),
    functionName,
    alias,
    currentVersion,
    targetVersion,
    containers: target?.ecs && withoutTraffic(target.ecs),
    trafficPct: wasTakenBack(state, deployment) ? 0 : (targetPct ?? 0),
    lifecycleEvents: allLifecycleEvents(deployment).map(toEventView),
    hosts: deployment.fleet?.targets.map((host) => ({
      targetId: host.targetId,
      status: host.status,
      label: host.label,
      lifecycleEvents: host.lifecycleEvents.map(toEventView),
    })),
    rollbackInfo: deployment.rollbackInfo,
    errorInformation: deployment.error,
  };
};

const toEventView = (event: LifecycleEventState): LifecycleEventView => ({
  name: event.name,
  status: event.status,
  startedAt: toIso(event.startEpochMs),
  endedAt: toIso(event.endEpochMs),
  message: event.status === 'Failed' ? event.diagnostics?.message : undefined,
});

const withoutTraffic = ({ targetPct: _, ...named }: EcsTraffic) => named;

const wasTakenBack = ({ deployments }: CodeDeployState, { rollbackInfo }: Deployment): boolean =>
  deployments.get(rollbackInfo?.rollbackDeploymentId ?? '')?.status === 'Succeeded';

const toIso = (epochMs: number | undefined): string | undefined =>
  epochMs === undefined ? undefined : new Date(epochMs).toISOString();
