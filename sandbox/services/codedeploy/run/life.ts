import type { ComputePlatform, ErrorInformation } from '@aws-sdk/client-codedeploy';

import { AwsError, type Cloud } from '../../../service';
import type { Fleet, Platform, PlatformTarget, Progress } from '../platforms/platform';
import {
  type CodeDeployState,
  type Deployment,
  DeploymentFault,
  hasEnded,
  isRollback,
  lastSucceeded,
} from '../state';
import { watchAlarms } from './alarms';
import { abandonEvents } from './lifecycle-events';
import type { Notices } from './notices';
import {
  type EndCause,
  messageOfNoWayBack,
  messageOfRollback,
  messageOfRolledBack,
  wantsRollback,
} from './rollback';
import { createWaits, type Waits } from './waits';
import { walkEvents } from './walk-events';

/** Assumed. Reported: a hook ran two seconds after its deployment began. */
const START_DELAY_MS = 1_000;
/** Assumed. Documented: while the stop is Pending some lifecycle events may still be under way. */
const STOP_DELAY_MS = 1_000;

export interface Life {
  /** Enters a deployment whose request was checked; it starts a second later. */
  begin(request: NewDeployment): Deployment;
  /** StopDeployment. Throws DeploymentAlreadyCompletedException where it has ended by itself. */
  stop(deployment: Deployment, autoRollbackEnabled: boolean | undefined): 'Pending' | 'Succeeded';
  /** ContinueDeployment. */
  readonly continue: Waits['end'];
}
export type NewDeployment = Omit<
  Deployment,
  'id' | 'createEpochMs' | 'status' | 'previousRevision'
>;
export type Platforms = Partial<Readonly<Record<ComputePlatform, Platform>>>;

interface Context {
  readonly cloud: Cloud;
  readonly state: CodeDeployState;
  readonly platforms: Platforms;
  readonly notices: Notices;
  readonly waits: Waits;
  /** Deployments that have not ended. */
  readonly runs: Map<string, Run>;
}
interface Run {
  readonly deployment: Deployment;
  abandonWork: () => unknown;
  unwatch: () => void;
  /** Set once a stop was asked for: nothing new begins from then on. */
  stop?: { asked: boolean | undefined };
}
interface End {
  readonly status: 'Succeeded' | 'Failed' | 'Stopped';
  readonly error?: ErrorInformation;
  readonly cause?: EndCause;
}

/** A deployment's way from Created to its one end. Whatever goes wrong on it, the deployment ends. */
export const createLife = (parts: Omit<Context, 'runs' | 'waits'>): Life => {
  const waits = createWaits(parts.cloud, parts.notices);
  const context: Context = { ...parts, waits, runs: new Map() };
  return {
    begin: (request) => enter(context, newDeploymentId(context), request),
    stop: (deployment, autoRollbackEnabled) => stop(context, deployment, autoRollbackEnabled),
    continue: waits.end,
  };
};

/** `d-` and nine capitals or digits (assumed, from the ids that pages show). */
const newDeploymentId = (context: Context): string => {
  const id = `d-${context.cloud.random.text(9)}`;
  return context.state.deployments.has(id) ? newDeploymentId(context) : id;
};

const enter = (context: Context, id: string, request: NewDeployment): Deployment => {
  const { cloud, state, notices, runs } = context;
  const deployment: Deployment = {
    ...request,
    id,
    previousRevision: lastSucceeded(state, request.group)?.revision,
    createEpochMs: cloud.clock.nowEpochMs(),
    status: 'Created',
  };
  const run: Run = { deployment, abandonWork: () => undefined, unwatch: () => undefined };
  state.deployments.set(id, deployment);
  runs.set(id, run);
  notices.created(deployment);
  run.abandonWork = cloud.clock.after(START_DELAY_MS, () =>
    guarded(context, run, () => start(context, run)),
  );
  return deployment;
};

const start = (context: Context, run: Run): void => {
  const { cloud, notices } = context;
  const { deployment } = run;
  deployment.status = 'InProgress';
  deployment.startEpochMs = cloud.clock.nowEpochMs();
  notices.started(deployment);
  const opened = openTarget(context, deployment);
  if ('targets' in opened) deployment.fleet = opened;
  else deployment.target = opened;
  run.unwatch = watchAlarms(cloud, deployment, (error) =>
    end(context, run, { status: 'Stopped', error, cause: 'alarm' }),
  );
  if (hasEnded(deployment)) return;
  const progress = progressOf(context, run);
  const abandon =
    'targets' in opened ? opened.run(progress) : walkEvents(cloud.clock, opened, progress);
  if (hasEnded(deployment)) abandon();
  else run.abandonWork = abandon;
};

/** What the work may ask of its deployment's life. */
const progressOf = (context: Context, run: Run): Progress => {
  const { deployment } = run;
  return {
    succeeded: () => end(context, run, { status: 'Succeeded' }),
    failed: (fault) => fail(context, run, fault),
    isOver: () => run.stop !== undefined || hasEnded(deployment),
    guarded: (work) => guarded(context, run, work),
    tellEvent: (event, targetId) => context.notices.lifecycleEvent(deployment, event, targetId),
    tellTarget: (target) => context.notices.target(deployment, target),
    wait: (wait, goOn) =>
      context.waits.begin(deployment, wait, (how) => {
        if (how === 'stops') {
          const { code, message } = wait.stopsWith ?? WAITED_IN_VAIN;
          end(context, run, { status: 'Stopped', error: { code, message } });
        } else if (run.stop === undefined) guarded(context, run, goOn);
      }),
  };
};

