import type {
  BatchGetDeploymentGroupsInput,
  BatchGetDeploymentGroupsOutput,
  CreateDeploymentGroupInput,
  CreateDeploymentGroupOutput,
  DeleteDeploymentGroupInput,
  DeleteDeploymentGroupOutput,
  DeploymentGroupInfo,
  GetDeploymentGroupInput,
  GetDeploymentGroupOutput,
  LastDeploymentInfo,
  ListDeploymentGroupsInput,
  ListDeploymentGroupsOutput,
  UpdateDeploymentGroupInput,
  UpdateDeploymentGroupOutput,
} from '@aws-sdk/client-codedeploy';

import { AwsError, operation } from '../../../service';
import { applicationArn, arnOfGroup, groupArn } from '../arns';
import { checkServiceRole, passedToCodeDeploy } from '../service-role';
import {
  type CodeDeployState,
  type Deployment,
  type DeploymentGroup,
  deploymentsOf,
  type GroupSettings,
  lastSucceeded,
} from '../state';
import { findApplication, findGroup, requireBatch, requireName } from './checks';
import { DEFAULT_CONFIG } from './deployment-configs';
import { checkGroupSettings } from './group-settings';
import type { Parts } from './parts';
import { pageOf } from './paging';
import { setTags } from './tags';

export const createDeploymentGroup = (
  { cloud, state, platforms }: Parts,
  input: CreateDeploymentGroupInput,
): DeploymentGroup => {
  const { applicationName, tags, ...given } = input;
  const application = findApplication(state, applicationName);
  const name = requireName('DeploymentGroup', given.deploymentGroupName);
  if (application.groups.has(name))
    throw new AwsError(
      'DeploymentGroupAlreadyExistsException',
      `Deployment group name is already in use: ${name}`,
    );
  const settings: GroupSettings = {
    ...given,
    deploymentGroupName: name,
    deploymentConfigName: given.deploymentConfigName ?? DEFAULT_CONFIG[application.computePlatform],
    serviceRoleArn: given.serviceRoleArn ?? '',
  };
  checkGroupSettings(state, application.computePlatform, settings);
  checkServiceRole(cloud, settings.serviceRoleArn);
  platforms[application.computePlatform]?.admit?.(settings, undefined);
  const group: DeploymentGroup = { id: cloud.random.uuid(), application, settings };
  setTags(state, arnOfGroup(cloud, group), tags);
  application.groups.set(name, group);
  return group;
};

const updateDeploymentGroup = (
  { cloud, state, platforms }: Parts,
  input: UpdateDeploymentGroupInput,
): void => {
  const { applicationName, currentDeploymentGroupName, newDeploymentGroupName, ...changes } = input;
  const group = findGroup(state, applicationName, currentDeploymentGroupName);
  const { application } = group;
  const oldName = group.settings.deploymentGroupName;
  const name = newDeploymentGroupName ?? oldName;
  if (name !== oldName && application.groups.has(name))
    throw new AwsError(
      'DeploymentGroupAlreadyExistsException',
      `Deployment group name is already in use: ${name}`,
    );
  const settings: GroupSettings = {
    ...group.settings,
    ...Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined)),
    deploymentGroupName: name,
  };
  checkGroupSettings(state, application.computePlatform, settings);
  checkServiceRole(cloud, settings.serviceRoleArn);
  platforms[application.computePlatform]?.admit?.(settings, group);
  group.settings = settings;
  application.groups.delete(oldName);
  application.groups.set(name, group);
};

