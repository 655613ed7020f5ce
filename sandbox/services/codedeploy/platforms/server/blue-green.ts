import type { TargetLabel } from '@aws-sdk/client-codedeploy';

import type { Deployment } from '../../state';
import type { Fleet, Progress, Wait } from '../platform';
import { type ChosenHost, chooseHosts, toFilter } from './choose-hosts';
import { minimumOutOfReach, noInstances, tooFewHealthy } from './faults';
import { createHostTarget, type HostTarget } from './host-target';
import { allowEvents, blockEvents, installEvents } from './lifecycle';
import { type HealthPlan, planHealth } from './minimum-healthy';
import { rollOut } from './roll-out';
import {
  arnOfHost,
  lastGoodWay,
  recordOutcome,
  type ServerContext,
  setStatus,
  settleTargets,
} from './fleet-parts';
import { walkHost } from './walk-host';

const MINUTE_MS = 60_000;

interface Run {
  readonly context: ServerContext;
  readonly deployment: Deployment;
  readonly progress: Progress;
  readonly green: readonly HostTarget[];
  readonly blue: readonly HostTarget[];
  readonly plan: HealthPlan;
  /** What abandons the phase at work. */
  abandon: () => void;
}

/**
 * The replacement hosts are installed, stand ready, and are allowed traffic; then the original ones are blocked and
 * taken down. The configuration's minimum is for the replacements; one original that cannot be deregistered fails the
 * whole (documented: https://docs.aws.amazon.com/codedeploy/latest/userguide/instances-health.html). That each phase
 * takes as many hosts at once as the configuration lets it is assumed.
 */
export const openBlueGreen = (context: ServerContext, deployment: Deployment): Fleet => {
  const { settings } = deployment.group;
  const replacements = chooseHosts(context, toFilter(deployment.server?.targetInstances ?? {}));
  const isReplacement = new Set(replacements.map(({ targetId }) => targetId));
  const originals = chooseHosts(context, settings).filter(
    ({ targetId }) => !isReplacement.has(targetId),
  );
  if (replacements.length === 0) throw noInstances();
  const config = context.state.configs.get(deployment.configName)?.minimumHealthyHosts;
  const plan = planHealth(deployment.configName, config, replacements.length);
  if (plan.budget <= 0) throw minimumOutOfReach();
  const label = toTargets(context, deployment);
  const green = label(replacements, 'Green', [...installEvents, ...allowEvents]);
  const blue = label(originals, 'Blue', blockEvents);
  return fleetOf({ context, deployment, green, blue, plan }, install);
};

/**
 * Back to the original hosts: they are allowed traffic again and the replacements are blocked; nothing is installed
 * (documented with the hooks: https://docs.aws.amazon.com/codedeploy/latest/userguide/reference-appspec-file-structure-hooks.html).
 * That this is so too where no traffic had moved yet is assumed.
 */
export const openBlueGreenRollback = (context: ServerContext, deployment: Deployment): Fleet => {
  const id = deployment.rollbackInfo?.rollbackTriggeringDeploymentId ?? '';
  const rolledBack = context.state.deployments.get(id)?.fleet?.targets ?? [];
  const hostsOf = (label: TargetLabel): ChosenHost[] =>
    rolledBack.filter((target) => target.label === label).map(({ targetId }) => ({ targetId }));
  if (rolledBack.length === 0) throw noInstances();
  const label = toTargets(context, deployment);
  const blue = label(hostsOf('Blue'), 'Blue', allowEvents);
  const green = label(hostsOf('Green'), 'Green', blockEvents);
  const plan = { budget: rolledBack.length, needed: 0 };
  return fleetOf({ context, deployment, green, blue, plan }, allowOriginals);
};

const toTargets =
  (context: ServerContext, deployment: Deployment) =>
  (hosts: readonly ChosenHost[], label: TargetLabel, events: readonly string[]): HostTarget[] =>
    hosts.map(({ targetId, onPremises }) =>
      createHostTarget({
        deployment,
        targetId,
        arn: arnOfHost(context, targetId, onPremises),
        label,
        events,
      }),
    );

