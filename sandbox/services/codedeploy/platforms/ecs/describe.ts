import type { DeploymentTarget, ECSTaskSet, LifecycleEvent } from '@aws-sdk/client-codedeploy';

import { targetGroupName } from '../../../ecs/arns';
import type { TaskSet } from '../../../ecs/tasks/task-set';
import type { LifecycleEventState } from '../../state';
import type { TargetFacts } from '../platform';
import type { EcsRun } from './ecs';

/** Shape documented: https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_ECSTarget.html */
export const describeEcsTarget = (
  run: EcsRun,
  events: readonly LifecycleEventState[],
  { status, lastUpdatedAt }: TargetFacts,
): DeploymentTarget => {
  const { deployment, environment, blue, green } = run;
  const { service } = environment;
  return {
    deploymentTargetType: 'ECSTarget',
    ecsTarget: {
      deploymentId: deployment.id,
      targetId: `${service.cluster.name}:${service.name}`,
      targetArn: service.arn,
      status,
      lastUpdatedAt,
      lifecycleEvents: events.map(toLifecycleEvent),
      taskSetsInfo: [
        ...describeTaskSet(blue, 'Blue', 100 - run.greenPct),
        ...describeTaskSet(green, 'Green', run.greenPct),
      ],
    },
  };
};

/** Assumed: a task set is listed as long as it is there. The misspelled member is the wire's own. */
const describeTaskSet = (
  taskSet: TaskSet | undefined,
  taskSetLabel: 'Blue' | 'Green',
  trafficWeight: number,
): readonly ECSTaskSet[] => {
  if (taskSet === undefined || !taskSet.service.taskSets.has(taskSet)) return [];
  const { desired, pending, running } = taskSet.tasks.counts();
  return [
    {
      identifer: taskSet.id,
      desiredCount: desired,
      pendingCount: pending,
      runningCount: running,
      status: taskSet.status,
      trafficWeight,
      targetGroup: { name: targetGroupName(taskSet.order.loadBalancers[0]?.targetGroupArn ?? '') },
      taskSetLabel,
    },
  ];
};

const toLifecycleEvent = (event: LifecycleEventState): LifecycleEvent => ({
  lifecycleEventName: event.name,
  status: event.status,
  startTime: event.startEpochMs === undefined ? undefined : new Date(event.startEpochMs),
  endTime: event.endEpochMs === undefined ? undefined : new Date(event.endEpochMs),
  diagnostics: event.diagnostics,
});
