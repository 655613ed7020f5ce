import type { AutoRollbackConfiguration, AutoRollbackEvent } from '@aws-sdk/client-codedeploy';

import type { Deployment } from '../state';

/** What brought a deployment to its end, where it was not success. */
export type EndCause = 'failure' | 'alarm' | 'request';

const EVENT_OF: Readonly<Record<EndCause, AutoRollbackEvent>> = {
  failure: 'DEPLOYMENT_FAILURE',
  alarm: 'DEPLOYMENT_STOP_ON_ALARM',
  request: 'DEPLOYMENT_STOP_ON_REQUEST',
};

/**
 * Whether the end of a deployment calls for a rollback. What StopDeployment asked for wins over the configuration
 * (assumed for an explicit `false`). A rollback itself never does (assumed).
 */
export const wantsRollback = (end: {
  readonly cause: EndCause;
  readonly isRollback: boolean;
  readonly configuration: AutoRollbackConfiguration | undefined;
  /** StopDeployment's `autoRollbackEnabled`. */
  readonly asked: boolean | undefined;
}): boolean => {
  if (end.isRollback) return false;
  if (end.cause === 'request' && end.asked !== undefined) return end.asked;
  const { enabled, events } = end.configuration ?? {};
  return enabled === true && events?.includes(EVENT_OF[end.cause]) === true;
};

/** Both assumed, one for either end of the link. */
export const messageOfRolledBack = (deployment: Deployment, rollbackId: string): string =>
  `Deployment ${deployment.id} terminated. Automatic rollback is triggered with a DeploymentId ${rollbackId}.`;
export const messageOfRollback = (rollbackId: string, deployment: Deployment): string =>
  `Deployment ${rollbackId} is triggered to roll back deployment ${deployment.id}.`;

/** Documented that the message says so (RollbackInfo in the API reference); the words are assumed. */
export const messageOfNoWayBack = (deployment: Deployment): string =>
  `Deployment ${deployment.id} terminated. Automatic rollback is not possible: there is no earlier version to go back to.`;