const fleetOf = (parts: Omit<Run, 'progress' | 'abandon'>, begin: (run: Run) => void): Fleet => {
  const targets = [...parts.green, ...parts.blue];
  let telling: Progress | undefined;
  return {
    targets,
    run: (progress) => {
      telling = progress;
      const run: Run = { ...parts, progress, abandon: () => undefined };
      begin(run);
      return () => run.abandon();
    },
    wayBack: () => lastGoodWay(parts.context, parts.deployment),
    ended: () => settleTargets(targets, telling),
  };
};

const install = (run: Run): void =>
  phase(run, {
    targets: run.green,
    events: installEvents,
    plan: run.plan,
    well: (target) => setStatus(target, 'Ready', run.progress),
    next: () => waitUntilReady(run),
  });

/** Documented: with CONTINUE_DEPLOYMENT traffic is rerouted at once (API_DeploymentReadyOption). */
const waitUntilReady = (run: Run): void => {
  const { deploymentReadyOption } =
    run.deployment.group.settings.blueGreenDeploymentConfiguration ?? {};
  const { actionOnTimeout, waitTimeInMinutes = 0 } = deploymentReadyOption ?? {};
  if (actionOnTimeout !== 'STOP_DEPLOYMENT') return allowReplacements(run);
  const wait: Wait = {
    type: 'READY_WAIT',
    forMs: waitTimeInMinutes * MINUTE_MS,
    onTimeout: 'stops',
  };
  run.abandon = run.progress.wait(wait, () => allowReplacements(run));
};

const allowReplacements = (run: Run): void =>
  phase(run, {
    targets: run.green.filter(({ status }) => status === 'Ready'),
    events: allowEvents,
    plan: { budget: run.green.length, needed: run.plan.needed },
    well: (target) => recordOutcome(run.context, { ...run, target, succeeded: true }),
    next: () => blockOriginals(run),
  });

const blockOriginals = (run: Run): void => {
  const { blue, progress } = run;
  phase(run, {
    targets: blue,
    events: blockEvents,
    plan: { budget: blue.length, needed: blue.length },
    well: (target) => setStatus(target, 'Succeeded', progress),
    next: () => takeDownOriginals(run),
  });
};

const takeDownOriginals = (run: Run): void => {
  const { action, terminationWaitTimeInMinutes = 0 } =
    run.deployment.group.settings.blueGreenDeploymentConfiguration
      ?.terminateBlueInstancesOnDeploymentSuccess ?? {};
  if (action !== 'TERMINATE') return succeed(run);
  const wait: Wait = {
    type: 'TERMINATION_WAIT',
    forMs: terminationWaitTimeInMinutes * MINUTE_MS,
    onTimeout: 'goes on',
  };
  run.abandon = run.progress.wait(wait, () => {
    for (const { targetId } of run.blue) run.context.hosts.terminate(targetId);
    succeed(run);
  });
};

/** From now on the group's hosts are the replacements (assumed: their filters take the place of the group's). */
const succeed = ({ deployment: { group, server }, progress }: Run): void => {
  if (server?.targetInstances !== undefined)
    group.settings = { ...group.settings, ...toFilter(server.targetInstances) };
  progress.succeeded();
};

const allowOriginals = (run: Run): void =>
  phase(run, {
    targets: run.blue,
    events: allowEvents,
    plan: run.plan,
    well: (target) => setStatus(target, 'Succeeded', run.progress),
    next: () =>
      phase(run, {
        targets: run.green,
        events: blockEvents,
        plan: run.plan,
        well: (target) => setStatus(target, 'Succeeded', run.progress),
        next: run.progress.succeeded,
      }),
  });

interface Phase {
  readonly targets: readonly HostTarget[];
  readonly events: readonly string[];
  readonly plan: HealthPlan;
  readonly well: (target: HostTarget) => void;
  readonly next: () => void;
}

const phase = (run: Run, { targets, events, plan, well, next }: Phase): void => {
  const { context, deployment, progress } = run;
  if (targets.length === 0) return next();
  run.abandon = rollOut({
    targets,
    plan,
    alreadyWell: 0,
    begin: (target, ended) =>
      walkHost({ ...context, deployment, progress }, target, events, (succeeded) => {
        if (succeeded) well(target);
        else if (target.label === 'Green') recordOutcome(context, { ...run, target, succeeded });
        else setStatus(target, 'Failed', progress);
        ended(succeeded);
      }),
    done: (isHealthy) => {
      if (progress.isOver()) return;
      if (isHealthy) next();
      else progress.failed(tooFewHealthy());
    },
  });
};
