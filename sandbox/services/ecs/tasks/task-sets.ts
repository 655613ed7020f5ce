import type { Cloud } from '../../../service';
import { ecsArn } from '../arns';
import type { Service } from '../state';
import type { Applications } from '../traffic/applications';
import type { Listeners } from '../traffic/listeners';
import type { TaskSet, TaskSetOrder } from './task-set';
import { createTasks, whenTasks } from './tasks';

export interface TaskSets {
  /** ACTIVE, its tasks starting, its target group filling. */
  create(service: Service, order: TaskSetOrder): TaskSet;
  /** What was PRIMARY becomes ACTIVE. */
  makePrimary(taskSet: TaskSet): void;
  /** Stops its tasks; it is gone once they are. */
  remove(taskSet: TaskSet): void;
  /** Fits the counts to the service's desired count and the task set's scale. */
  rescale(taskSet: TaskSet): void;
}

export interface TaskParts {
  readonly cloud: Cloud;
  readonly applications: Applications;
  readonly listeners: Listeners;
}

const DIGITS = '0123456789';

/** `ecs-svc/` and nineteen digits, for task sets and rollouts alike. */
export const newRolloutId = ({ random }: Pick<Cloud, 'random'>): string =>
  `ecs-svc/${random.text(1, DIGITS.slice(1))}${random.text(18, DIGITS)}`;

export const createTaskSets = (parts: TaskParts): TaskSets => {
  const { cloud, listeners } = parts;
  const touch = (taskSet: TaskSet): void => {
    taskSet.updateEpochMs = cloud.clock.nowEpochMs();
  };
  const rescale = (taskSet: TaskSet): void => {
    const { order, service, tasks } = taskSet;
    // Documented: "calculated by multiplying the service's desiredCount by the task set's scale percentage. The result
    // is always rounded up" (https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_TaskSet.html).
    const share = ((order.scale.value ?? 0) * service.settings.desiredCount) / 100;
    tasks.scaleTo(taskSet.status === 'DRAINING' ? 0 : Math.ceil(share));
    touch(taskSet);
  };
  return {
    rescale,
    create: (service, order) => {
      const taskSet = newTaskSet(parts, service, order);
      service.taskSets.add(taskSet);
      for (const { targetGroupArn } of order.loadBalancers)
        if (targetGroupArn !== undefined) listeners.register(targetGroupArn, taskSet.target);
      taskSet.tasks.watch(() => {
        touch(taskSet);
        if (!taskSet.tasks.isSteady()) taskSet.steadyEpochMs = undefined;
        else taskSet.steadyEpochMs ??= cloud.clock.nowEpochMs();
      });
      rescale(taskSet);
      return taskSet;
    },
    makePrimary: (taskSet) => {
      for (const other of taskSet.service.taskSets)
        if (other.status === 'PRIMARY') other.status = 'ACTIVE';
      taskSet.status = 'PRIMARY';
      touch(taskSet);
    },
    remove: (taskSet) => {
      taskSet.status = 'DRAINING';
      for (const { targetGroupArn } of taskSet.order.loadBalancers)
        if (targetGroupArn !== undefined) listeners.deregister(targetGroupArn, taskSet.target);
      rescale(taskSet);
      whenTasks(
        taskSet.tasks,
        (tasks) => tasks.isSteady(),
        () => taskSet.service.taskSets.delete(taskSet),
      );
    },
  };
};

const newTaskSet = (parts: TaskParts, service: Service, order: TaskSetOrder): TaskSet => {
  const { cloud, applications } = parts;
  const id = newRolloutId(cloud);
  const named = { cluster: service.cluster.name, service: service.name };
  const tasks = createTasks({
    clock: cloud.clock,
    taskDefinition: order.taskDefinition,
    starts: () => applications.starts(named, order.taskDefinition),
  });
  const nowEpochMs = cloud.clock.nowEpochMs();
  return {
    id,
    arn: ecsArn(cloud, `task-set/${named.cluster}/${named.service}/${id}`),
    service,
    tasks,
    target: { service: named, tasks },
    order,
    createEpochMs: nowEpochMs,
    status: 'ACTIVE',
    updateEpochMs: nowEpochMs,
  };
};
