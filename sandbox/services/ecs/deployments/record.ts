import type {
  DeploymentConfiguration,
  DeploymentLifecycleHookDetail,
  DeploymentStrategy,
  ServiceDeploymentLifecycleStage,
  ServiceDeploymentRollbackMonitorsStatus,
  ServiceDeploymentStatus,
} from '@aws-sdk/client-ecs';

import type { Revision, Service } from '../state';

/** One deployment that ECS itself carries out. */
export interface ServiceDeploymentRecord {
  readonly arn: string;
  readonly service: Service;
  /** What ran when it was made; the last of them is what a rollback goes back to. */
  readonly sources: readonly Revision[];
  readonly target: Revision;
  readonly configuration: DeploymentConfiguration;
  readonly strategy: DeploymentStrategy;
  readonly createEpochMs: number;
  status: ServiceDeploymentStatus;
  statusReason?: string;
  stage?: ServiceDeploymentLifecycleStage;
  startEpochMs?: number;
  stopEpochMs?: number;
  finishEpochMs?: number;
  updateEpochMs: number;
  /** Percent of traffic on the target, once it was first shifted. */
  productionPct?: number;
  testPct?: number;
  rollback?: {
    readonly reason: string;
    readonly startEpochMs: number;
    readonly revisionArn: string;
  };
  alarms: ServiceDeploymentRollbackMonitorsStatus;
  triggeredAlarms: readonly string[];
  breaker: ServiceDeploymentRollbackMonitorsStatus;
  /** Of the stage at hand. */
  hooks: readonly HookDetail[];
}

export interface HookDetail {
  readonly hookId: string;
  readonly targetType: NonNullable<DeploymentLifecycleHookDetail['targetType']>;
  readonly targetArn?: string;
  readonly expireEpochMs: number;
  readonly timeoutAction: 'CONTINUE' | 'ROLLBACK';
  status: NonNullable<DeploymentLifecycleHookDetail['status']>;
}

const ENDED: ReadonlySet<ServiceDeploymentStatus> = new Set([
  'SUCCESSFUL',
  'STOPPED',
  'ROLLBACK_SUCCESSFUL',
  'ROLLBACK_FAILED',
]);

export const hasEnded = ({ status }: ServiceDeploymentRecord): boolean => ENDED.has(status);

/** What served before; undefined in a service's first deployment. */
export const sourceOf = ({ sources }: ServiceDeploymentRecord): Revision | undefined =>
  sources.at(-1);

/** Why a deployment cannot go on. */
export class DeploymentFailure extends Error {
  constructor(
    message: string,
    /** Whether what served before is to come back, where there is something. */
    readonly rollsBack: boolean,
  ) {
    super(message);
    this.name = 'DeploymentFailure';
  }
}
