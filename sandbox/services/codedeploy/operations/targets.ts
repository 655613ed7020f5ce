import type {
  BatchGetDeploymentTargetsInput,
  BatchGetDeploymentTargetsOutput,
  DeploymentTarget,
  GetDeploymentTargetInput,
  GetDeploymentTargetOutput,
  ListDeploymentTargetsInput,
  ListDeploymentTargetsOutput,
  TargetStatus,
} from '@aws-sdk/client-codedeploy';

import { AwsError, operation } from '../../../service';
import type { FleetTarget } from '../platforms/platform';
import { targetStatusOf } from '../run/overview';
import type { CodeDeployState, Deployment, LifecycleEventState } from '../state';
import { findDeployment, isOneOf } from './checks';
import { pageOf } from './paging';
import type { Parts } from './parts';

const TARGET_STATUSES: Readonly<Record<TargetStatus, true>> = {
  Pending: true,
  InProgress: true,
  Succeeded: true,
  Failed: true,
  Skipped: true,
  Unknown: true,
  Ready: true,
};

/** Documented: API_BatchGetDeploymentTargets, for hosts; one for Lambda and ECS. */
const MOST_HOSTS = 25;

/** None of the three has a resource type in IAM (documented: the service authorization reference). */
export const targetOperations = ({ state }: Parts) => ({
  ListDeploymentTargets: operation<ListDeploymentTargetsInput, ListDeploymentTargetsOutput>({
    resources: () => ['*'],
    run: ({ deploymentId, targetFilters, nextToken }) => {
      const deployment = findStarted(state, deploymentId);
      const matching = targetsOf(deployment).filter(filterOf(deployment, targetFilters));
      const page = pageOf(matching, nextToken, ({ targetId }) => targetId);
      return { targetIds: page.items.map(({ targetId }) => targetId), nextToken: page.nextToken };
    },
  }),
  BatchGetDeploymentTargets: operation<
    BatchGetDeploymentTargetsInput,
    BatchGetDeploymentTargetsOutput
  >({
    resources: () => ['*'],
    run: ({ deploymentId, targetIds }) => {
      const deployment = findStarted(state, deploymentId);
      if (targetIds === undefined || targetIds.length === 0)
        throw new AwsError('DeploymentTargetIdRequiredException', 'A target ID was not provided');
      const most = isOfHosts(deployment) ? MOST_HOSTS : 1;
      if (targetIds.length > most)
        throw new AwsError(
          'DeploymentTargetListSizeExceededException',
          `The target list of a ${deployment.group.application.computePlatform} deployment must have at most ${most} items`,
        );
      return { deploymentTargets: targetIds.map((id) => describe(deployment, id)) };
    },
  }),
  GetDeploymentTarget: operation<GetDeploymentTargetInput, GetDeploymentTargetOutput>({
    resources: () => ['*'],
    run: ({ deploymentId, targetId }) => {
      const deployment = findStarted(state, deploymentId);
      if (targetId === undefined || targetId === '')
        throw new AwsError('DeploymentTargetIdRequiredException', 'A target ID was not provided');
      return { deploymentTarget: describe(deployment, targetId) };
    },
  }),
});

const isOfHosts = ({ group }: Deployment): boolean =>
  group.application.computePlatform === 'Server';

type Target = Pick<FleetTarget, 'targetId' | 'label' | 'status' | 'lifecycleEvents' | 'describe'>;

const targetsOf = (deployment: Deployment): readonly Target[] => {
  const { fleet, target } = deployment;
  if (fleet !== undefined) return fleet.targets;
  if (target === undefined) return [];
  const { targetId, lifecycleEvents, describe: tell } = target;
  return [{ targetId, lifecycleEvents, describe: tell, status: targetStatusOf(deployment) }];
};

export const findStarted = (state: CodeDeployState, id: string | undefined): Deployment => {
  const deployment = findDeployment(state, id);
  if (deployment.startEpochMs === undefined)
    throw new AwsError(
      'DeploymentNotStartedException',
      `The deployment ${deployment.id} has not started`,
    );
  return deployment;
};

const describe = (deployment: Deployment, targetId: string): DeploymentTarget => {
  const target = targetsOf(deployment).find((one) => one.targetId === targetId);
  if (target === undefined)
    throw new AwsError(
      'DeploymentTargetDoesNotExistException',
      `The target ${targetId} does not belong to the deployment ${deployment.id}`,
    );
  return target.describe({
    status: target.status,
    lastUpdatedAt: lastUpdateOf(deployment, target.lifecycleEvents),
  });
};

/** When something last happened to it. */
export const lastUpdateOf = (
  { startEpochMs = 0 }: Deployment,
  events: readonly LifecycleEventState[],
): Date =>
  new Date(
    Math.max(startEpochMs, ...events.map((event) => event.endEpochMs ?? event.startEpochMs ?? 0)),
  );

const filterOf = (
  deployment: Deployment,
  filters: ListDeploymentTargetsInput['targetFilters'],
): ((target: Target) => boolean) => {
  for (const name of Object.keys(filters ?? {}))
    if (name !== 'TargetStatus' && name !== 'ServerInstanceLabel')
      throw new AwsError('InvalidTargetFilterNameException', `There is no target filter ${name}`);
  const labels = filters?.ServerInstanceLabel;
  const isBlueGreen = deployment.group.settings.deploymentStyle?.deploymentType === 'BLUE_GREEN';
  if (labels !== undefined && !(isOfHosts(deployment) && isBlueGreen))
    throw new AwsError(
      'InvalidDeploymentInstanceTypeException',
      'Instance types are for blue/green deployments on the Server platform only',
    );
  for (const label of labels ?? [])
    if (label !== 'Blue' && label !== 'Green')
      throw new AwsError('InvalidInstanceTypeException', `There is no instance type ${label}`);
  const statuses = filters?.TargetStatus;
  for (const status of statuses ?? [])
    if (!isOneOf(TARGET_STATUSES, status))
      throw new AwsError('InvalidInstanceStatusException', `There is no target status ${status}`);
  return (target) =>
    (statuses === undefined || statuses.includes(target.status)) &&
    (labels === undefined || (target.label !== undefined && labels.includes(target.label)));
};
