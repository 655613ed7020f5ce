import type { TargetStatus } from '@aws-sdk/client-codedeploy';

import { instanceArn } from '../../../../hosts/host';
import type { HostsPort } from '../../../../hosts/hosts';
import type { Cloud } from '../../../../service';
import { type CodeDeployState, type Deployment, lastSucceeded } from '../../state';
import type { Progress, WayBack } from '../platform';
import type { Bundles } from './bundles';
import type { HealthBook } from './health-book';
import { type HostTarget, statusAtEnd } from './host-target';
import type { OnPremisesInstance, OnPremisesInstances } from './on-premises';

export interface ServerContext {
  readonly cloud: Cloud;
  readonly state: CodeDeployState;
  readonly hosts: HostsPort;
  readonly onPremises: OnPremisesInstances;
  readonly bundles: Bundles;
  readonly health: HealthBook;
}

export const arnOfHost = (
  { cloud }: ServerContext,
  targetId: string,
  onPremises: OnPremisesInstance | undefined,
): string => onPremises?.arn ?? instanceArn(cloud, targetId);

/**
 * "The last known good version of an application revision is deployed" (documented:
 * https://docs.aws.amazon.com/codedeploy/latest/userguide/deployments-rollback-and-redeploy.html).
 */
export const lastGoodWay = (
  { state }: ServerContext,
  { group, configName }: Deployment,
): WayBack | undefined => {
  const good = lastSucceeded(state, group);
  return good && { revision: good.revision, configName };
};

/** A host came to its end: its status, its health, and who hears of it. */
export const recordOutcome = (
  { health }: ServerContext,
  at: {
    readonly deployment: Deployment;
    readonly target: HostTarget;
    readonly succeeded: boolean;
    readonly progress: Progress;
  },
): void => {
  const { deployment, target, succeeded, progress } = at;
  const { group, revision } = deployment;
  health.record(group, target.targetId, { revision, succeeded });
  setStatus(target, succeeded ? 'Succeeded' : 'Failed', progress);
};

export const setStatus = (
  target: HostTarget,
  status: TargetStatus,
  progress: Progress | undefined,
): void => {
  if (target.status === status) return;
  target.status = status;
  progress?.tellTarget(target);
};

/** Once the deployment has ended, every host's status is final. */
export const settleTargets = (
  targets: readonly HostTarget[],
  progress: Progress | undefined,
): void => {
  for (const target of targets) setStatus(target, statusAtEnd(target.status), progress);
};
