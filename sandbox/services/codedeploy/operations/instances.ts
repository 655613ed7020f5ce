import type {
  BatchGetDeploymentInstancesInput,
  BatchGetDeploymentInstancesOutput,
  GetDeploymentInstanceInput,
  GetDeploymentInstanceOutput,
  InstanceSummary,
  ListDeploymentInstancesInput,
  ListDeploymentInstancesOutput,
  SkipWaitTimeForInstanceTerminationInput,
} from '@aws-sdk/client-codedeploy';

import { AwsError, operation } from '../../../service';
import { arnOfGroup } from '../arns';
import type { FleetTarget } from '../platforms/platform';
import { toLifecycleEvent } from '../platforms/server/host-target';
import type { Deployment } from '../state';
import { findDeployment, requireBatch } from './checks';
import { pageOf } from './paging';
import type { Parts } from './parts';
import { findStarted, lastUpdateOf } from './targets';

/** The older forms of the operations on targets, for hosts alone. AWS has deprecated them; clients still call them. */
export const instanceOperations = ({ cloud, state, life }: Parts) => {
  const onGroup = ({ deploymentId }: { deploymentId: string | undefined }) => [
    arnOfGroup(cloud, findDeployment(state, deploymentId).group),
  ];
  return {
    ListDeploymentInstances: operation<ListDeploymentInstancesInput, ListDeploymentInstancesOutput>(
      {
        resources: onGroup,
        run: ({ deploymentId, instanceStatusFilter, instanceTypeFilter, nextToken }) => {
          const hosts = hostsOf(findStarted(state, deploymentId)).filter(
            ({ status, label }) =>
              (instanceStatusFilter?.includes(status) ?? true) &&
              (instanceTypeFilter === undefined ||
                (label !== undefined && instanceTypeFilter.includes(label))),
          );
          const page = pageOf(hosts, nextToken, ({ targetId }) => targetId);
          return {
            instancesList: page.items.map(({ targetId }) => targetId),
            nextToken: page.nextToken,
          };
        },
      },
    ),
    BatchGetDeploymentInstances: operation<
      BatchGetDeploymentInstancesInput,
      BatchGetDeploymentInstancesOutput
    >({
      resources: onGroup,
      run: ({ deploymentId, instanceIds }) => {
        const deployment = findStarted(state, deploymentId);
        if (instanceIds === undefined || instanceIds.length === 0) throw idRequired();
        const wanted = requireBatch(instanceIds, 25);
        return {
          instancesSummary: hostsOf(deployment)
            .filter(({ targetId }) => wanted.includes(targetId))
            .map((host) => toSummary(deployment, host)),
        };
      },
    }),
    GetDeploymentInstance: operation<GetDeploymentInstanceInput, GetDeploymentInstanceOutput>({
      resources: onGroup,
      run: ({ deploymentId, instanceId }) => {
        const deployment = findStarted(state, deploymentId);
        if (instanceId === undefined || instanceId === '') throw idRequired();
        const host = hostsOf(deployment).find(({ targetId }) => targetId === instanceId);
        if (host === undefined)
          throw new AwsError(
            'InstanceDoesNotExistException',
            `The instance ${instanceId} does not belong to the deployment ${deployment.id}`,
          );
        return { instanceSummary: toSummary(deployment, host) };
      },
    }),
    SkipWaitTimeForInstanceTermination: operation<
      SkipWaitTimeForInstanceTerminationInput,
      Record<string, never>
    >({
      resources: () => ['*'],
      run: ({ deploymentId }) => {
        life.continue(findStarted(state, deploymentId), 'TERMINATION_WAIT');
        return {};
      },
    }),
  };
};

const idRequired = (): AwsError =>
  new AwsError('InstanceIdRequiredException', 'The instance ID was not specified');

const hostsOf = ({ group, fleet }: Deployment): readonly FleetTarget[] => {
  const { computePlatform } = group.application;
  if (computePlatform === 'Server') return fleet?.targets ?? [];
  throw new AwsError(
    'InvalidComputePlatformException',
    `The compute platform is ${computePlatform}: use the operations on deployment targets.`,
  );
};

const toSummary = (deployment: Deployment, host: FleetTarget): InstanceSummary => ({
  deploymentId: deployment.id,
  instanceId: host.targetArn,
  status: host.status,
  lastUpdatedAt: lastUpdateOf(deployment, host.lifecycleEvents),
  lifecycleEvents: host.lifecycleEvents.map(toLifecycleEvent),
  instanceType: host.label,
});
