import type { DeploymentStatus, RollbackInfo, TriggerEventType } from '@aws-sdk/client-codedeploy';

import type { Cloud } from '../../../service';
import { applicationArn, arnOfGroup } from '../arns';
import type { FleetTarget } from '../platforms/platform';
import { type Deployment, isRollback, type LifecycleEventState } from '../state';
import { overviewOf } from './overview';
import { tellTarget } from './target-notices';
import { publishToTriggers } from './triggers';

/** Tells the world how a deployment fares: EventBridge, the group's SNS triggers, and the sandbox's journal. */
export interface Notices {
  created(deployment: Deployment): void;
  started(deployment: Deployment): void;
  ended(deployment: Deployment): void;
  ready(deployment: Deployment): void;
  /** From Ready. */
  wentOn(deployment: Deployment): void;
  lifecycleEvent(deployment: Deployment, event: LifecycleEventState, targetId?: string): void;
  /** A host's status changed. */
  target(deployment: Deployment, target: FleetTarget): void;
}

interface Words {
  /** EventBridge's. Documented: https://docs.aws.amazon.com/codedeploy/latest/userguide/monitoring-cloudwatch-events-define-rules.html */
  readonly event?: 'START' | 'SUCCESS' | 'FAILURE' | 'STOP' | 'READY';
  /** SNS's. Assumed, as notification readers in the wild expect them. */
  readonly notification: string;
  readonly trigger: TriggerEventType;
}

/**
 * Three vocabularies for one thing. Assumed: the DeploymentStart trigger says CREATED when the deployment is made,
 * not when it starts; that EventBridge's START comes then too is assumed. A rollback alone says IN_PROGRESS.
 */
const WORDS: Partial<Readonly<Record<DeploymentStatus, Words>>> = {
  Created: { event: 'START', notification: 'CREATED', trigger: 'DeploymentStart' },
  Succeeded: { event: 'SUCCESS', notification: 'SUCCEEDED', trigger: 'DeploymentSuccess' },
  Failed: { event: 'FAILURE', notification: 'FAILED', trigger: 'DeploymentFailure' },
  Stopped: { event: 'STOP', notification: 'STOPPED', trigger: 'DeploymentStop' },
  Ready: { event: 'READY', notification: 'READY', trigger: 'DeploymentReady' },
};
const ROLLBACK: Words = { notification: 'IN_PROGRESS', trigger: 'DeploymentRollback' };

export const createNotices = (cloud: Cloud): Notices => {
  const tell = (deployment: Deployment): void => {
    recordStatus(cloud, deployment);
    const words = WORDS[deployment.status];
    if (words === undefined) return;
    emit(cloud, deployment, words);
    publish(cloud, deployment, words);
  };
  return {
    created: tell,
    started: (deployment) => {
      recordStatus(cloud, deployment);
      if (isRollback(deployment)) publish(cloud, deployment, ROLLBACK);
    },
    ended: tell,
    ready: tell,
    wentOn: (deployment) => recordStatus(cloud, deployment),
    target: (deployment, target) => tellTarget(cloud, deployment, target),
    lifecycleEvent: (deployment, event, targetId) =>
      cloud.journal.record({
        kind: 'deployment',
        deploymentId: deployment.id,
        status: deployment.status,
        targetId,
        lifecycleEvent: event.name,
        lifecycleEventStatus: event.status,
        detail: event.diagnostics?.message,
      }),
  };
};

const recordStatus = ({ journal }: Cloud, { id, status, error }: Deployment): void =>
  journal.record({
    kind: 'deployment',
    deploymentId: id,
    status,
    detail: error === undefined ? undefined : `${error.code}: ${error.message}`,
  });

/** Shape documented: the sample event of the page above. */
const emit = (cloud: Cloud, deployment: Deployment, { event }: Words): void => {
  const { group } = deployment;
  cloud.ports.events.emit({
    source: 'aws.codedeploy',
    detailType: 'CodeDeploy Deployment State-change Notification',
    resources: [applicationArn(cloud, group.application.name), arnOfGroup(cloud, group)],
    detail: {
      instanceGroupId: group.id,
      region: cloud.region,
      application: group.application.name,
      deploymentId: deployment.id,
      state: event,
      deploymentGroup: group.settings.deploymentGroupName,
    },
  });
};

const publish = (cloud: Cloud, deployment: Deployment, words: Words): void =>
  publishToTriggers(cloud, deployment, {
    trigger: words.trigger,
    subject: `${words.notification}: AWS CodeDeploy ${deployment.id} in ${cloud.region} to ${deployment.group.application.name}`,
    body: (triggerName) => notification(cloud, deployment, { words, triggerName }),
  });

/**
 * Assumed, from reports of ECS deployments: nested objects are JSON texts with capitalised keys, absent ones are left out
 * while a deployment is under way, and `rollbackInformation` of a failure is empty, for the rollback comes after it.
 */
const notification = (
  cloud: Cloud,
  deployment: Deployment,
  { words, triggerName }: { words: Words; triggerName: string | undefined },
): Readonly<Record<string, unknown>> => {
  const { error, rollbackInfo, completeEpochMs, group } = deployment;
  const over = completeEpochMs !== undefined;
  return {
    region: cloud.region,
    accountId: cloud.account,
    eventTriggerName: triggerName,
    applicationName: group.application.name,
    deploymentId: deployment.id,
    deploymentGroupName: group.settings.deploymentGroupName,
    createTime: toSnsTime(deployment.createEpochMs),
    completeTime: over ? toSnsTime(completeEpochMs) : null,
    deploymentOverview: over ? JSON.stringify(overviewOf(deployment)) : undefined,
    status: words.notification,
    errorInformation:
      error === undefined
        ? undefined
        : JSON.stringify({ ErrorCode: error.code, ErrorMessage: error.message }),
    rollbackInformation: rollbackText(rollbackInfo, error !== undefined),
  };
};

const rollbackText = (info: RollbackInfo | undefined, failed: boolean): string | undefined => {
  if (info === undefined) return failed ? '{}' : undefined;
  return JSON.stringify({
    RollbackMessage: info.rollbackMessage,
    RollbackDeploymentId: info.rollbackDeploymentId,
    RollbackTriggeringDeploymentId: info.rollbackTriggeringDeploymentId,
  });
};

/** Assumed: `Thu Oct 13 15:50:45 UTC 2022`. */
const toSnsTime = (epochMs: number): string => {
  const [weekday = '', day, month, year, time] = new Date(epochMs).toUTCString().split(' ');
  return `${weekday.slice(0, 3)} ${month} ${day} ${time} UTC ${year}`;
};
