import type {
  ClusterSetting,
  CreateServiceRequest,
  DeploymentController,
  LoadBalancer,
  ServiceEvent,
  Tag,
  TaskDefinition,
} from '@aws-sdk/client-ecs';

import type { ServiceDeploymentRecord } from './deployments/record';
import type { TaskSet } from './tasks/task-set';
import type { Tasks } from './tasks/tasks';
import type { Target } from './traffic/listeners';

/** Everything that ECS remembers. */
export interface EcsState {
  readonly clusters: Map<string, Cluster>;
  /** Family to its revisions, oldest first. */
  readonly families: Map<string, RegisteredTaskDefinition[]>;
}

export interface RegisteredTaskDefinition {
  readonly taskDefinition: TaskDefinition & { readonly taskDefinitionArn: string };
  readonly tags: readonly Tag[];
}

export interface Cluster {
  readonly name: string;
  readonly arn: string;
  readonly settings: readonly ClusterSetting[];
  readonly tags: readonly Tag[];
  /** By name; those that were deleted stay as INACTIVE. */
  readonly services: Map<string, Service>;
}

/** What a service was created or updated with. */
export type ServiceSettings = Omit<
  CreateServiceRequest,
  'cluster' | 'serviceName' | 'clientToken' | 'tags' | 'deploymentController'
> & { readonly desiredCount: number };

export interface Service {
  readonly name: string;
  readonly arn: string;
  readonly cluster: Cluster;
  readonly controller: NonNullable<DeploymentController['type']>;
  readonly tags: readonly Tag[];
  readonly createEpochMs: number;
  /** Replaced as a whole when the service is updated. */
  settings: ServiceSettings;
  status: 'ACTIVE' | 'DRAINING' | 'INACTIVE';
  /** Of services that CodeDeploy or somebody else deploys to. */
  readonly taskSets: Set<TaskSet>;
  /** Of services that ECS deploys to: what runs, or did; oldest first. */
  readonly revisions: Revision[];
  /** The revision of the last deployment that succeeded. */
  serving?: Revision;
  readonly deployments: ServiceDeploymentRecord[];
  /** Newest first. */
  readonly events: ServiceEvent[];
}

/** An immutable snapshot of what a service was to be, and the tasks that run it. */
export interface Revision {
  readonly arn: string;
  /** `ecs-svc/…`: what DescribeServices lists among `deployments`. */
  readonly rolloutId: string;
  readonly settings: ServiceSettings;
  readonly taskDefinition: string;
  readonly createEpochMs: number;
  readonly tasks: Tasks;
  readonly target: Target;
  /** By name; absent for a service without a load balancer. */
  readonly targetGroup?: string;
}

export const isActive = (service: Service): boolean => service.status === 'ACTIVE';

/** Assumed to be the one that counts: on AWS a service of ECS's own controller may have several target groups. */
export const firstLoadBalancer = ({
  loadBalancers,
}: Pick<ServiceSettings, 'loadBalancers'>): LoadBalancer | undefined => loadBalancers?.[0];

/** Every group of tasks that the service has, of whatever kind. */
export const tasksOf = ({ taskSets, revisions }: Service): readonly Tasks[] => [
  ...[...taskSets].map(({ tasks }) => tasks),
  ...revisions.map(({ tasks }) => tasks),
];
