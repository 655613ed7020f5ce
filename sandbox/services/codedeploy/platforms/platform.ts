import type {
  DeploymentTarget,
  DeploymentWaitType,
  RevisionLocation,
  TargetLabel,
  TargetStatus,
} from '@aws-sdk/client-codedeploy';

import type {
  Deployment,
  DeploymentFault,
  DeploymentGroup,
  GroupSettings,
  LifecycleEventState,
} from '../state';

/**
 * What differs between Lambda, ECS and EC2: how a revision is read, which lifecycle events there are, what each of
 * them does, and how to go back. A platform is one file; `codedeploy.ts` lists those that exist.
 */
export interface Platform {
  /** Reads the deployment's revision and looks at what it names. Throws DeploymentFault where it cannot be deployed. */
  open(deployment: Deployment): PlatformTarget | Fleet;
  /** Checks what a group is about to be set to; `current` is the group, where there is one. Throws the model's exceptions. */
  admit?(settings: GroupSettings, current: DeploymentGroup | undefined): void;
}

/** One target that walks through its lifecycle events: Lambda, ECS. */
export interface PlatformTarget {
  readonly targetId: string;
  /** In order. The deployment's life keeps their statuses; the platform only works. */
  readonly lifecycleEvents: readonly LifecycleEventState[];
  /** Does the work of one lifecycle event and tells the outcome, at once or later. Returns what abandons it. */
  work(event: string, outcome: Outcome): () => void;
  /** A wait that stands before this lifecycle event; `undefined` for one before the deployment succeeds. */
  waitBefore?(event: string | undefined): Wait | undefined;
  /** The deployment ended: nothing of it happens any more. */
  ended?(status: 'Succeeded' | 'Failed' | 'Stopped'): void;
  /** As BatchGetDeploymentTargets tells it. */
  describe(facts: TargetFacts): DeploymentTarget;
  /** The deployment that takes everything back; undefined where there is nothing to go back to. */
  wayBack(): WayBack | undefined;
  /** What the console shows of a Lambda target. */
  readonly lambda?: LambdaTraffic;
  /** The same of an ECS target. */
  readonly ecs?: EcsTraffic;
}

/** Many targets, each with lifecycle events of its own: EC2 and on-premises. */
export interface Fleet {
  /** In the order in which they are deployed to. */
  readonly targets: readonly FleetTarget[];
  /** Works until it tells its outcome. Returns what abandons everything. */
  run(progress: Progress): () => void;
  wayBack(): WayBack | undefined;
  /** The deployment ended: every target's status is final. */
  ended(): void;
}
export interface FleetTarget {
  readonly targetId: string;
  readonly targetArn: string;
  readonly label?: TargetLabel;
  readonly lifecycleEvents: readonly LifecycleEventState[];
  status: TargetStatus;
  describe(facts: TargetFacts): DeploymentTarget;
}

export interface Outcome {
  readonly succeeded: () => void;
  readonly failed: (fault: DeploymentFault) => void;
}

/** What a deployment's life lends to the work. */
export interface Progress extends Outcome {
  /** Nothing new may begin: a stop was asked for, or the deployment has ended. */
  readonly isOver: () => boolean;
  /** Stands the deployment still, then goes on unless the wait ended it. Returns what abandons the wait. */
  readonly wait: (wait: Wait, goOn: () => void) => () => void;
  /** Runs work that a timer began: what it throws ends the deployment. */
  readonly guarded: (work: () => void) => void;
  /** Of a fleet's target, where there is one. */
  readonly tellEvent: (event: LifecycleEventState, targetId?: string) => void;
  /** A fleet's target has another status. */
  readonly tellTarget: (target: FleetTarget) => void;
}

export interface Wait {
  /** READY_WAIT stands at Ready, TERMINATION_WAIT at InProgress. */
  readonly type: DeploymentWaitType;
  readonly forMs: number;
  /** When the time is over. A deployment that stops is Stopped and is not rolled back. */
  readonly onTimeout: 'goes on' | 'stops';
  /** The error of a deployment that stops, where the platform has its own. */
  readonly stopsWith?: DeploymentFault;
}

export interface TargetFacts {
  readonly status: TargetStatus;
  readonly lastUpdatedAt: Date;
}

export interface WayBack {
  readonly revision: RevisionLocation;
  readonly configName: string;
}

export interface EcsTraffic {
  /** `cluster:service` */
  readonly service: string;
  /** `family:revision` */
  readonly currentTaskDefinition: string;
  readonly targetTaskDefinition: string;
  /** Percent of production traffic that this deployment last put on the replacement task set. */
  readonly targetPct: () => number;
}

export interface LambdaTraffic {
  readonly functionName: string;
  readonly alias: string;
  readonly currentVersion: string;
  readonly targetVersion: string;
  /** Percent of the alias's traffic that this deployment last put on the target version. */
  readonly targetPct: () => number;
}
