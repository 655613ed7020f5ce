import { AwsError, type Cloud } from '../../service';
import { findCluster, requireActiveTaskDefinition } from './find';
import type { EcsState, Service } from './state';
import type { TaskSets } from './tasks/task-sets';
import type { Applications, Behaviour } from './traffic/applications';
import { listenerPath, type Listeners } from './traffic/listeners';
import type { ListenerRoute, ServedRequest } from './traffic/listener-route';

/** How stories and tests shape what containers do, and where listeners answer. */
export interface ContainersPort {
  /** Says how the containers of one task definition behave in a service, from now on. */
  behave(behaviour: Behaviour): void;
  /** `http://127.0.0.1:N/listeners/LOAD-BALANCER/ID` of a listener's or a listener rule's ARN. Throws for another ARN. */
  urlOf(listenerArn: string): string;
  /** What listeners were asked, newest last. */
  requests(): readonly ServedRequest[];
}

/** ECS as CodeDeploy uses it, under the group's service role. */
export interface ContainersForCodeDeploy {
  readonly taskSets: TaskSets;
  readonly listeners: Listeners;
  /** Undefined for a cluster or a service that is not there. */
  findService(cluster: string | undefined, service: string | undefined): Service | undefined;
  /** Names of the containers of an ACTIVE task definition, and its full ARN; undefined for any other. */
  findTaskDefinition(
    text: string,
  ): { readonly arn: string; readonly containers: readonly string[] } | undefined;
}

export const createContainersPort = (
  { endpoint }: Pick<Cloud, 'endpoint'>,
  { applications, route }: { readonly applications: Applications; readonly route: ListenerRoute },
): ContainersPort => ({
  behave: applications.behave,
  urlOf: (listenerArn) => {
    const path = listenerPath(listenerArn);
    if (path === undefined) throw new Error(`${listenerArn} is no listener's ARN.`);
    return `${endpoint()}${route.prefix}/${path}`;
  },
  requests: route.requests,
});

export const createForCodeDeploy = (
  state: EcsState,
  parts: { readonly taskSets: TaskSets; readonly listeners: Listeners },
): ContainersForCodeDeploy => ({
  ...parts,
  findService: (cluster, service) =>
    orUndefined(() => findCluster(state, cluster).services.get(service ?? '')),
  findTaskDefinition: (text) =>
    orUndefined(() => {
      const { taskDefinition } = requireActiveTaskDefinition(state, text);
      const containers = taskDefinition.containerDefinitions ?? [];
      return {
        arn: taskDefinition.taskDefinitionArn,
        containers: containers.flatMap(({ name }) => name ?? []),
      };
    }),
});

const orUndefined = <Found>(find: () => Found): Found | undefined => {
  try {
    return find();
  } catch (error) {
    if (error instanceof AwsError) return undefined;
    throw error;
  }
};
