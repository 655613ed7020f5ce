import type { DeploymentTarget, RevisionLocation, TargetStatus } from '@aws-sdk/client-codedeploy';

import type { Deployment, DeploymentFault, LifecycleEventState } from '../state';

/**
 * What differs between Lambda, ECS and EC2: how a revision is read, which lifecycle events there are, what each of
 * them does, and how to go back. A platform is one file; `codedeploy.ts` lists those that exist.
 */
export interface Platform {
  /** Reads the deployment's revision and looks at what it names. Throws DeploymentFault where it cannot be deployed. */
  open(deployment: Deployment): PlatformTarget;
}

export interface PlatformTarget {
  readonly targetId: string;
  /** In order. The deployment's life keeps their statuses; the platform only works. */
  readonly lifecycleEvents: readonly LifecycleEventState[];
  /** Does the work of one lifecycle event and tells the outcome, at once or later. Returns what abandons it. */
  work(event: string, outcome: Outcome): () => void;
  /** As BatchGetDeploymentTargets tells it. */
  describe(facts: TargetFacts): DeploymentTarget;
  /** The deployment that takes everything back; undefined where there is nothing to go back to. */
  wayBack(): WayBack | undefined;
  /** What the console shows of a Lambda target. */
  readonly lambda?: LambdaTraffic;
}

export interface Outcome {
  readonly succeeded: () => void;
  readonly failed: (fault: DeploymentFault) => void;
}

export interface TargetFacts {
  readonly status: TargetStatus;
  readonly lastUpdatedAt: Date;
}

export interface WayBack {
  readonly revision: RevisionLocation;
  readonly configName: string;
}

export interface LambdaTraffic {
  readonly functionName: string;
  readonly alias: string;
  readonly currentVersion: string;
  readonly targetVersion: string;
  /** Percent of the alias's traffic that this deployment last put on the target version. */
  readonly targetPct: () => number;
}