/**
 * Documented: "If traffic rerouting is not started before the end of the specified wait period, the deployment status
 * is changed to Stopped" (https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_DeploymentReadyOption.html).
 * Code and sentence are assumed, and that it is not rolled back: no traffic has moved.
 */
const WAITED_IN_VAIN: ErrorInformation = {
  code: 'TIMEOUT',
  message: 'The deployment was stopped because traffic was not rerouted within the wait time.',
};

/** An error of the sandbox's own must not leave a deployment hanging. */
const guarded = (context: Context, run: Run, work: () => void): void => {
  try {
    work();
  } catch (error) {
    if (error instanceof DeploymentFault) return fail(context, run, error);
    const message = error instanceof Error ? error.message : String(error);
    context.cloud.journal.record({ kind: 'trouble', message: `${run.deployment.id}: ${message}` });
    fail(context, run, new DeploymentFault('INTERNAL_ERROR', message));
  }
};

const fail = (context: Context, run: Run, { code, message }: DeploymentFault): void =>
  end(context, run, { status: 'Failed', error: { code, message }, cause: 'failure' });

const end = (context: Context, run: Run, { status, error, cause }: End): void => {
  const { cloud, notices, runs } = context;
  const { deployment } = run;
  if (hasEnded(deployment)) return;
  run.abandonWork();
  run.unwatch();
  runs.delete(deployment.id);
  deployment.status = status;
  deployment.error = error;
  deployment.completeEpochMs = cloud.clock.nowEpochMs();
  for (const event of abandonEvents(deployment)) notices.lifecycleEvent(deployment, event);
  deployment.fleet?.ended();
  deployment.target?.ended?.(status);
  notices.ended(deployment);
  if (cause === undefined) return;
  const wanted = wantsRollback({
    cause,
    isRollback: isRollback(deployment),
    configuration: deployment.autoRollback,
    asked: run.stop?.asked,
  });
  if (wanted) rollBack(context, deployment);
};

const rollBack = (context: Context, deployment: Deployment): void => {
  const wayBack = (deployment.fleet ?? deployment.target)?.wayBack();
  if (wayBack === undefined) {
    deployment.rollbackInfo = { rollbackMessage: messageOfNoWayBack(deployment) };
    return;
  }
  const id = newDeploymentId(context);
  deployment.rollbackInfo = {
    rollbackDeploymentId: id,
    rollbackMessage: messageOfRolledBack(deployment, id),
  };
  enter(context, id, {
    group: deployment.group,
    ...wayBack,
    creator: 'codeDeployRollback',
    fileExistsBehavior: deployment.fileExistsBehavior,
    rollbackInfo: {
      rollbackTriggeringDeploymentId: deployment.id,
      rollbackMessage: messageOfRollback(id, deployment),
    },
  });
};

const stop = (
  context: Context,
  deployment: Deployment,
  autoRollbackEnabled: boolean | undefined,
): 'Pending' | 'Succeeded' => {
  const run = context.runs.get(deployment.id);
  if (run === undefined) {
    // Assumed: asked again after it took hold, a stop says so.
    if (deployment.error?.code === 'MANUAL_STOP') return 'Succeeded';
    throw new AwsError(
      'DeploymentAlreadyCompletedException',
      `Deployment ${deployment.id} is already in the ${deployment.status} state.`,
    );
  }
  if (run.stop !== undefined) {
    run.stop.asked = autoRollbackEnabled ?? run.stop.asked;
    return 'Pending';
  }
  run.stop = { asked: autoRollbackEnabled };
  run.unwatch();
  if (deployment.status === 'Created') run.abandonWork();
  // The code is the model's; the message is assumed.
  const error: ErrorInformation = {
    code: 'MANUAL_STOP',
    message: 'A user stopped the deployment.',
  };
  context.cloud.clock.after(STOP_DELAY_MS, () =>
    end(context, run, { status: 'Stopped', error, cause: 'request' }),
  );
  return 'Pending';
};

/** Documented with the codes: "most likely raised if [it] is deleted after the deployment is created, but before it is started". */
const openTarget = (
  { state, platforms }: Context,
  deployment: Deployment,
): PlatformTarget | Fleet => {
  const { application, settings } = deployment.group;
  const { name, computePlatform } = application;
  if (state.applications.get(name) !== application)
    throw new DeploymentFault('APPLICATION_MISSING', `The application ${name} is gone.`);
  if (application.groups.get(settings.deploymentGroupName) !== deployment.group)
    throw new DeploymentFault(
      'DEPLOYMENT_GROUP_MISSING',
      `The deployment group ${settings.deploymentGroupName} is gone.`,
    );
  const platform = platforms[computePlatform];
  if (platform === undefined)
    throw new DeploymentFault(
      'INTERNAL_ERROR',
      `The sandbox cannot deploy to the ${computePlatform} platform.`,
    );
  return platform.open(deployment);
};
