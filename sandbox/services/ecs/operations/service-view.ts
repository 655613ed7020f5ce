import type {
  Deployment,
  Service as ServiceInfo,
  TaskSet as TaskSetInfo,
} from '@aws-sdk/client-ecs';

import { hasEnded } from '../deployments/record';
import { type Revision, type Service, tasksOf } from '../state';
import type { TaskSet } from '../tasks/task-set';
import type { TaskCounts } from '../tasks/tasks';

/** Defaults documented: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Service.html */
export const describeService = (service: Service, withTags = false): ServiceInfo => {
  const { settings, cluster, controller } = service;
  const { desiredCount, deploymentConfiguration, serviceConnectConfiguration, ...rest } = settings;
  const counts = tasksOf(service).map((tasks) => tasks.counts());
  const launchType = rest.launchType ?? 'EC2';
  return {
    serviceArn: service.arn,
    serviceName: service.name,
    clusterArn: cluster.arn,
    status: service.status,
    desiredCount,
    runningCount: sum(counts, 'running'),
    pendingCount: sum(counts, 'pending'),
    launchType,
    platformVersion: rest.platformVersion ?? (launchType === 'FARGATE' ? 'LATEST' : undefined),
    taskDefinition: taskDefinitionOf(service),
    deploymentConfiguration: {
      maximumPercent: 200,
      minimumHealthyPercent: 100,
      ...deploymentConfiguration,
    },
    deploymentController: { type: controller },
    loadBalancers: rest.loadBalancers ?? [],
    serviceRegistries: rest.serviceRegistries ?? [],
    networkConfiguration: rest.networkConfiguration,
    healthCheckGracePeriodSeconds: rest.healthCheckGracePeriodSeconds,
    placementConstraints: rest.placementConstraints ?? [],
    placementStrategy: rest.placementStrategy ?? [],
    schedulingStrategy: rest.schedulingStrategy ?? 'REPLICA',
    propagateTags: rest.propagateTags ?? 'NONE',
    enableECSManagedTags: rest.enableECSManagedTags ?? false,
    enableExecuteCommand: rest.enableExecuteCommand ?? false,
    roleArn: rest.role,
    createdAt: new Date(service.createEpochMs),
    events: [...service.events],
    ...(withTags ? { tags: [...service.tags] } : {}),
    ...(controller === 'ECS'
      ? describeRollouts(service)
      : { taskSets: [...service.taskSets].map(describeTaskSet), deployments: [] }),
  };
};

const sum = (counts: readonly TaskCounts[], member: keyof TaskCounts): number =>
  counts.reduce((total, count) => total + count[member], 0);

/** Of a service with task sets it is that of the PRIMARY one (assumed). */
const taskDefinitionOf = ({ controller, settings, taskSets }: Service): string | undefined =>
  controller === 'ECS'
    ? settings.taskDefinition
    : ([...taskSets].find(({ status }) => status === 'PRIMARY')?.tasks.taskDefinition ??
      settings.taskDefinition);

const describeRollouts = (
  service: Service,
): Pick<ServiceInfo, 'deployments' | 'currentServiceDeployment' | 'currentServiceRevisions'> => {
  const underWay = service.deployments.findLast((deployment) => !hasEnded(deployment));
  const running = service.revisions.filter(
    (revision) => revision === service.serving || !isIdle(revision.tasks.counts()),
  );
  return {
    deployments: running.map((revision) => describeRollout(service, revision)).reverse(),
    currentServiceDeployment: underWay?.arn,
    currentServiceRevisions: running.map(({ arn, tasks }) => {
      const { desired, running: runningTaskCount, pending } = tasks.counts();
      return { arn, requestedTaskCount: desired, runningTaskCount, pendingTaskCount: pending };
    }),
  };
};

const isIdle = ({ desired, pending, running }: TaskCounts): boolean =>
  desired + pending + running === 0;

/** States documented: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Deployment.html */
const describeRollout = (service: Service, revision: Revision): Deployment => {
  const { desired, pending, running, failed } = revision.tasks.counts();
  const deployment = service.deployments.find(({ target }) => target === revision);
  const isLast = service.revisions.findLast((it) => it.tasks.counts().desired > 0) === revision;
  const rolloutState =
    deployment === undefined || deployment.status === 'SUCCESSFUL'
      ? 'COMPLETED'
      : deployment.status === 'PENDING' || deployment.status === 'IN_PROGRESS'
        ? 'IN_PROGRESS'
        : 'FAILED';
  return {
    id: revision.rolloutId,
    status: isLast ? 'PRIMARY' : desired > 0 ? 'ACTIVE' : 'INACTIVE',
    taskDefinition: revision.taskDefinition,
    desiredCount: desired,
    pendingCount: pending,
    runningCount: running,
    failedTasks: failed,
    createdAt: new Date(revision.createEpochMs),
    updatedAt: new Date(deployment?.updateEpochMs ?? revision.createEpochMs),
    launchType: revision.settings.launchType ?? 'EC2',
    networkConfiguration: revision.settings.networkConfiguration,
    rolloutState,
    rolloutStateReason:
      deployment?.statusReason ??
      `ECS deployment ${revision.rolloutId} ${rolloutState === 'COMPLETED' ? 'completed' : 'in progress'}.`,
  };
};

export const describeTaskSet = (taskSet: TaskSet): TaskSetInfo => {
  const { order, service, tasks, createEpochMs, updateEpochMs, steadyEpochMs } = taskSet;
  const { desired, pending, running } = tasks.counts();
  return {
    id: taskSet.id,
    taskSetArn: taskSet.arn,
    serviceArn: service.arn,
    clusterArn: service.cluster.arn,
    startedBy: order.startedBy,
    externalId: order.externalId,
    status: taskSet.status,
    taskDefinition: order.taskDefinition,
    computedDesiredCount: desired,
    pendingCount: pending,
    runningCount: running,
    createdAt: new Date(createEpochMs),
    updatedAt: new Date(updateEpochMs),
    launchType: order.launchType ?? 'EC2',
    platformVersion: order.platformVersion,
    networkConfiguration: order.networkConfiguration,
    loadBalancers: [...order.loadBalancers],
    serviceRegistries: [],
    scale: order.scale,
    stabilityStatus: tasks.isSteady() ? 'STEADY_STATE' : 'STABILIZING',
    stabilityStatusAt: new Date(steadyEpochMs ?? createEpochMs),
  };
};
