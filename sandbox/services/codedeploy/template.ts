import type { CreateDeploymentGroupInput } from '@aws-sdk/client-codedeploy';
import * as z from 'zod/mini';

import type { ResourceHandler } from '../../service';
import { generatedName, parseProperties } from '../template-properties';
import { createApplication } from './operations/applications';
import { createDeploymentConfig } from './operations/deployment-configs';
import { createDeploymentGroup } from './operations/deployment-groups';
import type { Parts } from './operations/parts';
import { EcsServices, TargetGroupPairs, toEcsServices, toTargetGroupPairs } from './template-ecs';

const text = z.optional(z.string());
const flag = z.optional(
  z.union([
    z.boolean(),
    z.pipe(
      z.enum(['true', 'false']),
      z.transform((it) => it === 'true'),
    ),
  ]),
);
const count = z.optional(z.coerce.number());
const tags = z.optional(z.array(z.object({ Key: z.string(), Value: z.string() })));
const platform = z.optional(z.enum(['Lambda', 'ECS', 'Server']));

const tagFilter = z.object({
  Key: text,
  Value: text,
  Type: z.optional(z.enum(['KEY_ONLY', 'VALUE_ONLY', 'KEY_AND_VALUE'])),
});
const named = z.optional(z.array(z.object({ Name: text })));

/** Of groups of hosts. */
const ServerProperties = z.object({
  Ec2TagFilters: z.optional(z.array(tagFilter)),
  Ec2TagSet: z.optional(
    z.object({ Ec2TagSetList: z.array(z.object({ Ec2TagGroup: z.array(tagFilter) })) }),
  ),
  OnPremisesInstanceTagFilters: z.optional(z.array(tagFilter)),
  AutoScalingGroups: z.optional(z.array(z.string())),
  LoadBalancerInfo: z.optional(
    z.object({
      ElbInfoList: named,
      TargetGroupInfoList: named,
      TargetGroupPairInfoList: TargetGroupPairs,
    }),
  ),
  BlueGreenDeploymentConfiguration: z.optional(
    z.object({
      DeploymentReadyOption: z.optional(
        z.object({
          ActionOnTimeout: z.optional(z.enum(['CONTINUE_DEPLOYMENT', 'STOP_DEPLOYMENT'])),
          WaitTimeInMinutes: count,
        }),
      ),
      TerminateBlueInstancesOnDeploymentSuccess: z.optional(
        z.object({
          Action: z.optional(z.enum(['TERMINATE', 'KEEP_ALIVE'])),
          TerminationWaitTimeInMinutes: count,
        }),
      ),
      GreenFleetProvisioningOption: z.optional(
        z.object({
          Action: z.optional(z.enum(['DISCOVER_EXISTING', 'COPY_AUTO_SCALING_GROUP'])),
        }),
      ),
    }),
  ),
});

const ApplicationProperties = z.object({
  ApplicationName: text,
  ComputePlatform: platform,
  Tags: tags,
});

const ConfigProperties = z.object({
  DeploymentConfigName: text,
  ComputePlatform: platform,
  MinimumHealthyHosts: z.optional(
    z.object({ Type: z.enum(['HOST_COUNT', 'FLEET_PERCENT']), Value: count }),
  ),
  TrafficRoutingConfig: z.optional(
    z.object({
      Type: z.enum(['AllAtOnce', 'TimeBasedCanary', 'TimeBasedLinear']),
      TimeBasedCanary: z.optional(z.object({ CanaryInterval: count, CanaryPercentage: count })),
      TimeBasedLinear: z.optional(z.object({ LinearInterval: count, LinearPercentage: count })),
    }),
  ),
});

const GroupProperties = z.object({
  ECSServices: EcsServices,
  ApplicationName: z.string(),
  DeploymentGroupName: text,
  DeploymentConfigName: text,
  ServiceRoleArn: z.string(),
  AlarmConfiguration: z.optional(
    z.object({
      Enabled: flag,
      IgnorePollAlarmFailure: flag,
      Alarms: z.optional(z.array(z.object({ Name: text }))),
    }),
  ),
  AutoRollbackConfiguration: z.optional(
    z.object({
      Enabled: flag,
      Events: z.optional(
        z.array(
          z.enum(['DEPLOYMENT_FAILURE', 'DEPLOYMENT_STOP_ON_ALARM', 'DEPLOYMENT_STOP_ON_REQUEST']),
        ),
      ),
    }),
  ),
  DeploymentStyle: z.optional(
    z.object({
      DeploymentType: z.optional(z.enum(['IN_PLACE', 'BLUE_GREEN'])),
      DeploymentOption: z.optional(z.enum(['WITH_TRAFFIC_CONTROL', 'WITHOUT_TRAFFIC_CONTROL'])),
    }),
  ),
  TriggerConfigurations: z.optional(
    z.array(
      z.object({
        TriggerName: text,
        TriggerTargetArn: text,
        TriggerEvents: z.optional(
          z.array(
            z.enum([
              'DeploymentStart',
              'DeploymentSuccess',
              'DeploymentFailure',
              'DeploymentStop',
              'DeploymentRollback',
              'DeploymentReady',
              'InstanceStart',
              'InstanceSuccess',
              'InstanceFailure',
              'InstanceReady',
            ]),
          ),
        ),
      }),
    ),
  ),
  Tags: tags,
  ...ServerProperties.shape,
});

