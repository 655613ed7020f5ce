import type { CodeDeployClient, DeploymentInfo, LambdaTarget } from '@aws-sdk/client-codedeploy';
import {
  BatchGetDeploymentTargetsCommand,
  DeploymentDoesNotExistException,
  GetDeploymentCommand,
  ListDeploymentTargetsCommand,
} from '@aws-sdk/client-codedeploy';
import { NotFoundError, sentenceOf, UnavailableError } from '../../domain/errors';
import type { Deployments } from '../../domain/releases/ports';
import type { Deployment, DeploymentTarget } from '../../domain/releases/release';

/** Deployments out of CodeDeploy. */
export const createDeployments = (client: CodeDeployClient): Deployments => ({
  read: async (deploymentId) => {
    const { deploymentInfo } = await client
      .send(new GetDeploymentCommand({ deploymentId }))
      .catch(unavailable(`Deployment ${deploymentId} cannot be read`));
    return toDeployment(deploymentId, deploymentInfo);
  },
  readTarget: async (deploymentId) => {
    const fail = unavailable(`The target of deployment ${deploymentId} cannot be read`);
    const { targetIds = [] } = await client
      .send(new ListDeploymentTargetsCommand({ deploymentId }))
      .catch(fail);
    if (targetIds.length === 0) return {};
    const { deploymentTargets = [] } = await client
      .send(
        new BatchGetDeploymentTargetsCommand({ deploymentId, targetIds: targetIds.slice(0, 25) }),
      )
      .catch(fail);
    const [first] = deploymentTargets;
    return toTarget(first?.lambdaTarget);
  },
});

const unavailable =
  (sentence: string) =>
  (thrown: unknown): never => {
    if (thrown instanceof DeploymentDoesNotExistException)
      throw new NotFoundError(`${sentence}: ${sentenceOf(thrown)}`, { cause: thrown });
    throw new UnavailableError(`${sentence}: ${sentenceOf(thrown)}`, false, { cause: thrown });
  };

const toDeployment = (deploymentId: string, info: DeploymentInfo | undefined): Deployment => {
  const { applicationName, deploymentGroupName, computePlatform, status, creator } = info ?? {};
  if (
    applicationName === undefined ||
    deploymentGroupName === undefined ||
    computePlatform === undefined
  )
    throw new UnavailableError(
      `Deployment ${deploymentId} came without its application, group or platform.`,
      false,
    );
  return {
    deploymentId,
    application: applicationName,
    group: deploymentGroupName,
    platform: computePlatform,
    status: status ?? 'Created',
    creator: creator ?? 'user',
    rollbackOf: info?.rollbackInfo?.rollbackTriggeringDeploymentId,
    rolledBackBy: info?.rollbackInfo?.rollbackDeploymentId,
    errorMessage: info?.errorInformation?.message,
  };
};

const toTarget = (target: LambdaTarget | undefined): DeploymentTarget => {
  const { functionName, functionAlias, currentVersion, targetVersion } =
    target?.lambdaFunctionInfo ?? {};
  return {
    lambda:
      functionName === undefined ||
      functionAlias === undefined ||
      currentVersion === undefined ||
      targetVersion === undefined
        ? undefined
        : { functionName, alias: functionAlias, currentVersion, targetVersion },
    hookInProgress: target?.lifecycleEvents?.find((event) => event.status === 'InProgress')
      ?.lifecycleEventName,
  };
};
