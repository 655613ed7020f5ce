import type { CreateDeploymentInput, EC2TagFilter } from '@aws-sdk/client-codedeploy';

import { AwsError } from '../../../service';
import { chooseHosts, toFilter } from '../platforms/server/choose-hosts';
import type { DeploymentGroup, ServerOptions } from '../state';
import type { Parts } from './parts';

/** What a deployment to hosts may be asked for. Throws for what the request alone, or the group, shows to be wrong. */
export const serverOptions = (
  { cloud, server }: Parts,
  { settings }: DeploymentGroup,
  input: CreateDeploymentInput,
): ServerOptions => {
  const { targetInstances } = input;
  const isBlueGreen = settings.deploymentStyle?.deploymentType === 'BLUE_GREEN';
  if (isBlueGreen) requireExistingFleet(settings);
  if (!isBlueGreen && targetInstances !== undefined)
    throw invalidTargets(
      'Configuration data for target instances was entered for an in-place deployment.',
    );
  if (isBlueGreen && targetInstances === undefined)
    throw invalidTargets('A blue/green deployment to existing instances must say which they are.');
  if (targetInstances !== undefined) {
    if (targetInstances.tagFilters !== undefined && targetInstances.ec2TagSet !== undefined)
      throw invalidTargets('tagFilters cannot be used in the same call as ec2TagSet.');
    requireFewTags(targetInstances.tagFilters, targetInstances.ec2TagSet?.ec2TagSetList);
    const found = chooseHosts({ hosts: cloud.ports.hosts, ...server }, toFilter(targetInstances));
    if (found.length === 0)
      throw invalidTargets('A specified tag is not currently applied to any instances.');
  }
  return {
    ignoreApplicationStopFailures: input.ignoreApplicationStopFailures ?? false,
    updateOutdatedInstancesOnly: input.updateOutdatedInstancesOnly ?? false,
    targetInstances,
  };
};

/** Not AWS's answer: the sandbox has no Auto Scaling to copy a group with, and says so. */
const requireExistingFleet = (settings: DeploymentGroup['settings']): void => {
  const action = settings.blueGreenDeploymentConfiguration?.greenFleetProvisioningOption?.action;
  if (action !== 'COPY_AUTO_SCALING_GROUP') return;
  throw new AwsError(
    'NotImplemented',
    'The sandbox copies no Auto Scaling groups: set greenFleetProvisioningOption to DISCOVER_EXISTING.',
    501,
  );
};

const MOST_TAGS = 10;

const requireFewTags = (
  ...lists: readonly (readonly (EC2TagFilter | EC2TagFilter[])[] | undefined)[]
): void => {
  const tags = lists.flatMap((list) => list ?? []).flat();
  if (tags.length > MOST_TAGS)
    throw invalidTargets('The limit of 10 tags for a tag type was exceeded.');
};

/** Reasons documented with the exception (API_CreateDeployment); that blue/green must name its instances is assumed. */
const invalidTargets = (reason: string): AwsError =>
  new AwsError(
    'InvalidTargetInstancesException',
    `The target instance configuration is invalid. ${reason}`,
  );
