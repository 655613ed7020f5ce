import type {
  CreateTaskSetRequest,
  CreateTaskSetResponse,
  DeleteTaskSetRequest,
  DeleteTaskSetResponse,
  DescribeTaskSetsRequest,
  DescribeTaskSetsResponse,
  UpdateServicePrimaryTaskSetRequest,
  UpdateServicePrimaryTaskSetResponse,
} from '@aws-sdk/client-ecs';

import { AwsError, operation } from '../../../service';
import { clusterName, ecsArn, serviceName } from '../arns';
import { findActiveService, findTaskSet, requireActiveTaskDefinition } from '../find';
import type { Service } from '../state';
import type { TaskSet } from '../tasks/task-set';
import type { Parts } from './parts';
import { invalid } from './service-input';
import { describeTaskSet } from './service-view';

interface Named {
  readonly cluster: string | undefined;
  readonly service: string | undefined;
}

export const taskSetOperations = (parts: Parts) => {
  const { cloud, state, taskSets } = parts;
  const taskSetArn = ({ cluster, service }: Named, taskSet = '*'): string =>
    taskSet.startsWith('arn:')
      ? taskSet
      : ecsArn(cloud, `task-set/${clusterName(cluster)}/${serviceName(service)}/${taskSet}`);
  return {
    CreateTaskSet: operation<CreateTaskSetRequest, CreateTaskSetResponse>({
      resources: (input) => [taskSetArn(input)],
      run: (input) => ({ taskSet: describeTaskSet(createTaskSet(parts, input)) }),
    }),
    DescribeTaskSets: operation<DescribeTaskSetsRequest, DescribeTaskSetsResponse>({
      resources: (input) =>
        (input.taskSets ?? [undefined]).map((taskSet) => taskSetArn(input, taskSet)),
      run: (input) => {
        const service = findActiveService(state, input.cluster, input.service);
        const all = [...service.taskSets];
        const named = input.taskSets ?? all.map(({ id }) => id);
        const fits = (it: TaskSet, name: string): boolean => it.id === name || it.arn === name;
        return {
          taskSets: named.flatMap((name) =>
            all.filter((it) => fits(it, name)).map(describeTaskSet),
          ),
          failures: named
            .filter((name) => !all.some((it) => fits(it, name)))
            .map((name) => ({ arn: taskSetArn(input, name), reason: 'MISSING' })),
        };
      },
    }),
    UpdateServicePrimaryTaskSet: operation<
      UpdateServicePrimaryTaskSetRequest,
      UpdateServicePrimaryTaskSetResponse
    >({
      resources: ({ cluster, service }) => [
        ecsArn(cloud, `service/${clusterName(cluster)}/${serviceName(service)}`),
      ],
      run: (input) => {
        const taskSet = findTaskSet(requireExternal(parts, input), input.primaryTaskSet);
        taskSets.makePrimary(taskSet);
        return { taskSet: describeTaskSet(taskSet) };
      },
    }),
    DeleteTaskSet: operation<DeleteTaskSetRequest, DeleteTaskSetResponse>({
      resources: (input) => [taskSetArn(input, input.taskSet)],
      run: (input) => {
        const taskSet = findTaskSet(requireExternal(parts, input), input.taskSet);
        if (taskSet.tasks.counts().desired > 0 && input.force !== true)
          throw invalid('The task set cannot be deleted while it is scaled above 0.');
        taskSets.remove(taskSet);
        return { taskSet: describeTaskSet(taskSet) };
      },
    }),
  };
};

/**
 * Documented: task sets are the caller's to make where the controller is EXTERNAL
 * (https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateTaskSet.html). Which exception others give is assumed.
 */
const requireExternal = ({ state }: Parts, { cluster, service: name }: Named): Service => {
  const service = findActiveService(state, cluster, name);
  if (service.controller === 'EXTERNAL') return service;
  throw new AwsError(
    'InvalidParameterException',
    `Task sets of services with the ${service.controller} deployment controller cannot be changed by hand.`,
  );
};

const createTaskSet = (parts: Parts, input: CreateTaskSetRequest): TaskSet => {
  const service = requireExternal(parts, input);
  const { taskDefinition } = requireActiveTaskDefinition(parts.state, input.taskDefinition);
  return parts.taskSets.create(service, {
    taskDefinition: taskDefinition.taskDefinitionArn,
    loadBalancers: input.loadBalancers ?? [],
    scale: input.scale ?? { value: 0, unit: 'PERCENT' },
    launchType: input.launchType,
    platformVersion: input.platformVersion,
    networkConfiguration: input.networkConfiguration,
    externalId: input.externalId,
  });
};
