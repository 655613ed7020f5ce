import type { CreateDeploymentInput, FileExistsBehavior } from '@aws-sdk/client-codedeploy';

import { AwsError, type Call } from '../../../service';
import { arnOfGroup } from '../arns';
import { type Deployment, type DeploymentGroup, deploymentsOf, hasEnded } from '../state';
import { findGroup, isOneOf } from './checks';
import { checkAlarms, checkAutoRollback, checkConfigFits } from './group-settings';
import type { Parts } from './parts';
import { registerUse, requireRevision } from './revisions';
import { serverOptions } from './server-options';

const MOST_DESCRIPTION = 256;
const FILE_EXISTS: Readonly<Record<FileExistsBehavior, true>> = {
  DISALLOW: true,
  OVERWRITE: true,
  RETAIN: true,
};

/** Throws for what the request alone shows to be wrong; what the AppSpec names is looked at when it starts. */
export const createDeployment = (
  parts: Parts,
  input: CreateDeploymentInput,
  { caller }: Call,
): Deployment => {
  const { cloud, state, life } = parts;
  const group = findGroup(state, input.applicationName, input.deploymentGroupName);
  const { computePlatform } = group.application;
  requirePlatform(parts, group);
  const revision = requireRevision(input.revision, computePlatform);
  const configName = input.deploymentConfigName ?? group.settings.deploymentConfigName;
  checkConfigFits(state, computePlatform, configName);
  checkOptions(input);
  const server = computePlatform === 'Server' ? serverOptions(parts, group, input) : undefined;
  if (server === undefined) refuseServerOptions(input);
  checkAutoRollback(input.autoRollbackConfiguration);
  checkAlarms(input.overrideAlarmConfiguration);
  if (input.overrideAlarmConfiguration !== undefined) requireOverride(parts, group, caller);
  requireNoOther(parts, group);
  registerUse(group, revision, cloud.clock.nowEpochMs());
  return life.begin({
    group,
    configName,
    revision,
    description: input.description,
    creator: 'user',
    fileExistsBehavior: input.fileExistsBehavior ?? 'DISALLOW',
    autoRollback: input.autoRollbackConfiguration ?? group.settings.autoRollbackConfiguration,
    overrideAlarms: input.overrideAlarmConfiguration,
    server,
  });
};

/** Not AWS's answer: it says honestly what the sandbox cannot do yet. */
const requirePlatform = ({ platforms }: Parts, group: DeploymentGroup): void => {
  const { computePlatform } = group.application;
  if (platforms[computePlatform] !== undefined) return;
  throw new AwsError(
    'UnsupportedActionForDeploymentTypeException',
    `The sandbox does not run deployments of the ${computePlatform} compute platform, only of ${Object.keys(platforms).join(', ')}.`,
  );
};

const checkOptions = (input: CreateDeploymentInput): void => {
  if ((input.description ?? '').length > MOST_DESCRIPTION)
    throw new AwsError(
      'DescriptionTooLongException',
      `The description is longer than ${MOST_DESCRIPTION} characters`,
    );
  if (input.fileExistsBehavior !== undefined && !isOneOf(FILE_EXISTS, input.fileExistsBehavior))
    throw new AwsError(
      'InvalidFileExistsBehaviorException',
      'Valid values include DISALLOW, OVERWRITE, and RETAIN',
    );
};

/** Documented with each exception: on Lambda the two flags must be false, and target instances have no place. */
const refuseServerOptions = (input: CreateDeploymentInput): void => {
  if (input.ignoreApplicationStopFailures === true)
    throw new AwsError(
      'InvalidIgnoreApplicationStopFailuresValueException',
      'For Lambda deployments, false is expected',
    );
  if (input.updateOutdatedInstancesOnly === true)
    throw new AwsError(
      'InvalidUpdateOutdatedInstancesOnlyValueException',
      'For Lambda deployments, false is expected',
    );
  if (input.targetInstances !== undefined)
    throw new AwsError(
      'InvalidTargetInstancesException',
      'Target instances are for blue/green deployments on the Server platform only',
    );
};

/**
 * Documented: "If you specify an overrideAlarmConfiguration, you need the UpdateDeploymentGroup IAM permission when
 * calling CreateDeployment" (API reference). The caller's role is taken to have no path.
 */
const requireOverride = (
  { cloud }: Parts,
  group: DeploymentGroup,
  caller: Call['caller'],
): void => {
  if (caller.kind !== 'role' || caller.roleName === undefined) return;
  const roleArn = `arn:aws:iam::${cloud.account}:role/${caller.roleName}`;
  const resource = arnOfGroup(cloud, group);
  const action = 'codedeploy:UpdateDeploymentGroup';
  if (cloud.ports.identity.isAllowed(roleArn, action, resource) !== false) return;
  throw new AwsError(
    'AccessDeniedException',
    `User: ${caller.arn} is not authorized to perform: ${action} on resource: ${resource} because no identity-based policy allows the ${action} action`,
  );
};

/** Documented: one deployment at a time in a group (limits.html). */
const requireNoOther = ({ state }: Parts, group: DeploymentGroup): void => {
  const active = deploymentsOf(state, group).find((deployment) => !hasEnded(deployment));
  if (active === undefined) return;
  throw new AwsError(
    'DeploymentLimitExceededException',
    `The Deployment Group '${group.settings.deploymentGroupName}' already has an active Deployment '${active.id}'`,
  );
};
