import type { Cloud, Service } from '../../service';
import { createDeployments } from './deployments/deployments';
import { clusterOperations } from './operations/clusters';
import type { Parts } from './operations/parts';
import { serviceDeploymentOperations } from './operations/service-deployments';
import { serviceOperations } from './operations/services';
import { taskDefinitionOperations } from './operations/task-definitions';
import { taskSetOperations } from './operations/task-sets';
import {
  type ContainersForCodeDeploy,
  type ContainersPort,
  createContainersPort,
  createForCodeDeploy,
} from './port';
import type { EcsState } from './state';
import { createTaskSets } from './tasks/task-sets';
import { templateResources } from './template';
import { createApplications } from './traffic/applications';
import { createListenerRoute, type ListenerRoute } from './traffic/listener-route';
import { createListeners } from './traffic/listeners';

export interface EcsParts {
  readonly service: Service;
  readonly port: ContainersPort;
  readonly forCodeDeploy: ContainersForCodeDeploy;
  /** Listeners as HTTP clients reach them. */
  readonly route: ListenerRoute;
}

/** ECS without containers: counts settle on the clock, and what tasks answer is said by `port.behave`. */
export const createEcs = (cloud: Cloud): EcsParts => {
  const state: EcsState = { clusters: new Map(), families: new Map() };
  const applications = createApplications();
  const listeners = createListeners(cloud.random);
  const taskParts = { cloud, applications, listeners };
  const taskSets = createTaskSets(taskParts);
  const parts: Parts = {
    cloud,
    state,
    taskSets,
    listeners,
    deployments: createDeployments(taskParts),
  };
  const route = createListenerRoute(cloud, { listeners, applications });
  return {
    service: {
      signingName: 'ecs',
      iamPrefix: 'ecs',
      loadModel: () => import('@aws-sdk/client-ecs'),
      operations: {
        ...clusterOperations(parts),
        ...taskDefinitionOperations(parts),
        ...serviceOperations(parts),
        ...taskSetOperations(parts),
        ...serviceDeploymentOperations(parts),
      },
      resources: templateResources(parts),
    },
    port: createContainersPort(cloud, { applications, route }),
    forCodeDeploy: createForCodeDeploy(state, { taskSets, listeners }),
    route,
  };
};
