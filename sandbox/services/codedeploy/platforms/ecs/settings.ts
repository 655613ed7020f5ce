import { AwsError } from '../../../../service';
import type { ContainersForCodeDeploy } from '../../../ecs/port';
import { isActive } from '../../../ecs/state';
import { firstLoadBalancer } from '../../../ecs/state';
import { listenerPath } from '../../../ecs/traffic/listeners';
import type { CodeDeployState, DeploymentGroup, GroupSettings } from '../../state';
import { targetGroupPairOf } from './environment';

const LONGEST_WAIT_MINUTES = 2_880;

interface Context {
  readonly state: CodeDeployState;
  readonly containers: ContainersForCodeDeploy;
}

/**
 * Checks what an ECS group is about to be set to, and points its listeners, where nobody has yet, to the task set that
 * serves. Throws the model's exception for the first thing that is wrong; words without another mark are assumed.
 */
export const admitEcsGroup = (
  context: Context,
  settings: GroupSettings,
  current: DeploymentGroup | undefined,
): void => {
  checkStyle(settings);
  checkWaits(settings);
  checkTargetGroups(settings);
  checkService(context, settings, current);
  bindListeners(context, settings);
};

/** Auto Scaling groups: recorded (https://github.com/hashicorp/terraform-provider-aws/issues/7128). */
const checkStyle = ({ deploymentStyle, autoScalingGroups }: GroupSettings): void => {
  const { deploymentType, deploymentOption } = deploymentStyle ?? {};
  if (deploymentType !== 'BLUE_GREEN' || deploymentOption !== 'WITH_TRAFFIC_CONTROL')
    throw new AwsError(
      'InvalidDeploymentStyleException',
      'On the ECS platform the deployment style must be BLUE_GREEN, WITH_TRAFFIC_CONTROL',
    );
  if (autoScalingGroups !== undefined && autoScalingGroups.length > 0)
    throw new AwsError(
      'InvalidAutoScalingGroupException',
      'For ECS deployment group, autoScalingGroups can not be specified',
    );
};

/**
 * The ready action with a wait: recorded (https://github.com/hashicorp/terraform-provider-aws/issues/9653). Two days at most:
 * documented (limits.html). That the original task set cannot be kept alive is assumed, after
 * https://github.com/hashicorp/terraform-provider-aws/issues/23995.
 */
const checkWaits = ({ blueGreenDeploymentConfiguration }: GroupSettings): void => {
  const { deploymentReadyOption, terminateBlueInstancesOnDeploymentSuccess, ...rest } =
    blueGreenDeploymentConfiguration ?? {};
  const { actionOnTimeout, waitTimeInMinutes = 0 } = deploymentReadyOption ?? {};
  const { action, terminationWaitTimeInMinutes = 0 } =
    terminateBlueInstancesOnDeploymentSuccess ?? {};
  const tooLong = Math.max(waitTimeInMinutes, terminationWaitTimeInMinutes) > LONGEST_WAIT_MINUTES;
  const reason =
    actionOnTimeout === undefined || action === undefined
      ? 'An ECS deployment group needs a deploymentReadyOption and terminateBlueInstancesOnDeploymentSuccess'
      : actionOnTimeout === 'CONTINUE_DEPLOYMENT' && waitTimeInMinutes > 0
        ? "Deployment ready action cannot be set to 'CONTINUE_DEPLOYMENT' when timeout is specified"
        : action !== 'TERMINATE'
          ? 'For ECS deployment group, the original task set can only be terminated'
          : rest.greenFleetProvisioningOption !== undefined
            ? 'For ECS deployment group, greenFleetProvisioningOption can not be specified'
            : tooLong
              ? `A wait is at most ${LONGEST_WAIT_MINUTES} minutes`
              : undefined;
  if (reason !== undefined)
    throw new AwsError('InvalidBlueGreenDeploymentConfigurationException', reason);
};

/** Sizes documented: https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_TargetGroupPairInfo.html */
const checkTargetGroups = (settings: GroupSettings): void => {
  const pairs = settings.loadBalancerInfo?.targetGroupPairInfoList ?? [];
  if (pairs.length !== 1)
    throw new AwsError(
      'InvalidLoadBalancerInfoException',
      'An ECS deployment group needs exactly one target group pair',
    );
  const {
    targetGroups = [],
    prodTrafficRoute,
    testTrafficRoute,
  } = targetGroupPairOf(settings) ?? {};
  const names = new Set(targetGroups.map(({ name }) => name ?? ''));
  const prod = prodTrafficRoute?.listenerArns ?? [];
  const test = testTrafficRoute?.listenerArns ?? [];
  const known = [...prod, ...test].every((arn) => listenerPath(arn) !== undefined);
  if (names.size !== 2 || names.has('') || prod.length !== 1 || test.length > 1 || !known)
    throw new AwsError(
      'InvalidTargetGroupPairException',
      'A target group pair has two target groups, one production listener and at most one test listener',
    );
};

/** One service to a group and one group to a service: documented (limits.html, ECSServiceMappingLimitExceededException). */
const checkService = (
  { state, containers }: Context,
  { ecsServices = [] }: GroupSettings,
  current: DeploymentGroup | undefined,
): void => {
  const [named] = ecsServices;
  const service = containers.findService(named?.clusterName, named?.serviceName);
  if (ecsServices.length !== 1 || service === undefined || !isActive(service))
    throw new AwsError(
      'InvalidECSServiceException',
      'The Amazon ECS service identifier is not valid',
    );
  if (service.controller !== 'CODE_DEPLOY')
    throw new AwsError(
      'InvalidECSServiceException',
      "Deployment group's ECS service must be configured for a CODE_DEPLOY deployment controller",
    );
  const others = [...state.applications.values()]
    .flatMap(({ groups }) => [...groups.values()])
    .filter((group) => group !== current)
    .flatMap(({ settings }) => settings.ecsServices ?? []);
  if (others.some((it) => containers.findService(it.clusterName, it.serviceName) === service))
    throw new AwsError(
      'ECSServiceMappingLimitExceededException',
      'The Amazon ECS service is associated with more than one deployment groups',
    );
};

/**
 * On AWS the listeners' own actions say where they lead. Here they do not exist before a group names them: they lead to the
 * target group that the service was made with.
 */
const bindListeners = ({ containers }: Context, settings: GroupSettings): void => {
  const { clusterName, serviceName } = settings.ecsServices?.[0] ?? {};
  const service = containers.findService(clusterName, serviceName);
  const primary = [...(service?.taskSets ?? [])].find(({ status }) => status === 'PRIMARY');
  const targetGroup = firstLoadBalancer({
    loadBalancers: [...(primary?.order.loadBalancers ?? [])],
  })?.targetGroupArn;
  const { prodTrafficRoute, testTrafficRoute } = targetGroupPairOf(settings) ?? {};
  const arns = [
    ...(prodTrafficRoute?.listenerArns ?? []),
    ...(testTrafficRoute?.listenerArns ?? []),
  ];
  for (const arn of arns)
    if (targetGroup !== undefined && containers.listeners.weightsOf(arn) === undefined)
      containers.listeners.route(arn, { [targetGroup]: 100 });
};
