import type { CreateServiceRequest } from '@aws-sdk/client-ecs';

import { serviceArn } from '../arns';
import { findCluster, requireActiveTaskDefinition } from '../find';
import { isActive, type Service, type ServiceSettings } from '../state';
import type { Parts } from './parts';
import { checkSettings, invalid } from './service-input';

/** Documented with CreateService: up to 255 letters, numbers, underscores and hyphens. */
const NAME = /^[A-Za-z0-9_-]{1,255}$/;

export const createService = (parts: Parts, input: CreateServiceRequest): Service => {
  const { cloud, state } = parts;
  const { cluster: clusterName, serviceName = '', tags, deploymentController, ...given } = input;
  const cluster = findCluster(state, clusterName);
  if (!NAME.test(serviceName)) throw invalid('Invalid service name.');
  const existing = cluster.services.get(serviceName);
  // The sentence is assumed, as users' reports quote it.
  if (existing !== undefined && isActive(existing))
    throw invalid('Creation of service was not idempotent.');
  const controller = deploymentController?.type ?? 'ECS';
  const settings = resolve(parts, { ...given, desiredCount: given.desiredCount ?? 0 });
  checkSettings(state, controller, settings);
  const service: Service = {
    name: serviceName,
    arn: serviceArn(cloud, cluster.name, serviceName),
    cluster,
    controller,
    tags: tags ?? [],
    createEpochMs: cloud.clock.nowEpochMs(),
    settings,
    status: 'ACTIVE',
    taskSets: new Set(),
    revisions: [],
    deployments: [],
    events: [],
  };
  cluster.services.set(serviceName, service);
  if (controller === 'CODE_DEPLOY') createFirstTaskSet(parts, service);
  if (controller === 'ECS') parts.deployments.begin(service, settings);
  return service;
};

/** With the task definition's ARN, whatever it was named by. */
export const resolve = ({ state }: Parts, settings: ServiceSettings): ServiceSettings => {
  const { taskDefinition } = settings;
  if (taskDefinition === undefined) return settings;
  const found = requireActiveTaskDefinition(state, taskDefinition);
  return { ...settings, taskDefinition: found.taskDefinition.taskDefinitionArn };
};

/** Documented: "Service creation results in the creation of a (blue) task set registered with the specified target group" (migrate-codedeploy-to-ecs-bluegreen.html). */
const createFirstTaskSet = ({ taskSets }: Parts, service: Service): void => {
  const { taskDefinition = '', loadBalancers, launchType, platformVersion } = service.settings;
  const taskSet = taskSets.create(service, {
    taskDefinition,
    loadBalancers: loadBalancers ?? [],
    scale: { value: 100, unit: 'PERCENT' },
    launchType,
    platformVersion,
    networkConfiguration: service.settings.networkConfiguration,
    startedBy: 'CODE_DEPLOY',
  });
  taskSets.makePrimary(taskSet);
};
