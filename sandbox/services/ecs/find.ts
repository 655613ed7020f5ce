import { AwsError } from '../../service';
import { clusterName, serviceName } from './arns';
import {
  type Cluster,
  type EcsState,
  isActive,
  type RegisteredTaskDefinition,
  type Service,
} from './state';
import type { TaskSet } from './tasks/task-set';

/**
 * Exceptions are the model's. The sentences of clusters, services and task definitions that are not there are assumed,
 * as users' reports quote them.
 */
export const findCluster = ({ clusters }: EcsState, nameOrArn: string | undefined): Cluster => {
  const cluster = clusters.get(clusterName(nameOrArn));
  if (cluster === undefined) throw new AwsError('ClusterNotFoundException', 'Cluster not found.');
  return cluster;
};

export const findService = (
  state: EcsState,
  cluster: string | undefined,
  service: string | undefined,
): Service => {
  const found = findCluster(state, cluster).services.get(serviceName(service));
  if (found === undefined) throw new AwsError('ServiceNotFoundException', 'Service not found.');
  return found;
};

export const findActiveService = (
  state: EcsState,
  cluster: string | undefined,
  service: string | undefined,
): Service => {
  const found = findService(state, cluster, service);
  if (!isActive(found)) throw new AwsError('ServiceNotActiveException', 'Service was not ACTIVE.');
  return found;
};

export const findTaskSet = (service: Service, idOrArn: string | undefined): TaskSet => {
  const found = [...service.taskSets].find(({ id, arn }) => id === idOrArn || arn === idOrArn);
  if (found === undefined) throw new AwsError('TaskSetNotFoundException', 'TaskSet not found.');
  return found;
};

/** `family`, `family:revision` or an ARN; without a revision the latest that is ACTIVE. Undefined for none. */
export const lookUpTaskDefinition = (
  { families }: EcsState,
  text: string,
): RegisteredTaskDefinition | undefined => {
  const [family = '', revision] = text.slice(text.lastIndexOf('/') + 1).split(':');
  const revisions = families.get(family) ?? [];
  return revision === undefined
    ? revisions.findLast(({ taskDefinition }) => taskDefinition.status === 'ACTIVE')
    : revisions.find(({ taskDefinition }) => String(taskDefinition.revision) === revision);
};

export const findTaskDefinition = (
  state: EcsState,
  text: string | undefined,
): RegisteredTaskDefinition => {
  const found = text === undefined ? undefined : lookUpTaskDefinition(state, text);
  if (found === undefined)
    throw new AwsError('ClientException', 'Unable to describe task definition.');
  return found;
};

/** For services and task sets, which refuse what DescribeTaskDefinition would still show. */
export const requireActiveTaskDefinition = (
  state: EcsState,
  text: string | undefined,
): RegisteredTaskDefinition => {
  if (text === undefined || text === '')
    throw new AwsError('InvalidParameterException', 'TaskDefinition can not be blank.');
  const found = lookUpTaskDefinition(state, text);
  if (found === undefined) throw new AwsError('ClientException', 'TaskDefinition not found.');
  if (found.taskDefinition.status !== 'ACTIVE')
    throw new AwsError('ClientException', 'TaskDefinition is inactive');
  return found;
};
