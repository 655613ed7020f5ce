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
import { targetStatusOf } from '../run/overview';
import type { CodeDeployState, Deployment } from '../state';
import { findDeployment, isOneOf } from './checks';
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

/** None of the three has a resource type in IAM (documented: the service authorization reference). */
export const targetOperations = ({ state }: Parts) => ({
  ListDeploymentTargets: operation<ListDeploymentTargetsInput, ListDeploymentTargetsOutput>({
    resources: () => ['*'],
    run: ({ deploymentId, targetFilters, nextToken }) => {
      if (nextToken !== undefined)
        throw new AwsError('InvalidNextTokenException', `No page ended with ${nextToken}`);
      const deployment = findStarted(state, deploymentId);
      const wanted = statusFilter(targetFilters);
      const matches = wanted === undefined || wanted.includes(targetStatusOf(deployment));
      return {
        targetIds: matches && deployment.target !== undefined ? [deployment.target.targetId] : [],
      };
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
      if (targetIds.length > 1)
        throw new AwsError(
          'DeploymentTargetListSizeExceededException',
          'The target list of a Lambda or ECS deployment must have exactly one item',
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

const findStarted = (state: CodeDeployState, id: string | undefined): Deployment => {
  const deployment = findDeployment(state, id);
  if (deployment.startEpochMs === undefined)
    throw new AwsError(
      'DeploymentNotStartedException',
      `The deployment ${deployment.id} has not started`,
    );
  return deployment;
};

const describe = (deployment: Deployment, targetId: string): DeploymentTarget => {
  const { target } = deployment;
  if (target?.targetId !== targetId)
    throw new AwsError(
      'DeploymentTargetDoesNotExistException',
      `The target ${targetId} does not belong to the deployment ${deployment.id}`,
    );
  const times = target.lifecycleEvents.flatMap(({ startEpochMs = 0, endEpochMs = 0 }) => [
    startEpochMs,
    endEpochMs,
  ]);
  return target.describe({
    status: targetStatusOf(deployment),
    lastUpdatedAt: new Date(Math.max(deployment.startEpochMs ?? 0, ...times)),
  });
};

const statusFilter = (
  filters: ListDeploymentTargetsInput['targetFilters'],
): readonly TargetStatus[] | undefined => {
  for (const name of Object.keys(filters ?? {}))
    if (name !== 'TargetStatus' && name !== 'ServerInstanceLabel')
      throw new AwsError('InvalidTargetFilterNameException', `There is no target filter ${name}`);
  if (filters?.ServerInstanceLabel !== undefined)
    throw new AwsError(
      'InvalidDeploymentInstanceTypeException',
      'Instance types are for blue/green deployments on the Server platform only',
    );
  return filters?.TargetStatus?.map((status) => {
    if (isOneOf(TARGET_STATUSES, status)) return status;
    throw new AwsError('InvalidInstanceStatusException', `There is no target status ${status}`);
  });
};
