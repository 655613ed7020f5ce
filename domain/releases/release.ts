/** What a release is: one CodeDeploy deployment, wherever it runs. */
export interface ReleaseKey {
  readonly account: string;
  readonly region: string;
  readonly deploymentId: string;
}

/** The hooks that CodeDeploy calls a function for, in the order of a Lambda deployment. */
export const LAMBDA_HOOKS = ['BeforeAllowTraffic', 'AfterAllowTraffic'] as const;
export type HookName = (typeof LAMBDA_HOOKS)[number];

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
  /** The deployment that this one rolls back. */
  readonly rollbackOf?: string;
  /** The deployment that rolls this one back. */
  readonly rolledBackBy?: string;
  readonly errorMessage?: string;
}

/** What a hook can be about: the target, and the lifecycle event that waits for an answer. */
export interface DeploymentTarget {
  readonly lambda?: LambdaTarget;
  readonly hookInProgress?: string;
}

/** Whether this deployment was made to undo another one. Such a deployment is never judged and never undone. */
export const isRollback = (deployment: Deployment): boolean =>
  deployment.creator === 'codeDeployRollback' || deployment.rollbackOf !== undefined;
