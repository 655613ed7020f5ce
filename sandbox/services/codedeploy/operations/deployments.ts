import type {
  BatchGetDeploymentsInput,
  BatchGetDeploymentsOutput,
  ContinueDeploymentInput,
  CreateDeploymentInput,
  CreateDeploymentOutput,
  DeploymentInfo,
  DeploymentStatus,
  GetDeploymentInput,
  GetDeploymentOutput,
  ListDeploymentsInput,
  ListDeploymentsOutput,
  PutLifecycleEventHookExecutionStatusInput,
  PutLifecycleEventHookExecutionStatusOutput,
  StopDeploymentInput,
  StopDeploymentOutput,
} from '@aws-sdk/client-codedeploy';

import { AwsError, operation } from '../../../service';
import { arnOfGroup, groupArn } from '../arns';
import { overviewOf } from '../run/overview';
import { type CodeDeployState, type Deployment, deploymentsOf } from '../state';
import { findDeployment, findGroup, isOneOf, requireBatch, requireDeploymentId } from './checks';
import { createDeployment } from './create-deployment';
import type { Parts } from './parts';
import { pageOf } from './paging';

const STATUSES: Readonly<Record<DeploymentStatus, true>> = {
  Created: true,
  Queued: true,
  InProgress: true,
  Baking: true,
  Succeeded: true,
  Failed: true,
  Stopped: true,
  Ready: true,
};

export const deploymentOperations = (parts: Parts) => {
  const { cloud, state } = parts;
  return {
    CreateDeployment: operation<CreateDeploymentInput, CreateDeploymentOutput>({
      resources: (input) => [groupArn(cloud, input.applicationName, input.deploymentGroupName)],
      run: (input, call) => ({ deploymentId: createDeployment(parts, input, call).id }),
    }),
    // Authorised on the deployment's group, which has to be found first: an unknown id is told before a denial.
    GetDeployment: operation<GetDeploymentInput, GetDeploymentOutput>({
      resources: ({ deploymentId }) => [
        arnOfGroup(cloud, findDeployment(state, deploymentId).group),
      ],
      run: ({ deploymentId }) => ({ deploymentInfo: toInfo(findDeployment(state, deploymentId)) }),
    }),
    // Assumed: ids of no deployment are left out of the answer.
    BatchGetDeployments: operation<BatchGetDeploymentsInput, BatchGetDeploymentsOutput>({
      resources: ({ deploymentIds }) => {
        const arns = known(state, deploymentIds).map(({ group }) => arnOfGroup(cloud, group));
        return arns.length === 0 ? ['*'] : [...new Set(arns)];
      },
      run: ({ deploymentIds }) => {
        if (deploymentIds === undefined || deploymentIds.length === 0)
          requireDeploymentId(undefined);
        for (const id of requireBatch(deploymentIds, 25)) requireDeploymentId(id);
        return { deploymentsInfo: known(state, deploymentIds).map(toInfo) };
      },
    }),
    ListDeployments: operation<ListDeploymentsInput, ListDeploymentsOutput>({
      resources: (input) => [groupArn(cloud, input.applicationName, input.deploymentGroupName)],
      run: (input) => listDeployments(state, input),
    }),
    ...controlOperations(parts),
  };
};

/** The three that have no resource type in IAM (documented: the service authorization reference). */
const controlOperations = ({ state, life, hooks }: Parts) => ({
  StopDeployment: operation<StopDeploymentInput, StopDeploymentOutput>({
    resources: () => ['*'],
    run: ({ deploymentId, autoRollbackEnabled }) => {
      const status = life.stop(findDeployment(state, deploymentId), autoRollbackEnabled);
      return { status, statusMessage: STOP_MESSAGES[status] };
    },
  }),
  ContinueDeployment: operation<ContinueDeploymentInput, Record<string, never>>({
    resources: () => ['*'],
    // Documented that Lambda has no wait to end: it is for blue/green with instances or task sets.
    run: ({ deploymentId, deploymentWaitType }) => {
      life.continue(findDeployment(state, deploymentId), deploymentWaitType);
      return {};
    },
  }),
  PutLifecycleEventHookExecutionStatus: operation<
    PutLifecycleEventHookExecutionStatusInput,
    PutLifecycleEventHookExecutionStatusOutput
  >({
    resources: () => ['*'],
    run: (input) => {
      const deployment = findDeployment(state, input.deploymentId);
      refuseOnHosts(deployment);
      hooks.answer(deployment, input);
      return { lifecycleEventHookExecutionId: input.lifecycleEventHookExecutionId };
    },
  }),
});

