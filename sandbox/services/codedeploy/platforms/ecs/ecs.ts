import type { Cloud } from '../../../../service';
import type { ContainersForCodeDeploy } from '../../../ecs/port';
import type { TaskSet } from '../../../ecs/tasks/task-set';
import { familyAndRevision } from '../../../ecs/traffic/applications';
import type { Hooks } from '../../run/hooks';
import { planTraffic, type TrafficStep } from '../../run/traffic';
import {
  type CodeDeployState,
  type Deployment,
  DeploymentFault,
  isRollback,
  type LifecycleEventState,
} from '../../state';
import { appSpecContent } from '../lambda';
import type { EcsTraffic, Outcome, Platform, PlatformTarget, Wait } from '../platform';
import { type EcsAppSpec, parseEcsAppSpec } from './app-spec';
import { describeEcsTarget } from './describe';
import { type EcsEnvironment, readEnvironment } from './environment';
import { allowTestTraffic, allowTraffic, install, terminate } from './events';
import { refusalOf } from './permissions';
import { admitEcsGroup } from './settings';
import { wayBack } from './way-back';

export interface EcsPlatformContext {
  readonly cloud: Cloud;
  readonly state: CodeDeployState;
  readonly hooks: Hooks;
  readonly containers: ContainersForCodeDeploy;
  /** As on Lambda: AWS was seen not to run them. */
  readonly hooksRunOnRollback: boolean;
}

/** One deployment at work. `blue` served before it, `green` is what it brings. */
export interface EcsRun {
  readonly deployment: Deployment;
  readonly spec: EcsAppSpec;
  readonly environment: EcsEnvironment;
  readonly steps: readonly TrafficStep[];
  readonly blue: TaskSet;
  /** Absent until Install has made it. */
  green?: TaskSet;
  /** Percent of production traffic on the green task set. */
  greenPct: number;
}

const MINUTE_MS = 60_000;

/**
 * Order documented: https://docs.aws.amazon.com/codedeploy/latest/userguide/deployment-steps-ecs.html. Assumed: without a test
 * listener the two of the test traffic are not there, and neither are Start and End.
 */
const lifecycleEvents = (hasTestListener: boolean): readonly LifecycleEventState[] =>
  [
    'BeforeInstall',
    'Install',
    'AfterInstall',
    ...(hasTestListener ? ['AllowTestTraffic', 'AfterAllowTestTraffic'] : []),
    'BeforeAllowTraffic',
    'AllowTraffic',
    'AfterAllowTraffic',
  ].map((name) => ({ name, status: 'Pending' }));

export const createEcsPlatform = (context: EcsPlatformContext): Platform => {
  const runs = new Map<string, EcsRun>();
  return {
    admit: (settings, current) => admitEcsGroup(context, settings, current),
    open: (deployment) => {
      const run = isRollback(deployment)
        ? openRollback(deployment, runs)
        : openRelease(context, deployment);
      const refused = refusalOf(context.cloud, deployment, {
        deed: 'look',
        service: run.environment.service,
      });
      if (refused !== undefined) throw refused;
      runs.set(deployment.id, run);
      return toTarget(context, run);
    },
  };
};

const openRelease = ({ state, containers }: EcsPlatformContext, deployment: Deployment): EcsRun => {
  const spec = parseEcsAppSpec(appSpecContent(deployment.revision));
  const environment = readEnvironment(containers, deployment.group);
  const steps = planTraffic(state.configs.get(deployment.configName)?.trafficRoutingConfig);
  return { deployment, spec, environment, steps, blue: environment.primary, greenPct: 0 };
};

/** A rollback finds the task sets as the deployment left them that it takes back; the original one serves again. */
const openRollback = (deployment: Deployment, runs: ReadonlyMap<string, EcsRun>): EcsRun => {
  const failed = runs.get(deployment.rollbackInfo?.rollbackTriggeringDeploymentId ?? '');
  if (failed === undefined)
    throw new DeploymentFault('INTERNAL_ERROR', 'There is no deployment to roll back.');
  return { ...failed, deployment, steps: [{ afterMs: 0, pct: 100 }] };
};

