import type { LoadBalancer, NetworkConfiguration, Scale } from '@aws-sdk/client-ecs';

import type { Service } from '../state';
import type { Target } from '../traffic/listeners';
import type { Tasks } from './tasks';

export interface TaskSet {
  /** `ecs-svc/` and nineteen digits (documented: the CLI reference's example of create-task-set). */
  readonly id: string;
  readonly arn: string;
  readonly service: Service;
  readonly tasks: Tasks;
  readonly target: Target;
  readonly order: TaskSetOrder;
  readonly createEpochMs: number;
  /**
   * PRIMARY serves production traffic, ACTIVE does not (or not all of it), DRAINING is being stopped. Documented:
   * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_TaskSet.html
   */
  status: 'PRIMARY' | 'ACTIVE' | 'DRAINING';
  updateEpochMs: number;
  /** When its counts last became steady. */
  steadyEpochMs?: number;
}

/** What a task set is made with. */
export interface TaskSetOrder {
  readonly taskDefinition: string;
  readonly loadBalancers: readonly LoadBalancer[];
  readonly scale: Scale;
  readonly launchType?: 'EC2' | 'FARGATE' | 'EXTERNAL' | 'MANAGED_INSTANCES';
  readonly platformVersion?: string;
  readonly networkConfiguration?: NetworkConfiguration;
  readonly externalId?: string;
  readonly startedBy?: string;
}
