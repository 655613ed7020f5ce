import type { DeploymentOverview, TargetStatus } from '@aws-sdk/client-codedeploy';

import { type Deployment, hasEnded } from '../state';

/** The one target's status. Assumed: a stopped deployment's target is Failed, as its lifecycle event is; one that waits is Ready. */
export const targetStatusOf = (deployment: Deployment): TargetStatus => {
  if (deployment.status === 'Succeeded') return 'Succeeded';
  if (hasEnded(deployment)) return deployment.target === undefined ? 'Skipped' : 'Failed';
  if (deployment.status === 'Ready') return 'Ready';
  return deployment.target === undefined ? 'Pending' : 'InProgress';
};

/** Key order assumed, from reported SNS notifications. */
export const overviewOf = (deployment: Deployment): DeploymentOverview => {
  const { fleet, group } = deployment;
  const alone = group.application.computePlatform === 'Server' ? [] : [targetStatusOf(deployment)];
  const statuses = fleet?.targets.map(({ status }) => status) ?? alone;
  const count = (of: TargetStatus): number => statuses.filter((status) => status === of).length;
  const ready = count('Ready');
  return {
    Succeeded: count('Succeeded'),
    Failed: count('Failed'),
    Skipped: count('Skipped'),
    InProgress: count('InProgress'),
    Pending: count('Pending'),
    ...(ready > 0 ? { Ready: ready } : {}),
  };
};