/** `Ref` gives each resource's name (documented: the CloudFormation template reference). */
export const templateResources = (parts: Parts): Readonly<Record<string, ResourceHandler>> => ({
  'AWS::CodeDeploy::Application': {
    create: (resource) => {
      const given = parseProperties(ApplicationProperties, resource);
      const application = createApplication(parts, {
        applicationName:
          given.ApplicationName ?? generatedName(resource.logicalId, parts.cloud.random),
        computePlatform: given.ComputePlatform,
        tags: given.Tags,
      });
      return { ref: application.name, attributes: {} };
    },
  },
  'AWS::CodeDeploy::DeploymentConfig': {
    create: (resource) => {
      const given = parseProperties(ConfigProperties, resource);
      const name =
        given.DeploymentConfigName ?? generatedName(resource.logicalId, parts.cloud.random);
      createDeploymentConfig(parts, toConfigInput(name, given));
      return { ref: name, attributes: {} };
    },
  },
  'AWS::CodeDeploy::DeploymentGroup': {
    create: (resource) => {
      const given = parseProperties(GroupProperties, resource);
      const name =
        given.DeploymentGroupName ?? generatedName(resource.logicalId, parts.cloud.random);
      createDeploymentGroup(parts, toGroupInput(name, given));
      return { ref: name, attributes: {} };
    },
  },
});

const toConfigInput = (name: string, given: z.output<typeof ConfigProperties>) => {
  const { MinimumHealthyHosts: hosts, TrafficRoutingConfig: traffic } = given;
  const canary = traffic?.TimeBasedCanary;
  const linear = traffic?.TimeBasedLinear;
  return {
    deploymentConfigName: name,
    computePlatform: given.ComputePlatform,
    minimumHealthyHosts: hosts && { type: hosts.Type, value: hosts.Value },
    trafficRoutingConfig: traffic && {
      type: traffic.Type,
      timeBasedCanary: canary && {
        canaryInterval: canary.CanaryInterval,
        canaryPercentage: canary.CanaryPercentage,
      },
      timeBasedLinear: linear && {
        linearInterval: linear.LinearInterval,
        linearPercentage: linear.LinearPercentage,
      },
    },
  };
};

const toGroupInput = (
  name: string,
  given: z.output<typeof GroupProperties>,
): CreateDeploymentGroupInput => {
  const { AlarmConfiguration: alarms, AutoRollbackConfiguration: rollback } = given;
  const { DeploymentStyle: style, TriggerConfigurations: triggers } = given;
  return {
    ecsServices: toEcsServices(given.ECSServices),
    applicationName: given.ApplicationName,
    deploymentGroupName: name,
    deploymentConfigName: given.DeploymentConfigName,
    serviceRoleArn: given.ServiceRoleArn,
    alarmConfiguration: alarms && {
      enabled: alarms.Enabled,
      ignorePollAlarmFailure: alarms.IgnorePollAlarmFailure,
      alarms: alarms.Alarms?.map((alarm) => ({ name: alarm.Name })),
    },
    autoRollbackConfiguration: rollback && { enabled: rollback.Enabled, events: rollback.Events },
    deploymentStyle: style && {
      deploymentType: style.DeploymentType,
      deploymentOption: style.DeploymentOption,
    },
    triggerConfigurations: triggers?.map((trigger) => ({
      triggerName: trigger.TriggerName,
      triggerTargetArn: trigger.TriggerTargetArn,
      triggerEvents: trigger.TriggerEvents,
    })),
    tags: given.Tags,
    ...toServerInput(given),
  };
};

const toServerInput = (given: z.output<typeof ServerProperties>) => {
  const { LoadBalancerInfo: balancers, BlueGreenDeploymentConfiguration: blueGreen } = given;
  const ready = blueGreen?.DeploymentReadyOption;
  const terminate = blueGreen?.TerminateBlueInstancesOnDeploymentSuccess;
  const green = blueGreen?.GreenFleetProvisioningOption;
  const toNames = (list: readonly { readonly Name?: string | undefined }[] | undefined) =>
    list?.map(({ Name: name }) => ({ name }));
  return {
    ec2TagFilters: given.Ec2TagFilters,
    ec2TagSet: given.Ec2TagSet && {
      ec2TagSetList: given.Ec2TagSet.Ec2TagSetList.map((any) => any.Ec2TagGroup),
    },
    onPremisesInstanceTagFilters: given.OnPremisesInstanceTagFilters,
    autoScalingGroups: given.AutoScalingGroups,
    loadBalancerInfo: balancers && {
      elbInfoList: toNames(balancers.ElbInfoList),
      targetGroupInfoList: toNames(balancers.TargetGroupInfoList),
      targetGroupPairInfoList: toTargetGroupPairs(balancers.TargetGroupPairInfoList),
    },
    blueGreenDeploymentConfiguration: blueGreen && {
      deploymentReadyOption: ready && {
        actionOnTimeout: ready.ActionOnTimeout,
        waitTimeInMinutes: ready.WaitTimeInMinutes,
      },
      terminateBlueInstancesOnDeploymentSuccess: terminate && {
        action: terminate.Action,
        terminationWaitTimeInMinutes: terminate.TerminationWaitTimeInMinutes,
      },
      greenFleetProvisioningOption: green && { action: green.Action },
    },
  };
};
