import type {
  ContinueServiceDeploymentRequest,
  ContinueServiceDeploymentResponse,
  DescribeServiceDeploymentsRequest,
  DescribeServiceDeploymentsResponse,
  DescribeServiceRevisionsRequest,
  DescribeServiceRevisionsResponse,
  ListServiceDeploymentsRequest,
  ListServiceDeploymentsResponse,
  StopServiceDeploymentRequest,
  StopServiceDeploymentResponse,
} from '@aws-sdk/client-ecs';

import { AwsError, operation } from '../../../service';
import { ecsArn, serviceArn } from '../arns';
import type { ServiceDeploymentRecord } from '../deployments/record';
import { findService } from '../find';
import type { EcsState, Service } from '../state';
import { page } from './paging';
import type { Parts } from './parts';
import { describeBrief, describeDeployment, describeRevision } from './service-deployment-view';
import { invalid } from './service-input';

const servicesOf = ({ clusters }: EcsState): readonly Service[] =>
  [...clusters.values()].flatMap(({ services }) => [...services.values()]);

const findDeployment = (state: EcsState, arn: string | undefined): ServiceDeploymentRecord => {
  const all = servicesOf(state).flatMap(({ deployments }) => deployments);
  const found = all.find((deployment) => deployment.arn === arn);
  if (found === undefined)
    throw new AwsError(
      'ServiceDeploymentNotFoundException',
      'The service deploy ARN that you specified does not exist.',
    );
  return found;
};

/**
 * Documented: the service authorization reference asks for the service and the deployment both; the service's ARN stands in the
 * other's.
 */
const withService = (arn: string | undefined): readonly string[] => {
  const [, prefix, path] =
    /^(arn:.*:)service-(?:deployment|revision)\/(.+)\/[^/]+$/.exec(arn ?? '') ?? [];
  return prefix === undefined ? [arn ?? '*'] : [`${prefix}service/${path}`, arn ?? '*'];
};

export const serviceDeploymentOperations = (parts: Parts) => ({
  ListServiceDeployments: operation<ListServiceDeploymentsRequest, ListServiceDeploymentsResponse>({
    resources: ({ cluster, service }) => [serviceArn(parts.cloud, cluster, service)],
    run: (input) => listDeployments(parts, input),
  }),
  DescribeServiceDeployments: operation<
    DescribeServiceDeploymentsRequest,
    DescribeServiceDeploymentsResponse
  >({
    resources: ({ serviceDeploymentArns }) => [
      ...new Set((serviceDeploymentArns ?? []).flatMap(withService)),
    ],
    run: ({ serviceDeploymentArns = [] }) => {
      const all = servicesOf(parts.state).flatMap(({ deployments }) => deployments);
      return {
        serviceDeployments: serviceDeploymentArns.flatMap((arn) =>
          all.filter((deployment) => deployment.arn === arn).map(describeDeployment),
        ),
        failures: missingOf(serviceDeploymentArns, all),
      };
    },
  }),
  DescribeServiceRevisions: operation<
    DescribeServiceRevisionsRequest,
    DescribeServiceRevisionsResponse
  >({
    resources: ({ serviceRevisionArns }) => [
      ...new Set((serviceRevisionArns ?? []).flatMap(withService)),
    ],
    run: ({ serviceRevisionArns = [] }) => {
      const all = servicesOf(parts.state).flatMap((service) =>
        service.revisions.map((revision) => ({ service, revision, arn: revision.arn })),
      );
      return {
        serviceRevisions: serviceRevisionArns.flatMap((arn) =>
          all
            .filter((it) => it.arn === arn)
            .map(({ service, revision }) => describeRevision(service, revision)),
        ),
        failures: missingOf(serviceRevisionArns, all),
      };
    },
  }),
  ...controlOperations(parts),
});

const controlOperations = ({ state, deployments }: Parts) => ({
  StopServiceDeployment: operation<StopServiceDeploymentRequest, StopServiceDeploymentResponse>({
    resources: ({ serviceDeploymentArn }) => withService(serviceDeploymentArn),
    run: ({ serviceDeploymentArn, stopType = 'ROLLBACK' }) => {
      // Documented with `stopType`: "The valid values are ROLLBACK", though the enum has ABORT.
      if (stopType !== 'ROLLBACK') throw invalid(`The stop type ${stopType} is not valid.`);
      deployments.rollBack(findDeployment(state, serviceDeploymentArn));
      return { serviceDeploymentArn };
    },
  }),
  ContinueServiceDeployment: operation<
    ContinueServiceDeploymentRequest,
    ContinueServiceDeploymentResponse
  >({
    resources: ({ serviceDeploymentArn }) => withService(serviceDeploymentArn),
    run: ({ serviceDeploymentArn, hookId, action = 'CONTINUE' }) => {
      const { hooks } = findDeployment(state, serviceDeploymentArn);
      const own = hooks.find((hook) => hook.hookId === hookId);
      deployments.continue(own?.hookId, action);
      return { serviceDeploymentArn };
    },
  }),
});

/** Documented for revisions that are too old: the reason is MISSING. */
const missingOf = (arns: readonly string[], known: readonly { readonly arn: string }[]) =>
  arns
    .filter((arn) => !known.some((it) => it.arn === arn))
    .map((arn) => ({ arn, reason: 'MISSING' }));

/** Newest first (assumed). */
const listDeployments = (
  { state, cloud }: Parts,
  input: ListServiceDeploymentsRequest,
): ListServiceDeploymentsResponse => {
  const { cluster, service, status, createdAt } = input;
  const named = service?.startsWith(ecsArn(cloud, 'service/')) === true;
  const found = findService(state, named ? service.split('/')[1] : cluster, service);
  const from = createdAt?.after?.getTime() ?? Number.NEGATIVE_INFINITY;
  const until = createdAt?.before?.getTime() ?? Number.POSITIVE_INFINITY;
  const matching = found.deployments.filter(
    (deployment) =>
      (status === undefined || status.length === 0 || status.includes(deployment.status)) &&
      deployment.createEpochMs >= from &&
      deployment.createEpochMs <= until,
  );
  const { items, nextToken } = page(matching.reverse(), input, 20);
  return { serviceDeployments: items.map(describeBrief), nextToken };
};
