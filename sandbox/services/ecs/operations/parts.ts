import type { Cloud } from '../../../service';
import type { Deployments } from '../deployments/deployments';
import type { EcsState } from '../state';
import type { TaskSets } from '../tasks/task-sets';
import type { Listeners } from '../traffic/listeners';

/** What the operations work with. */
export interface Parts {
  readonly cloud: Cloud;
  readonly state: EcsState;
  readonly taskSets: TaskSets;
  readonly deployments: Deployments;
  readonly listeners: Listeners;
}