const toTarget = (context: EcsPlatformContext, run: EcsRun): PlatformTarget => {
  const { deployment, environment, spec } = run;
  const { service, testListener } = environment;
  const events = lifecycleEvents(testListener !== undefined);
  const works: Readonly<Record<string, (outcome: Outcome) => () => void>> = {
    Install: (outcome) => install(context, run, outcome),
    AllowTestTraffic: (outcome) => allowTestTraffic(context, run, outcome),
    AllowTraffic: (outcome) => allowTraffic(context, run, outcome),
  };
  return {
    // Documented: "<clustername>:<servicename>" (API_BatchGetDeploymentTargets).
    targetId: `${service.cluster.name}:${service.name}`,
    lifecycleEvents: events,
    work: (event, outcome) => {
      const work = works[event];
      if (work !== undefined) return work(outcome);
      const hook = spec.hooks[event];
      if (hook !== undefined && (!isRollback(deployment) || context.hooksRunOnRollback))
        return context.hooks.run({ deployment, event, functionName: hook }, outcome);
      outcome.succeeded();
      return () => undefined;
    },
    waitBefore: (event) => (isRollback(deployment) ? undefined : waitOf(run, event)),
    ended: (status) => {
      if (status === 'Succeeded') terminate(context, run);
    },
    describe: (facts) => describeEcsTarget(run, events, facts),
    ecs: trafficOf(run),
    wayBack: () => wayBack(run),
  };
};

/** A rollback brings the original task set, and takes the replacement away. */
const trafficOf = (run: EcsRun): EcsTraffic => {
  const { cluster, name } = run.environment.service;
  const service = `${cluster.name}:${name}`;
  const original = familyAndRevision(run.blue.tasks.taskDefinition);
  const replacement = familyAndRevision(run.spec.taskDefinition);
  return isRollback(run.deployment)
    ? {
        service,
        currentTaskDefinition: replacement,
        targetTaskDefinition: original,
        targetPct: () => 100 - run.greenPct,
      }
    : {
        service,
        currentTaskDefinition: original,
        targetTaskDefinition: replacement,
        targetPct: () => run.greenPct,
      };
};

/**
 * The two waits of the group. Where the first stands is assumed: after the test traffic was judged. The second keeps the
 * deployment InProgress (documented: the action that AWS publishes for GitHub adds both to what it waits for).
 */
const waitOf = ({ deployment }: EcsRun, event: string | undefined): Wait | undefined => {
  const { deploymentReadyOption, terminateBlueInstancesOnDeploymentSuccess } =
    deployment.group.settings.blueGreenDeploymentConfiguration ?? {};
  const { actionOnTimeout, waitTimeInMinutes = 0 } = deploymentReadyOption ?? {};
  if (event === 'BeforeAllowTraffic' && actionOnTimeout === 'STOP_DEPLOYMENT')
    return {
      type: 'READY_WAIT',
      forMs: waitTimeInMinutes * MINUTE_MS,
      onTimeout: 'stops',
      stopsWith: nobodyContinued(waitTimeInMinutes),
    };
  const minutes = terminateBlueInstancesOnDeploymentSuccess?.terminationWaitTimeInMinutes ?? 0;
  if (event !== undefined || minutes === 0) return undefined;
  return { type: 'TERMINATION_WAIT', forMs: minutes * MINUTE_MS, onTimeout: 'goes on' };
};

/** Sentence documented: https://docs.aws.amazon.com/codedeploy/latest/userguide/troubleshooting-ecs.html; the code is assumed. */
const nobodyContinued = (minutes: number): DeploymentFault =>
  new DeploymentFault(
    'TIMEOUT',
    `The deployment timed out while waiting for a notification to continue. This time out period is ${minutes} minutes.`,
  );
