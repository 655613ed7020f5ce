import type { DeploymentLifecycleHookAction } from '@aws-sdk/client-ecs';

import { AwsError, type Cloud } from '../../../service';
import { ecsArn } from '../arns';
import type { Revision, Service, ServiceSettings } from '../state';
import type { TaskParts } from '../tasks/task-sets';
import { watchAlarms } from './alarm-watch';
import { emitDeployment } from './events';
import { type FlowContext, goForward } from './forward';
import { goBack } from './go-back';
import { DeploymentFailure, hasEnded, type ServiceDeploymentRecord, sourceOf } from './record';
import { createRevision } from './revisions';
import { play, type Playing, type Script } from './script';

/** Assumed. */
const START_DELAY_MS = 1_000;

export interface Deployments {
  /** Makes a revision of the settings and deploys it. One that is under way is stopped where it stands. */
  begin(service: Service, settings: ServiceSettings): ServiceDeploymentRecord;
  /** StopServiceDeployment: goes back to what served before. Throws ConflictException where it has ended. */
  rollBack(deployment: ServiceDeploymentRecord): void;
  /** ContinueServiceDeployment. Throws InvalidParameterException where no such hook waits. */
  continue(hookId: string | undefined, action: DeploymentLifecycleHookAction): void;
  /** The service is going: nothing of its deployments happens any more. */
  abandon(service: Service): void;
}

interface Run {
  readonly deployment: ServiceDeploymentRecord;
  playing?: Playing;
  unwatch: () => void;
}
interface Context extends FlowContext {
  readonly runs: Map<Service, Run>;
}

export const createDeployments = (parts: TaskParts): Deployments => {
  const context: Context = { ...parts, paused: new Map(), runs: new Map() };
  return {
    begin: (service, settings) => {
      supersede(context, service);
      const deployment = newDeployment(parts, service, settings);
      service.deployments.push(deployment);
      service.settings = settings;
      const run: Run = { deployment, unwatch: () => undefined };
      context.runs.set(service, run);
      run.playing = play(parts.cloud.clock, carryOut(context, run));
      return deployment;
    },
    rollBack: (deployment) => rollBack(context, deployment),
    continue: (hookId, action) => {
      const resume = context.paused.get(hookId ?? '');
      if (resume === undefined)
        throw new AwsError('InvalidParameterException', 'No hook of that ID awaits an action.');
      resume(action);
    },
    abandon: (service) => supersede(context, service),
  };
};

/** The deployment that is under way is STOPPED (assumed). */
const supersede = ({ cloud, runs }: Context, service: Service): void => {
  const run = runs.get(service);
  if (run === undefined) return;
  run.playing?.abandon();
  run.unwatch();
  runs.delete(service);
  const { deployment } = run;
  deployment.status = 'STOPPED';
  deployment.statusReason = 'The service was changed before the deployment had ended.';
  deployment.stopEpochMs = cloud.clock.nowEpochMs();
};

const newDeployment = (
  parts: TaskParts,
  service: Service,
  settings: ServiceSettings,
): ServiceDeploymentRecord => {
  const { cloud, listeners } = parts;
  const sources = sourcesOf(service);
  const target = createRevision(parts, service, settings);
  service.revisions.push(target);
  if (target.targetGroup !== undefined) listeners.register(target.targetGroup, target.target);
  const nowEpochMs = cloud.clock.nowEpochMs();
  const { deploymentConfiguration = {} } = settings;
  const isOn = deploymentConfiguration.deploymentCircuitBreaker?.enable === true;
  return {
    arn: ecsArn(
      cloud,
      `service-deployment/${service.cluster.name}/${service.name}/${newId(cloud)}`,
    ),
    service,
    sources,
    target,
    configuration: deploymentConfiguration,
    strategy: deploymentConfiguration.strategy ?? 'ROLLING',
    createEpochMs: nowEpochMs,
    updateEpochMs: nowEpochMs,
    status: 'PENDING',
    alarms: 'DISABLED',
    triggeredAlarms: [],
    breaker: isOn ? 'MONITORING' : 'DISABLED',
    hooks: [],
  };
};

