import type {
  ServiceDeployment,
  ServiceDeploymentBrief,
  ServiceRevision,
  ServiceRevisionSummary,
} from '@aws-sdk/client-ecs';

import { thresholdOf } from '../deployments/circuit-breaker';
import { hasEnded, type ServiceDeploymentRecord, sourceOf } from '../deployments/record';
import { firstLoadBalancer, type Revision, type Service } from '../state';

const toDate = (epochMs: number | undefined): Date | undefined =>
  epochMs === undefined ? undefined : new Date(epochMs);

export const describeBrief = (deployment: ServiceDeploymentRecord): ServiceDeploymentBrief => ({
  serviceDeploymentArn: deployment.arn,
  serviceArn: deployment.service.arn,
  clusterArn: deployment.service.cluster.arn,
  createdAt: new Date(deployment.createEpochMs),
  startedAt: toDate(deployment.startEpochMs),
  finishedAt: toDate(deployment.finishEpochMs),
  targetServiceRevisionArn: deployment.target.arn,
  status: deployment.status,
  statusReason: deployment.statusReason,
});

export const describeDeployment = (deployment: ServiceDeploymentRecord): ServiceDeployment => {
  const { service, configuration, rollback, target, productionPct, testPct } = deployment;
  const { deploymentCircuitBreaker, alarms } = configuration;
  const { targetServiceRevisionArn, ...brief } = describeBrief(deployment);
  const shares = { production: productionPct, test: testPct };
  const serving = sourceOf(deployment);
  return {
    ...brief,
    stoppedAt: toDate(deployment.stopEpochMs),
    updatedAt: new Date(deployment.updateEpochMs),
    sourceServiceRevisions: deployment.sources.map((source) =>
      summarise(source, source === serving ? restOf(shares) : {}),
    ),
    targetServiceRevision: { ...summarise(target, shares), arn: targetServiceRevisionArn },
    lifecycleStage: hasEnded(deployment) ? undefined : deployment.stage,
    lifecycleHookDetails: deployment.hooks.map(({ expireEpochMs, ...hook }) => ({
      ...hook,
      expiresAt: new Date(expireEpochMs),
    })),
    deploymentConfiguration: configuration,
    rollback: rollback && {
      reason: rollback.reason,
      startedAt: new Date(rollback.startEpochMs),
      serviceRevisionArn: rollback.revisionArn,
    },
    deploymentCircuitBreaker: {
      status: deployment.breaker,
      failureCount: target.tasks.counts().failed,
      threshold: thresholdOf(deploymentCircuitBreaker, service.settings.desiredCount),
    },
    alarms: {
      status: deployment.alarms,
      ...(alarms === undefined ? {} : { alarmNames: alarms.alarmNames }),
      ...(deployment.triggeredAlarms.length === 0
        ? {}
        : { triggeredAlarmNames: [...deployment.triggeredAlarms] }),
    },
  };
};

/** Percent on each listener; absent while nothing was shifted there. */
interface Shares {
  readonly production?: number | undefined;
  readonly test?: number | undefined;
}

const restOf = ({ production, test }: Shares): Shares => ({
  production: production === undefined ? undefined : 100 - production,
  test: test === undefined ? undefined : 100 - test,
});

const summarise = ({ arn, tasks }: Revision, shares: Shares): ServiceRevisionSummary => {
  const { desired, running, pending } = tasks.counts();
  return {
    arn,
    requestedTaskCount: desired,
    runningTaskCount: running,
    pendingTaskCount: pending,
    requestedProductionTrafficWeight: shares.production,
    requestedTestTrafficWeight: shares.test,
  };
};

export const describeRevision = (service: Service, revision: Revision): ServiceRevision => {
  const { settings } = revision;
  const balancer = firstLoadBalancer(settings);
  const launchType = settings.launchType ?? 'EC2';
  return {
    serviceRevisionArn: revision.arn,
    serviceArn: service.arn,
    clusterArn: service.cluster.arn,
    taskDefinition: revision.taskDefinition,
    launchType,
    platformVersion: settings.platformVersion ?? (launchType === 'FARGATE' ? 'LATEST' : undefined),
    loadBalancers: settings.loadBalancers ?? [],
    serviceRegistries: settings.serviceRegistries ?? [],
    networkConfiguration: settings.networkConfiguration,
    createdAt: new Date(revision.createEpochMs),
    ...(revision.targetGroup === undefined
      ? {}
      : {
          resolvedConfiguration: {
            loadBalancers: [
              {
                targetGroupArn: targetGroupArn(revision),
                productionListenerRule: balancer?.advancedConfiguration?.productionListenerRule,
              },
            ],
          },
        }),
  };
};

const targetGroupArn = ({ settings, targetGroup = '' }: Revision): string | undefined => {
  const { targetGroupArn: own, advancedConfiguration } = firstLoadBalancer(settings) ?? {};
  const alternate = advancedConfiguration?.alternateTargetGroupArn;
  return alternate?.includes(`:targetgroup/${targetGroup}/`) === true ? alternate : own;
};