/** Hooks of hosts are scripts: documented with the exception ("not supported for the specified deployment type"). */
const refuseOnHosts = ({ id, group }: Deployment): void => {
  if (group.application.computePlatform !== 'Server') return;
  throw new AwsError(
    'UnsupportedActionForDeploymentTypeException',
    `Deployment ${id} is to instances, whose lifecycle event hooks are scripts.`,
  );
};

/** Succeeded: documented (the CLI reference's example). Pending: assumed. */
const STOP_MESSAGES = {
  Pending: 'Stopping Pending. Stopping to schedule commands in the deployment instances',
  Succeeded: 'No more commands will be scheduled for execution in the deployment instances',
} as const;

const known = (
  { deployments }: CodeDeployState,
  ids: readonly string[] | undefined,
): readonly Deployment[] => (ids ?? []).flatMap((id) => deployments.get(id) ?? []);

/** Newest first. That application and group go together is documented (API reference). */
const listDeployments = (
  state: CodeDeployState,
  input: ListDeploymentsInput,
): ListDeploymentsOutput => {
  const { applicationName, deploymentGroupName, createTimeRange, includeOnlyStatuses } = input;
  const oneGroup = applicationName !== undefined || deploymentGroupName !== undefined;
  const group = oneGroup ? findGroup(state, applicationName, deploymentGroupName) : undefined;
  for (const status of includeOnlyStatuses ?? [])
    if (!isOneOf(STATUSES, status))
      throw new AwsError(
        'InvalidDeploymentStatusException',
        `There is no deployment status ${String(status)}`,
      );
  const from = createTimeRange?.start?.getTime() ?? Number.NEGATIVE_INFINITY;
  const until = createTimeRange?.end?.getTime() ?? Number.POSITIVE_INFINITY;
  if (from > until)
    throw new AwsError('InvalidTimeRangeException', 'The time range ends before it starts');
  const matching = deploymentsOf(state, group).filter(
    ({ status, createEpochMs }) =>
      (includeOnlyStatuses === undefined ||
        includeOnlyStatuses.length === 0 ||
        includeOnlyStatuses.includes(status)) &&
      createEpochMs >= from &&
      createEpochMs <= until &&
      input.externalId === undefined,
  );
  const page = pageOf(matching, input.nextToken, ({ id }) => id);
  return { deployments: page.items.map(({ id }) => id), nextToken: page.nextToken };
};

const toInfo = (deployment: Deployment): DeploymentInfo => {
  const { group } = deployment;
  return {
    applicationName: group.application.name,
    deploymentGroupName: group.settings.deploymentGroupName,
    deploymentConfigName: deployment.configName,
    deploymentId: deployment.id,
    previousRevision: deployment.previousRevision,
    revision: deployment.revision,
    status: deployment.status,
    errorInformation: deployment.error,
    createTime: new Date(deployment.createEpochMs),
    startTime: toDate(deployment.startEpochMs),
    completeTime: toDate(deployment.completeEpochMs),
    deploymentOverview: overviewOf(deployment),
    description: deployment.description,
    creator: deployment.creator,
    ignoreApplicationStopFailures: deployment.server?.ignoreApplicationStopFailures ?? false,
    autoRollbackConfiguration: deployment.autoRollback,
    updateOutdatedInstancesOnly: deployment.server?.updateOutdatedInstancesOnly ?? false,
    rollbackInfo: deployment.rollbackInfo,
    deploymentStyle: group.settings.deploymentStyle,
    targetInstances: deployment.server?.targetInstances,
    blueGreenDeploymentConfiguration: group.settings.blueGreenDeploymentConfiguration,
    loadBalancerInfo: group.settings.loadBalancerInfo,
    instanceTerminationWaitTimeStarted: deployment.terminationWaitStarted === true,
    fileExistsBehavior: deployment.fileExistsBehavior,
    deploymentStatusMessages: [],
    computePlatform: group.application.computePlatform,
    overrideAlarmConfiguration: deployment.overrideAlarms,
  };
};

const toDate = (epochMs: number | undefined): Date | undefined =>
  epochMs === undefined ? undefined : new Date(epochMs);
