import type { Cloud } from '../../../service';
import { ecsArn, targetGroupName } from '../arns';
import { firstLoadBalancer, type Revision, type Service, type ServiceSettings } from '../state';
import { newRolloutId, type TaskParts } from '../tasks/task-sets';
import { createTasks } from '../tasks/tasks';

/** A new revision of the service, with no task yet. */
export const createRevision = (
  { cloud, applications }: TaskParts,
  service: Service,
  settings: ServiceSettings,
): Revision => {
  const named = { cluster: service.cluster.name, service: service.name };
  const taskDefinition = settings.taskDefinition ?? '';
  const tasks = createTasks({
    clock: cloud.clock,
    taskDefinition,
    starts: () => applications.starts(named, taskDefinition),
  });
  return {
    arn: ecsArn(cloud, `service-revision/${named.cluster}/${named.service}/${revisionId(cloud)}`),
    rolloutId: newRolloutId(cloud),
    settings,
    taskDefinition,
    createEpochMs: cloud.clock.nowEpochMs(),
    tasks,
    target: { service: named, tasks },
    targetGroup: targetGroupFor(service, settings),
  };
};

const revisionId = ({ random }: Pick<Cloud, 'random'>): string =>
  `${random.text(1, '123456789')}${random.text(18, '0123456789')}`;

/**
 * Blue/green puts each revision behind the target group that the one before it is not behind; rolling has one for all.
 * Documented: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/alb-resources-for-blue-green.html
 */
const targetGroupFor = (service: Service, settings: ServiceSettings): string | undefined => {
  const { targetGroupArn, advancedConfiguration } = firstLoadBalancer(settings) ?? {};
  if (targetGroupArn === undefined) return undefined;
  const own = targetGroupName(targetGroupArn);
  const alternate = targetGroupName(advancedConfiguration?.alternateTargetGroupArn ?? own);
  return service.revisions.at(-1)?.targetGroup === own ? alternate : own;
};
