import type {
  CodeDeployClient,
  DeploymentInfo,
  DeploymentTarget as AwsTarget,
  ECSTarget,
  LambdaTarget as AwsLambdaTarget,
} from '@aws-sdk/client-codedeploy';
import {
  BatchGetDeploymentTargetsCommand,
  DeploymentDoesNotExistException,
  GetDeploymentCommand,
  ListDeploymentTargetsCommand,
} from '@aws-sdk/client-codedeploy';
import { NotFoundError, sentenceOf, UnavailableError } from '../../domain/errors';
import type { Deployments } from '../../domain/releases/ports';
import { HOOKS } from '../../domain/releases/gates';
import type {
  Deployment,
  DeploymentTarget,
  EcsTarget,
  LambdaTarget,
} from '../../domain/releases/release';
import { toIso } from '../../domain/units';

/** BatchGetDeploymentTargets takes no more: https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_BatchGetDeploymentTargets.html */
const MOST_TARGETS = 25;

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
        new BatchGetDeploymentTargetsCommand({
          deploymentId,
          targetIds: targetIds.slice(0, MOST_TARGETS),
        }),
      )
      .catch(fail);
    return toTarget(deploymentTargets);
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
    createdAt: toIso((info?.createTime ?? new Date(0)).getTime()),
    isBlueGreen: info?.deploymentStyle?.deploymentType === 'BLUE_GREEN',
    readyWaitSec: toReadyWaitSec(info),
    rollbackOf: info?.rollbackInfo?.rollbackTriggeringDeploymentId,
    rolledBackBy: info?.rollbackInfo?.rollbackDeploymentId,
    errorMessage: info?.errorInformation?.message,
  };
};

/** Undefined where nothing waits: CodeDeploy goes on by itself as soon as it is ready. */
const toReadyWaitSec = (info: DeploymentInfo | undefined): number | undefined => {
  const option = info?.blueGreenDeploymentConfiguration?.deploymentReadyOption;
  return option?.actionOnTimeout === 'STOP_DEPLOYMENT' && option.waitTimeInMinutes !== undefined
    ? option.waitTimeInMinutes * 60
    : undefined;
};

/**
 * A Lambda or ECS deployment has one target, one of EC2 has a target a host. Its lifecycle events' statuses tell which
 * hook waits, and how those before it were answered.
 */
const toTarget = (targets: readonly AwsTarget[]): DeploymentTarget => {
  const [first] = targets;
  const events = first?.lambdaTarget?.lifecycleEvents ?? first?.ecsTarget?.lifecycleEvents ?? [];
  const hooks = events.flatMap(({ lifecycleEventName, status, startTime }) => {
    const hook = HOOKS.find((it) => it === lifecycleEventName);
    return hook === undefined || status === undefined ? [] : [{ hook, status, startTime }];
  });
  const waiting = hooks.find(({ status }) => status === 'InProgress');
  const instanceIds = targets.flatMap(({ instanceTarget }) =>
    instanceTarget?.targetId === undefined ? [] : [instanceTarget.targetId],
  );
  return {
    lambda: toLambda(first?.lambdaTarget),
    ecs: toEcs(first?.ecsTarget),
    instanceIds: instanceIds.length === 0 ? undefined : instanceIds,
    hookInProgress: waiting?.hook,
    hookSince: waiting?.startTime && toIso(waiting.startTime.getTime()),
    hookStatuses: Object.fromEntries(hooks.map(({ hook, status }) => [hook, status])),
  };
};

const toLambda = (target: AwsLambdaTarget | undefined): LambdaTarget | undefined => {
  const { functionName, functionAlias, currentVersion, targetVersion } =
    target?.lambdaFunctionInfo ?? {};
  return functionName === undefined ||
    functionAlias === undefined ||
    currentVersion === undefined ||
    targetVersion === undefined
    ? undefined
    : { functionName, alias: functionAlias, currentVersion, targetVersion };
};

/** The target's id is `cluster:service`; the green task set is the one that a release brings. */
const toEcs = (target: ECSTarget | undefined): EcsTarget | undefined => {
  const [cluster, service] = target?.targetId?.split(':') ?? [];
  if (cluster === undefined || service === undefined) return undefined;
  const green = target?.taskSetsInfo?.find(({ taskSetLabel }) => taskSetLabel === 'Green');
  return {
    cluster,
    service,
    taskSet: green?.identifer,
    targetGroup: green?.targetGroup?.name,
  };
};