export const deploymentGroupOperations = (parts: Parts) => {
  const { cloud, state } = parts;
  const onGroup = (input: { applicationName?: string; deploymentGroupName?: string }) => [
    groupArn(cloud, input.applicationName, input.deploymentGroupName),
  ];
  return {
    CreateDeploymentGroup: operation<CreateDeploymentGroupInput, CreateDeploymentGroupOutput>({
      resources: onGroup,
      passes: ({ serviceRoleArn }) => passedToCodeDeploy(serviceRoleArn),
      run: (input) => ({ deploymentGroupId: createDeploymentGroup(parts, input).id }),
    }),
    GetDeploymentGroup: operation<GetDeploymentGroupInput, GetDeploymentGroupOutput>({
      resources: onGroup,
      run: ({ applicationName, deploymentGroupName }) => ({
        deploymentGroupInfo: toInfo(state, findGroup(state, applicationName, deploymentGroupName)),
      }),
    }),
    UpdateDeploymentGroup: operation<UpdateDeploymentGroupInput, UpdateDeploymentGroupOutput>({
      resources: (input) => [
        groupArn(cloud, input.applicationName, input.currentDeploymentGroupName),
      ],
      passes: ({ serviceRoleArn }) => passedToCodeDeploy(serviceRoleArn),
      run: (input) => {
        updateDeploymentGroup(parts, input);
        return { hooksNotCleanedUp: [] };
      },
    }),
    ListDeploymentGroups: operation<ListDeploymentGroupsInput, ListDeploymentGroupsOutput>({
      resources: ({ applicationName }) => [applicationArn(cloud, applicationName)],
      run: ({ applicationName, nextToken }) => {
        const { groups } = findApplication(state, applicationName);
        const page = pageOf([...groups.keys()], nextToken, (name) => name);
        return { applicationName, deploymentGroups: [...page.items], nextToken: page.nextToken };
      },
    }),
    DeleteDeploymentGroup: operation<DeleteDeploymentGroupInput, DeleteDeploymentGroupOutput>({
      resources: onGroup,
      run: ({ applicationName, deploymentGroupName }) => {
        requireName('Application', applicationName);
        requireName('DeploymentGroup', deploymentGroupName);
        state.applications.get(applicationName ?? '')?.groups.delete(deploymentGroupName ?? '');
        return { hooksNotCleanedUp: [] };
      },
    }),
    BatchGetDeploymentGroups: operation<
      BatchGetDeploymentGroupsInput,
      BatchGetDeploymentGroupsOutput
    >({
      resources: ({ applicationName, deploymentGroupNames }) =>
        (deploymentGroupNames ?? []).map((name) => groupArn(cloud, applicationName, name)),
      run: ({ applicationName, deploymentGroupNames }) =>
        batchGet(state, applicationName, requireBatch(deploymentGroupNames)),
    }),
  };
};

/** Assumed: groups that are not there are left out and named in the error message. */
const batchGet = (
  state: CodeDeployState,
  applicationName: string | undefined,
  names: readonly string[],
): BatchGetDeploymentGroupsOutput => {
  const { groups } = findApplication(state, applicationName);
  const found = names.flatMap((name) => groups.get(name) ?? []);
  const missing = names.filter((name) => !groups.has(name));
  return {
    deploymentGroupsInfo: found.map((group) => toInfo(state, group)),
    errorMessage:
      missing.length === 0 ? undefined : `Deployment groups not found: ${missing.join(', ')}`,
  };
};

const toInfo = (state: CodeDeployState, group: DeploymentGroup): DeploymentGroupInfo => {
  const { application, settings, id } = group;
  const { autoScalingGroups, ...rest } = settings;
  const succeeded = lastSucceeded(state, group);
  return {
    ...rest,
    applicationName: application.name,
    deploymentGroupId: id,
    computePlatform: application.computePlatform,
    autoScalingGroups: autoScalingGroups?.map((name) => ({ name })),
    targetRevision: succeeded?.revision,
    lastSuccessfulDeployment: toLast(succeeded),
    lastAttemptedDeployment: toLast(deploymentsOf(state, group)[0]),
  };
};

const toLast = (deployment: Deployment | undefined): LastDeploymentInfo | undefined =>
  deployment && {
    deploymentId: deployment.id,
    status: deployment.status,
    createTime: new Date(deployment.createEpochMs),
    endTime:
      deployment.completeEpochMs === undefined ? undefined : new Date(deployment.completeEpochMs),
  };
