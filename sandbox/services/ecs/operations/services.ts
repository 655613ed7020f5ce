import type {
  CreateServiceRequest,
  CreateServiceResponse,
  DeleteServiceRequest,
  DeleteServiceResponse,
  DescribeServicesRequest,
  DescribeServicesResponse,
  ListServicesRequest,
  ListServicesResponse,
  UpdateServiceRequest,
  UpdateServiceResponse,
} from '@aws-sdk/client-ecs';

import { operation, type PassedRole } from '../../../service';
import { serviceArn, serviceName } from '../arns';
import { findCluster } from '../find';
import { createService } from './create-service';
import { deleteService } from './delete-service';
import { page } from './paging';
import type { Parts } from './parts';
import { describeService } from './service-view';
import { updateService } from './update-service';

/** Assumed, after what other services ask for: whoever gives ECS a role must be allowed to pass it. */
const passedToEcs = (
  input: Pick<CreateServiceRequest, 'deploymentConfiguration' | 'loadBalancers'>,
): readonly PassedRole[] => {
  const hooks = input.deploymentConfiguration?.lifecycleHooks ?? [];
  const balancers = input.loadBalancers ?? [];
  const arns = [
    ...hooks.map(({ roleArn }) => roleArn),
    ...balancers.map(({ advancedConfiguration }) => advancedConfiguration?.roleArn),
  ];
  return [...new Set(arns)].flatMap((roleArn) =>
    roleArn === undefined ? [] : [{ roleArn, service: 'ecs.amazonaws.com' }],
  );
};

export const serviceOperations = (parts: Parts) => {
  const { cloud, state } = parts;
  const onService = (input: { cluster?: string | undefined; service: string | undefined }) => [
    serviceArn(cloud, input.cluster, input.service),
  ];
  return {
    CreateService: operation<CreateServiceRequest, CreateServiceResponse>({
      resources: ({ cluster, serviceName: name }) => [serviceArn(cloud, cluster, name)],
      passes: passedToEcs,
      run: (input) => ({ service: describeService(createService(parts, input)) }),
    }),
    UpdateService: operation<UpdateServiceRequest, UpdateServiceResponse>({
      resources: onService,
      passes: passedToEcs,
      run: (input) => ({ service: describeService(updateService(parts, input)) }),
    }),
    DeleteService: operation<DeleteServiceRequest, DeleteServiceResponse>({
      resources: onService,
      run: (input) => ({ service: describeService(deleteService(parts, input)) }),
    }),
    DescribeServices: operation<DescribeServicesRequest, DescribeServicesResponse>({
      resources: ({ cluster, services }) =>
        (services ?? []).map((name) => serviceArn(cloud, cluster, name)),
      // Documented: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/api_failures_messages.html
      run: ({ cluster, services = [], include }) => {
        const { services: known } = findCluster(state, cluster);
        const missing = services.filter((name) => !known.has(serviceName(name)));
        const found = services.flatMap((name) => known.get(serviceName(name)) ?? []);
        const withTags = include?.includes('TAGS') === true;
        return {
          services: found.map((service) => describeService(service, withTags)),
          failures: missing.map((name) => ({
            arn: serviceArn(cloud, cluster, name),
            reason: 'MISSING',
          })),
        };
      },
    }),
    // Ten at once: documented with `maxResults`. Services that were deleted are not listed.
    ListServices: operation<ListServicesRequest, ListServicesResponse>({
      resources: () => ['*'],
      run: (input) => {
        const services = [...findCluster(state, input.cluster).services.values()].filter(
          ({ status, settings }) =>
            status !== 'INACTIVE' &&
            (input.launchType === undefined || settings.launchType === input.launchType),
        );
        const { items, nextToken } = page(services, input, 10);
        return { serviceArns: items.map(({ arn }) => arn), nextToken };
      },
    }),
  };
};
