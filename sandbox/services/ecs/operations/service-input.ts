import type { DeploymentConfiguration, DeploymentLifecycleHook } from '@aws-sdk/client-ecs';

import { AwsError } from '../../../service';
import { requireActiveTaskDefinition } from '../find';
import { type EcsState, firstLoadBalancer, type Service, type ServiceSettings } from '../state';
import { listenerPath } from '../traffic/listeners';

type Controller = Service['controller'];

export const invalid = (message: string): AwsError =>
  new AwsError('InvalidParameterException', message);

/** Checks what a service is about to be set to. Sentences without another mark are assumed. */
export const checkSettings = (
  state: EcsState,
  controller: Controller,
  settings: ServiceSettings,
): void => {
  if (settings.desiredCount < 0) throw invalid('DesiredCount must not be negative.');
  if (controller !== 'EXTERNAL') checkContainer(state, settings);
  if (controller === 'CODE_DEPLOY' && firstLoadBalancer(settings)?.targetGroupArn === undefined)
    throw invalid('A service with the CODE_DEPLOY deployment controller needs a load balancer.');
  checkConfiguration(controller, settings);
};

const checkContainer = (state: EcsState, settings: ServiceSettings): void => {
  const { taskDefinition } = requireActiveTaskDefinition(state, settings.taskDefinition);
  const { containerName } = firstLoadBalancer(settings) ?? {};
  const names = (taskDefinition.containerDefinitions ?? []).map(({ name }) => name);
  if (containerName !== undefined && !names.includes(containerName))
    throw invalid(`The container ${containerName} does not exist in the task definition.`);
};

/**
 * Alarms outside ECS's own controller: recorded (https://github.com/aws/aws-cdk/issues/26307). Ranges documented with
 * each member of API_DeploymentConfiguration.
 */
const checkConfiguration = (controller: Controller, settings: ServiceSettings): void => {
  const { deploymentConfiguration = {} } = settings;
  const { strategy = 'ROLLING', alarms } = deploymentConfiguration;
  if (controller !== 'ECS') {
    if (alarms?.enable === true)
      throw invalid(
        'Alarm based rollback feature is only supported with ECS deployment controller. Update to ECS deployment controller and try again.',
      );
    if (strategy !== 'ROLLING')
      throw invalid(`The strategy ${strategy} is only supported with ECS deployment controller.`);
    return;
  }
  checkRanges(deploymentConfiguration);
  for (const hook of deploymentConfiguration.lifecycleHooks ?? []) checkHook(hook);
  if (strategy !== 'ROLLING') checkTraffic(settings);
};

const checkRanges = (configuration: DeploymentConfiguration): void => {
  const { bakeTimeInMinutes, canaryConfiguration, linearConfiguration } = configuration;
  const ranges = [
    ['bakeTimeInMinutes', bakeTimeInMinutes, 0, 1_440],
    ['canaryPercent', canaryConfiguration?.canaryPercent, 0.1, 100],
    ['canaryBakeTimeInMinutes', canaryConfiguration?.canaryBakeTimeInMinutes, 0, 1_440],
    ['stepPercent', linearConfiguration?.stepPercent, 3, 100],
    ['stepBakeTimeInMinutes', linearConfiguration?.stepBakeTimeInMinutes, 0, 1_440],
  ] as const;
  for (const [name, value, least, most] of ranges)
    if (value !== undefined && (value < least || value > most))
      throw invalid(`${name} must be between ${least} and ${most}.`);
};

/** That PAUSE has no place at the two shifts is documented with `lifecycleStages`. */
const checkHook = (hook: DeploymentLifecycleHook): void => {
  const { targetType = 'AWS_LAMBDA', hookTargetArn, roleArn, lifecycleStages = [] } = hook;
  if (lifecycleStages.length === 0) throw invalid('A lifecycle hook needs lifecycleStages.');
  const isPause = targetType === 'PAUSE';
  if (!isPause && (hookTargetArn === undefined || roleArn === undefined))
    throw invalid('A lifecycle hook needs hookTargetArn and roleArn.');
  if (isPause && lifecycleStages.some((stage) => SHIFTS.includes(stage)))
    throw invalid('PAUSE hooks cannot be configured at the traffic shift stages.');
};
const SHIFTS: readonly string[] = ['TEST_TRAFFIC_SHIFT', 'PRODUCTION_TRAFFIC_SHIFT'];

/** Documented: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/alb-resources-for-blue-green.html */
const checkTraffic = (settings: ServiceSettings): void => {
  const loadBalancer = firstLoadBalancer(settings);
  if (loadBalancer === undefined) return;
  const {
    alternateTargetGroupArn,
    productionListenerRule,
    roleArn,
    testListenerRule = productionListenerRule,
  } = loadBalancer.advancedConfiguration ?? {};
  if (
    alternateTargetGroupArn === undefined ||
    productionListenerRule === undefined ||
    roleArn === undefined
  )
    throw invalid(
      'Blue/green needs alternateTargetGroupArn, productionListenerRule and roleArn in advancedConfiguration.',
    );
  for (const arn of [productionListenerRule, testListenerRule])
    if (arn !== undefined && listenerPath(arn) === undefined)
      throw invalid(`The listener rule ${arn} is not valid.`);
};
