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
 * One meaning, three vocabularies: the event's `detail.state`, the API's `status`, the SNS trigger's `status`.
 * A word that AWS does not use for that source is absent.
 * https://docs.aws.amazon.com/codedeploy/latest/userguide/monitoring-cloudwatch-events.html
 */
export const RELEASE_STATES = [
  {
    state: 'started',
    rank: 1,
    event: 'START',
    api: ['Created', 'Queued', 'InProgress'],
    sns: 'CREATED',
  },
  { state: 'ready', rank: 2, event: 'READY', api: ['Ready', 'Baking'], sns: 'READY' },
  { state: 'succeeded', rank: 3, event: 'SUCCESS', api: ['Succeeded'], sns: 'SUCCEEDED' },
  { state: 'failed', rank: 3, event: 'FAILURE', api: ['Failed'], sns: 'FAILED' },
  { state: 'stopped', rank: 3, event: 'STOP', api: ['Stopped'], sns: 'STOPPED' },
] as const satisfies readonly {
  readonly state: ReleaseState;
  readonly rank: number;
  readonly event: string;
  readonly api: readonly string[];
  readonly sns: string;
}[];

/** The state that an EventBridge word means; undefined for a word that we do not know. */
export const stateOfEvent = (word: string): ReleaseState | undefined =>
  RELEASE_STATES.find((row) => row.event === word)?.state;

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
