import type {
  Cluster as ClusterInfo,
  CreateClusterRequest,
  CreateClusterResponse,
  DeleteClusterRequest,
  DeleteClusterResponse,
  DescribeClustersRequest,
  DescribeClustersResponse,
  ListClustersRequest,
  ListClustersResponse,
} from '@aws-sdk/client-ecs';

import { AwsError, operation } from '../../../service';
import { clusterArn, clusterName } from '../arns';
import { findCluster } from '../find';
import { type Cluster, isActive, tasksOf } from '../state';
import { page } from './paging';
import type { Parts } from './parts';

/** Documented with CreateCluster: up to 255 letters, numbers, underscores and hyphens. */
const NAME = /^[A-Za-z0-9_-]{1,255}$/;

/** Made again, a cluster is as it was (assumed). */
export const createCluster = ({ cloud, state }: Parts, input: CreateClusterRequest): Cluster => {
  const name = input.clusterName ?? 'default';
  if (!NAME.test(name))
    throw new AwsError('InvalidParameterException', 'Identifier contains invalid characters.');
  const existing = state.clusters.get(name);
  if (existing !== undefined) return existing;
  const cluster: Cluster = {
    name,
    arn: clusterArn(cloud, name),
    settings: input.settings ?? [],
    tags: input.tags ?? [],
    services: new Map(),
  };
  state.clusters.set(name, cluster);
  return cluster;
};

export const clusterOperations = (parts: Parts) => {
  const { cloud, state } = parts;
  return {
    CreateCluster: operation<CreateClusterRequest, CreateClusterResponse>({
      resources: (input) => [clusterArn(cloud, input.clusterName)],
      run: (input) => ({ cluster: describeCluster(createCluster(parts, input)) }),
    }),
    DescribeClusters: operation<DescribeClustersRequest, DescribeClustersResponse>({
      resources: ({ clusters }) => (clusters ?? ['default']).map((it) => clusterArn(cloud, it)),
      // Documented: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/api_failures_messages.html
      run: ({ clusters = ['default'] }) => {
        const found = clusters.flatMap((name) => state.clusters.get(clusterName(name)) ?? []);
        const missing = clusters.filter((name) => !state.clusters.has(clusterName(name)));
        return {
          clusters: found.map((cluster) => describeCluster(cluster)),
          failures: missing.map((it) => ({ arn: clusterArn(cloud, it), reason: 'MISSING' })),
        };
      },
    }),
    ListClusters: operation<ListClustersRequest, ListClustersResponse>({
      resources: () => ['*'],
      run: (input) => {
        const { items, nextToken } = page([...state.clusters.values()], input, 100);
        return { clusterArns: items.map(({ arn }) => arn), nextToken };
      },
    }),
    DeleteCluster: operation<DeleteClusterRequest, DeleteClusterResponse>({
      resources: ({ cluster }) => [clusterArn(cloud, cluster)],
      run: (input) => {
        const cluster = findCluster(state, input.cluster);
        if ([...cluster.services.values()].some(isActive))
          throw new AwsError(
            'ClusterContainsServicesException',
            'The Cluster cannot be deleted while Services are active.',
          );
        state.clusters.delete(cluster.name);
        return { cluster: describeCluster(cluster, 'INACTIVE') };
      },
    }),
  };
};

const describeCluster = (cluster: Cluster, status = 'ACTIVE'): ClusterInfo => {
  const services = [...cluster.services.values()];
  const counts = services.flatMap(tasksOf).map((tasks) => tasks.counts());
  return {
    clusterArn: cluster.arn,
    clusterName: cluster.name,
    status,
    registeredContainerInstancesCount: 0,
    runningTasksCount: counts.reduce((sum, { running }) => sum + running, 0),
    pendingTasksCount: counts.reduce((sum, { pending }) => sum + pending, 0),
    activeServicesCount: services.filter(isActive).length,
    statistics: [],
    tags: [...cluster.tags],
    settings: [...cluster.settings],
    capacityProviders: [],
    defaultCapacityProviderStrategy: [],
  };
};
