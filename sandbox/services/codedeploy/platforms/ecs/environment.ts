import type { ContainersForCodeDeploy } from '../../../ecs/port';
import { isActive, type Service } from '../../../ecs/state';
import type { TaskSet } from '../../../ecs/tasks/task-set';
import { targetGroupName } from '../../../ecs/arns';
import { type DeploymentGroup, DeploymentFault, type GroupSettings } from '../../state';

/** What a group's settings name, looked up: the service, its two target groups, its one or two listeners. */
export interface EcsEnvironment {
  readonly service: Service;
  readonly primary: TaskSet;
  /** Names; the first is behind the PRIMARY task set. */
  readonly targetGroups: readonly [string, string];
  readonly prodListener: string;
  readonly testListener?: string;
}

export const targetGroupPairOf = ({ loadBalancerInfo }: GroupSettings) =>
  loadBalancerInfo?.targetGroupPairInfoList?.[0];

/** Which of the model's codes each of these has is assumed, and its words. */
export const readEnvironment = (
  containers: ContainersForCodeDeploy,
  { settings }: DeploymentGroup,
): EcsEnvironment => {
  const { clusterName, serviceName } = settings.ecsServices?.[0] ?? {};
  const service = containers.findService(clusterName, serviceName);
  if (service === undefined || !isActive(service) || service.controller !== 'CODE_DEPLOY')
    throw new DeploymentFault(
      'INVALID_ECS_SERVICE',
      `The Amazon ECS service ${clusterName}:${serviceName} does not exist or is not deployed by CodeDeploy.`,
    );
  const primary = [...service.taskSets].find(({ status }) => status === 'PRIMARY');
  if (primary === undefined)
    throw new DeploymentFault('INVALID_ECS_SERVICE', `${serviceName} has no PRIMARY task set.`);
  const {
    targetGroups = [],
    prodTrafficRoute,
    testTrafficRoute,
  } = targetGroupPairOf(settings) ?? {};
  const own = targetGroupName(primary.order.loadBalancers[0]?.targetGroupArn ?? '');
  const names = targetGroups.map(({ name = '' }) => name);
  const other = names.find((name) => name !== own);
  const prodListener = prodTrafficRoute?.listenerArns?.[0];
  if (!names.includes(own) || other === undefined || prodListener === undefined)
    throw new DeploymentFault(
      'ELASTIC_LOAD_BALANCING_INVALID',
      'The target group of the PRIMARY task set must be one of the pair behind the listener.',
    );
  return {
    service,
    primary,
    targetGroups: [own, other],
    prodListener,
    testListener: testTrafficRoute?.listenerArns?.[0],
  };
};
