import type {
  AlarmConfiguration,
  AutoRollbackConfiguration,
  AutoRollbackEvent,
  ComputePlatform,
  DeploymentStyle,
  TriggerConfig,
  TriggerEventType,
} from '@aws-sdk/client-codedeploy';

import { AwsError } from '../../../service';
import type { CodeDeployState, GroupSettings } from '../state';
import { isOneOf, requireConfig, requireName } from './checks';
import { checkServerSettings } from './server-settings';
import { checkEnums } from './setting-enums';

const MOST_ALARMS = 10;
const MOST_TRIGGERS = 10;
const ROLLBACK_EVENTS: Readonly<Record<AutoRollbackEvent, true>> = {
  DEPLOYMENT_FAILURE: true,
  DEPLOYMENT_STOP_ON_ALARM: true,
  DEPLOYMENT_STOP_ON_REQUEST: true,
};
const TRIGGER_EVENTS: Readonly<Record<TriggerEventType, true>> = {
  DeploymentStart: true,
  DeploymentSuccess: true,
  DeploymentFailure: true,
  DeploymentStop: true,
  DeploymentRollback: true,
  DeploymentReady: true,
  InstanceStart: true,
  InstanceSuccess: true,
  InstanceFailure: true,
  InstanceReady: true,
};

/** Checks what a group is about to be set to. Throws the model's exception for the first thing that is wrong. */
export const checkGroupSettings = (
  state: CodeDeployState,
  platform: ComputePlatform,
  settings: GroupSettings,
): void => {
  requireName('DeploymentGroup', settings.deploymentGroupName);
  checkConfigFits(state, platform, settings.deploymentConfigName);
  checkRole(settings.serviceRoleArn);
  checkTriggers(settings.triggerConfigurations);
  checkAlarms(settings.alarmConfiguration);
  checkAutoRollback(settings.autoRollbackConfiguration);
  checkEnums(settings);
  if (platform === 'Lambda') checkLambdaStyle(settings.deploymentStyle);
  if (platform === 'Server') checkServerSettings(settings);
};

/** Which of the model's exceptions a configuration of another platform gives is assumed. */
export const checkConfigFits = (
  state: CodeDeployState,
  platform: ComputePlatform,
  name: string,
): void => {
  requireConfig(state, name);
  const of = state.configs.get(name)?.computePlatform;
  if (of !== platform)
    throw new AwsError(
      'InvalidDeploymentConfigNameException',
      `The deployment configuration ${name} is of the ${of} platform, not of ${platform}`,
    );
};

const checkRole = (arn: string): void => {
  if (arn === '') throw new AwsError('RoleRequiredException', 'The role ARN is missing');
  if (!/^arn:[^:]+:iam::\d{12}:role\/.+$/.test(arn))
    throw new AwsError('InvalidRoleException', `The role ARN is not valid: ${arn}`);
};

/** Reasons documented: InvalidAlarmConfigException in the API reference. */
export const checkAlarms = (configuration: AlarmConfiguration | undefined): void => {
  if (configuration === undefined) return;
  const names = (configuration.alarms ?? []).map(({ name }) => name ?? '');
  if (names.length > MOST_ALARMS)
    throw new AwsError(
      'AlarmsLimitExceededException',
      `The maximum number of alarms for a deployment group (${MOST_ALARMS}) was exceeded`,
    );
  const reason =
    configuration.enabled === true && names.length === 0
      ? 'it is enabled, but its list is empty'
      : names.some((name) => name === '' || name.length > 255)
        ? 'an alarm name is empty or exceeds 255 characters'
        : new Set(names).size < names.length
          ? 'it names one alarm twice'
          : undefined;
  if (reason !== undefined)
    throw new AwsError(
      'InvalidAlarmConfigException',
      `The alarm configuration is invalid: ${reason}`,
    );
};

export const checkAutoRollback = (configuration: AutoRollbackConfiguration | undefined): void => {
  if (configuration === undefined) return;
  const { enabled, events = [] } = configuration;
  const known = events.every((event) => isOneOf(ROLLBACK_EVENTS, event));
  if (known && (enabled !== true || events.length > 0)) return;
  throw new AwsError(
    'InvalidAutoRollbackConfigException',
    'Automatic rollback is enabled without an event type, or names one that does not exist',
  );
};

const checkTriggers = (triggers: readonly TriggerConfig[] | undefined): void => {
  if (triggers === undefined) return;
  if (triggers.length > MOST_TRIGGERS)
    throw new AwsError(
      'TriggerTargetsLimitExceededException',
      `The maximum number of triggers (${MOST_TRIGGERS}) was exceeded`,
    );
  for (const { triggerName, triggerTargetArn, triggerEvents = [] } of triggers)
    if (
      (triggerName ?? '') === '' ||
      !/^arn:[^:]+:sns:/.test(triggerTargetArn ?? '') ||
      triggerEvents.length === 0 ||
      !triggerEvents.every((event) => isOneOf(TRIGGER_EVENTS, event))
    )
      throw new AwsError(
        'InvalidTriggerConfigException',
        `The trigger ${triggerName ?? ''} needs a name, an SNS topic and known events`,
      );
};

/** Assumed that leaving it out is refused as well: what works here should not fail on AWS. */
const checkLambdaStyle = (style: DeploymentStyle | undefined): void => {
  if (style?.deploymentType === 'BLUE_GREEN' && style.deploymentOption === 'WITH_TRAFFIC_CONTROL')
    return;
  throw new AwsError(
    'InvalidDeploymentStyleException',
    'On the Lambda platform the deployment style must be BLUE_GREEN, WITH_TRAFFIC_CONTROL',
  );
};
