import type {
  AlarmConfiguration,
  AutoRollbackConfiguration,
  ComputePlatform,
  CreateDeploymentGroupInput,
  DeploymentConfigInfo,
  DeploymentCreator,
  DeploymentStatus,
  Diagnostics,
  ErrorCode,
  ErrorInformation,
  FileExistsBehavior,
  LifecycleEventStatus,
  RevisionLocation,
  RollbackInfo,
  TargetInstances,
} from '@aws-sdk/client-codedeploy';

import type { Fleet, PlatformTarget } from './platforms/platform';

/** Everything that CodeDeploy remembers. Deployments stand in the order they were created, oldest first. */
export interface CodeDeployState {
  readonly applications: Map<string, Application>;
  readonly configs: Map<string, DeploymentConfigInfo>;
  readonly deployments: Map<string, Deployment>;
  /** Resource ARN to key to value. */
  readonly tags: Map<string, Map<string, string>>;
}

export interface Application {
  readonly id: string;
  readonly name: string;
  readonly computePlatform: ComputePlatform;
  readonly createEpochMs: number;
  readonly groups: Map<string, DeploymentGroup>;
  /** By the revision's JSON text. */
  readonly revisions: Map<string, RegisteredRevision>;
}

export interface RegisteredRevision {
  readonly revision: RevisionLocation;
  readonly description?: string;
  readonly registerEpochMs: number;
  readonly groups: Set<string>;
  firstUsedEpochMs?: number;
  lastUsedEpochMs?: number;
}

export interface DeploymentGroup {
  readonly id: string;
  readonly application: Application;
  /** Replaced as a whole when the group is updated. */
  settings: GroupSettings;
}

/** What a group was created or updated with; what only other platforms use is kept as it was given. */
export type GroupSettings = Omit<CreateDeploymentGroupInput, 'applicationName' | 'tags'> & {
  readonly deploymentGroupName: string;
  readonly deploymentConfigName: string;
  readonly serviceRoleArn: string;
};

export interface Deployment {
  readonly id: string;
  readonly group: DeploymentGroup;
  readonly configName: string;
  readonly revision: RevisionLocation;
  readonly previousRevision?: RevisionLocation;
  readonly description?: string;
  readonly creator: DeploymentCreator;
  readonly fileExistsBehavior: FileExistsBehavior;
  /** The deployment's own configuration, else the group's as it was when the deployment was created. */
  readonly autoRollback?: AutoRollbackConfiguration;
  readonly overrideAlarms?: AlarmConfiguration;
  readonly createEpochMs: number;
  /** What was asked for that only hosts know. */
  readonly server?: ServerOptions;
  status: DeploymentStatus;
  startEpochMs?: number;
  completeEpochMs?: number;
  error?: ErrorInformation;
  rollbackInfo?: RollbackInfo;
  /** Absent until the revision was read and found good. */
  target?: PlatformTarget;
  /** The same, for platforms with many targets. */
  fleet?: Fleet;
  /** Whether what was replaced is waiting to be terminated, or has been. */
  terminationWaitStarted?: boolean;
}

export interface ServerOptions {
  readonly ignoreApplicationStopFailures: boolean;
  readonly updateOutdatedInstancesOnly: boolean;
  /** The replacement environment of a blue/green deployment. */
  readonly targetInstances?: TargetInstances;
}

export interface LifecycleEventState {
  readonly name: string;
  status: LifecycleEventStatus;
  startEpochMs?: number;
  endEpochMs?: number;
  diagnostics?: Diagnostics;
}

/** Why a deployment cannot go on, in the words of GetDeployment's `errorInformation`. */
export class DeploymentFault extends Error {
  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly diagnostics?: Diagnostics,
  ) {
    super(message);
    this.name = 'DeploymentFault';
  }
}

const ENDED: ReadonlySet<DeploymentStatus> = new Set(['Succeeded', 'Failed', 'Stopped']);

export const hasEnded = (deployment: Deployment): boolean => ENDED.has(deployment.status);

export const isRollback = (deployment: Deployment): boolean =>
  deployment.creator === 'codeDeployRollback';

/** Newest first. */
export const deploymentsOf = (
  state: CodeDeployState,
  group?: DeploymentGroup,
): readonly Deployment[] =>
  [...state.deployments.values()]
    .filter((deployment) => group === undefined || deployment.group === group)
    .reverse();

export const lastSucceeded = (
  state: CodeDeployState,
  group: DeploymentGroup,
): Deployment | undefined =>
  deploymentsOf(state, group).find((deployment) => deployment.status === 'Succeeded');

/** The alarms that this deployment watches: its own, where it was given some, else its group's. */
export const alarmsOf = (deployment: Deployment): AlarmConfiguration | undefined =>
  deployment.overrideAlarms ?? deployment.group.settings.alarmConfiguration;
