import type { HookName } from './gates';

/** What a release is: one CodeDeploy deployment, wherever it runs. */
export interface ReleaseKey {
  readonly account: string;
  readonly region: string;
  readonly deploymentId: string;
}

export type ReleaseState = 'started' | 'ready' | 'succeeded' | 'failed' | 'stopped';

/**
 * The states, in what order they count, and CodeDeploy's own words for them. What events say for them is the matter
 * of `events/deployment-state`.
 * https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_DeploymentInfo.html
 */
export const RELEASE_STATES = [
  { state: 'started', rank: 1, api: ['Created', 'Queued', 'InProgress'] },
  { state: 'ready', rank: 2, api: ['Ready', 'Baking'] },
  { state: 'succeeded', rank: 3, api: ['Succeeded'] },
  { state: 'failed', rank: 3, api: ['Failed'] },
  { state: 'stopped', rank: 3, api: ['Stopped'] },
] as const satisfies readonly {
  readonly state: ReleaseState;
  readonly rank: number;
  readonly api: readonly string[];
}[];

/**
 * The one state behind all that was heard, in whatever order and however often: the highest rank wins.
 * Undefined where nothing was heard.
 */
export const latestState = (heard: readonly ReleaseState[]): ReleaseState | undefined =>
  RELEASE_STATES.toReversed().find((row) => heard.includes(row.state))?.state;

export const isOver = (state: ReleaseState | undefined): boolean =>
  state === 'succeeded' || state === 'failed' || state === 'stopped';

/** Whether CodeDeploy's word for a deployment says that it came to nothing. */
export const isStoppedOrFailed = (status: string): boolean =>
  RELEASE_STATES.some(
    ({ state, api }) =>
      (state === 'stopped' || state === 'failed') && api.some((word) => word === status),
  );

/** The version of a function that a release moves an alias to. */
export interface LambdaTarget {
  readonly functionName: string;
  readonly alias: string;
  readonly currentVersion: string;
  readonly targetVersion: string;
}

/** A deployment, as CodeDeploy answers for it now. */
export interface Deployment {
  readonly deploymentId: string;
  readonly application: string;
  readonly group: string;
  readonly platform: 'Lambda' | 'ECS' | 'Server';
  readonly status: string;
  /** CodeDeploy's word for who made it: `user`, `codeDeployRollback`, `autoscaling` … */
  readonly creator: string;
  /** ISO-8601. */
  readonly createdAt: string;
  /** Whether replacement hosts or task sets take over; else the new revision comes to those that serve. */
  readonly isBlueGreen: boolean;
  /** How long a blue/green deployment waits for a word before traffic moves; then CodeDeploy does as it was told. */
  readonly readyWaitSec?: number;
  /** The deployment that this one rolls back. */
  readonly rollbackOf?: string;
  /** The deployment that rolls this one back. */
  readonly rolledBackBy?: string;
  readonly errorMessage?: string;
}

/** The task set that a release moves a service's traffic to. */
export interface EcsTarget {
  readonly cluster: string;
  readonly service: string;
  /** The replacement task set. */
  readonly taskSet?: string;
  readonly taskDefinition?: string;
  readonly targetGroup?: string;
}

/** What a release lands on; a release has one of them, or none that is known. */
export interface DeploymentTarget {
  readonly lambda?: LambdaTarget;
  readonly ecs?: EcsTarget;
  /** EC2 instances and on-premises hosts. */
  readonly instanceIds?: readonly string[];
  /** The lifecycle event that waits for an answer. */
  readonly hookInProgress?: HookName;
  /** Since when it waits, ISO-8601. */
  readonly hookSince?: string;
  /** CodeDeploy's words for how its hooks stand: `Pending`, `Succeeded`, `Failed` … */
  readonly hookStatuses?: Readonly<Partial<Record<HookName, string>>>;
}

/** What checks are handed: the release and what it lands on. Stored with every validation, so that it can be judged again. */
export interface ReleaseSubject extends Omit<
  DeploymentTarget,
  'hookInProgress' | 'hookSince' | 'hookStatuses'
> {
  readonly release: ReleaseKey;
  readonly application: string;
  readonly group: string;
  /** When the release was made, ISO-8601. */
  readonly startedAt: string;
  /** Alarms that the policy names, as they stood when the release started. */
  readonly alarmsAtStart: Readonly<Record<string, 'OK' | 'ALARM' | 'INSUFFICIENT_DATA'>>;
}

/** Whether this deployment was made to undo another one. Such a deployment is never judged and never undone. */
export const isRollback = (deployment: Deployment): boolean =>
  deployment.creator === 'codeDeployRollback' || deployment.rollbackOf !== undefined;