/** Revisions with tasks; the last is the one that serves, with tasks or without. */
const sourcesOf = ({ revisions, serving }: Service): readonly Revision[] => {
  const others = revisions.filter((it) => it !== serving && it.tasks.counts().desired > 0);
  return serving === undefined ? others : [...others, serving];
};

/** Documented by the ARNs in AWS's examples: letters and digits, 21 of them. */
const newId = ({ random }: Pick<Cloud, 'random'>): string =>
  random.text(21, 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789');

function* carryOut(context: Context, run: Run): Script {
  const { cloud, runs } = context;
  const { clock } = cloud;
  const { deployment } = run;
  const { rolloutId } = deployment.target;
  try {
    try {
      yield (over) => clock.after(START_DELAY_MS, over);
      deployment.status = 'IN_PROGRESS';
      deployment.startEpochMs = clock.nowEpochMs();
      const reason = `ECS deployment ${rolloutId} in progress.`;
      emitDeployment(cloud, deployment, { eventName: 'SERVICE_DEPLOYMENT_IN_PROGRESS', reason });
      run.unwatch = watchAlarms(cloud, deployment, () =>
        run.playing?.interrupt(alarmFailure(deployment)),
      );
      yield* goForward(context, deployment);
      succeed(context, deployment);
    } catch (error) {
      run.unwatch();
      yield* goBack(context, deployment, failureOf(cloud, deployment, error));
    }
  } finally {
    run.unwatch();
    if (deployment.breaker === 'MONITORING') deployment.breaker = 'MONITORING_COMPLETE';
    deployment.updateEpochMs = clock.nowEpochMs();
    if (runs.get(deployment.service) === run) runs.delete(deployment.service);
  }
}

/** Words documented as a task's rolloutStateReason in reports; assumed to be the same here. */
const alarmFailure = ({ configuration }: ServiceDeploymentRecord): DeploymentFailure =>
  new DeploymentFailure(
    'ECS deployment failed: alarm detected.',
    configuration.alarms?.rollback === true,
  );

/** An error of the sandbox's own must not leave a deployment hanging. */
const failureOf = (
  { journal }: Cloud,
  { arn }: ServiceDeploymentRecord,
  error: unknown,
): DeploymentFailure => {
  if (error instanceof DeploymentFailure) return error;
  const message = error instanceof Error ? error.message : String(error);
  journal.record({ kind: 'trouble', message: `${arn}: ${message}` });
  return new DeploymentFailure(message, true);
};

const succeed = ({ cloud }: Context, deployment: ServiceDeploymentRecord): void => {
  const { target, service } = deployment;
  deployment.status = 'SUCCESSFUL';
  service.serving = target;
  deployment.finishEpochMs = cloud.clock.nowEpochMs();
  emitDeployment(cloud, deployment, {
    eventName: 'SERVICE_DEPLOYMENT_COMPLETED',
    reason: `ECS deployment ${target.rolloutId} completed.`,
  });
  service.events.unshift({
    id: cloud.random.uuid(),
    createdAt: new Date(cloud.clock.nowEpochMs()),
    message: `(service ${service.name}) has reached a steady state.`,
  });
};

/**
 * Documented: a deployment may be stopped in every state but its last ones
 * (https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_StopServiceDeployment.html). Asked again, it says the same.
 */
const rollBack = ({ runs }: Context, deployment: ServiceDeploymentRecord): void => {
  const run = runs.get(deployment.service);
  if (hasEnded(deployment) || run?.deployment !== deployment)
    throw new AwsError(
      'ConflictException',
      `The service deployment is ${deployment.status} and cannot be stopped.`,
    );
  if (deployment.status !== 'PENDING' && deployment.status !== 'IN_PROGRESS') return;
  const goesBack = sourceOf(deployment) !== undefined;
  deployment.status = goesBack ? 'ROLLBACK_REQUESTED' : 'STOP_REQUESTED';
  run.unwatch();
  run.playing?.interrupt(new DeploymentFailure('Service deployment rolled back by a user.', true));
};
