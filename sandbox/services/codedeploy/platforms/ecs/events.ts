import { whenTasks } from '../../../ecs/tasks/tasks';
import { DeploymentFault, isRollback } from '../../state';
import type { Outcome } from '../platform';
import type { EcsPlatformContext, EcsRun } from './ecs';
import { refusalOf } from './permissions';

type Context = Pick<EcsPlatformContext, 'cloud' | 'containers'>;
const done = (): void => undefined;

/**
 * Sentence and time documented: https://docs.aws.amazon.com/codedeploy/latest/userguide/troubleshooting-ecs.html. The code is
 * assumed.
 */
const INSTALL_TIMEOUT_MS = 60 * 60_000;
const neverHealthy = (): DeploymentFault =>
  new DeploymentFault(
    'TIMEOUT',
    'The deployment timed out while waiting for the replacement task set to become healthy. This time out period is 60 minutes.',
  );

/** ECS refused. The sentence's beginning is assumed, as users' reports quote it. */
const ecsRefused = (reason: string): DeploymentFault =>
  new DeploymentFault(
    'ECS_UPDATE_ERROR',
    `The ECS service cannot be updated due to an unexpected error: ${reason}`,
  );

/** Makes the replacement task set, and waits until its tasks run. A rollback has nothing to make. */
export const install = (context: Context, run: EcsRun, outcome: Outcome): (() => void) => {
  const fault = isRollback(run.deployment) ? undefined : makeGreen(context, run);
  if (fault !== undefined) {
    outcome.failed(fault);
    return done;
  }
  const awaited = isRollback(run.deployment) ? run.blue : (run.green ?? run.blue);
  const tooLate = context.cloud.clock.after(INSTALL_TIMEOUT_MS, () => {
    unwatch();
    outcome.failed(neverHealthy());
  });
  const unwatch = whenTasks(
    awaited.tasks,
    (tasks) => tasks.isSteady(),
    () => {
      tooLate();
      outcome.succeeded();
    },
  );
  return () => {
    tooLate();
    unwatch();
  };
};

const makeGreen = ({ cloud, containers }: Context, run: EcsRun): DeploymentFault | undefined => {
  const { deployment, environment, spec, blue } = run;
  const { service, targetGroups } = environment;
  const refused = refusalOf(cloud, deployment, { deed: 'install', service });
  if (refused !== undefined) return refused;
  const found = containers.findTaskDefinition(spec.taskDefinition);
  if (found === undefined) return ecsRefused(`TaskDefinition not found: ${spec.taskDefinition}`);
  if (!found.containers.includes(spec.containerName))
    return ecsRefused(`The container ${spec.containerName} does not exist in the task definition.`);
  // Assumed: what an earlier deployment without a rollback left behind goes first.
  for (const stale of service.taskSets) if (stale !== blue) containers.taskSets.remove(stale);
  const { containerName, containerPort, network, platformVersion } = spec;
  run.green = containers.taskSets.create(service, {
    taskDefinition: found.arn,
    loadBalancers: [{ targetGroupArn: targetGroups[1], containerName, containerPort }],
    scale: { value: 100, unit: 'PERCENT' },
    launchType: blue.order.launchType,
    platformVersion: platformVersion ?? blue.order.platformVersion,
    networkConfiguration:
      network === undefined
        ? blue.order.networkConfiguration
        : {
            awsvpcConfiguration: {
              subnets: network.Subnets,
              securityGroups: network.SecurityGroups,
              assignPublicIp: network.AssignPublicIp,
            },
          },
    externalId: deployment.id,
    startedBy: 'CODE_DEPLOY',
  });
  return undefined;
};

/** The test listener shows the replacement task set; in a rollback the original one again. */
export const allowTestTraffic = (context: Context, run: EcsRun, outcome: Outcome): (() => void) => {
  const { deployment, environment } = run;
  const { service, targetGroups, testListener } = environment;
  const refused = refusalOf(context.cloud, deployment, { deed: 'route', service });
  if (refused !== undefined) outcome.failed(refused);
  else {
    const [own, other] = targetGroups;
    const shown = isRollback(deployment) ? own : other;
    if (testListener !== undefined)
      context.containers.listeners.route(testListener, { [shown]: 100 });
    outcome.succeeded();
  }
  return done;
};

/** Shifts production traffic by the steps; whoever has all of it becomes PRIMARY. */
export const allowTraffic = (context: Context, run: EcsRun, outcome: Outcome): (() => void) => {
  const cancels = run.steps.map(({ afterMs, pct }) =>
    context.cloud.clock.after(afterMs, () => {
      const fault = shiftTo(context, run, isRollback(run.deployment) ? 100 - pct : pct);
      if (fault !== undefined) outcome.failed(fault);
      else if (pct === 100) outcome.succeeded();
    }),
  );
  return () => {
    for (const cancel of cancels) cancel();
  };
};

const shiftTo = (
  { cloud, containers }: Context,
  run: EcsRun,
  greenPct: number,
): DeploymentFault | undefined => {
  const { environment, deployment, blue, green } = run;
  const { service, targetGroups, prodListener } = environment;
  const [own, other] = targetGroups;
  const refused = refusalOf(cloud, deployment, { deed: 'route', service });
  if (refused !== undefined) return refused;
  containers.listeners.route(prodListener, { [own]: 100 - greenPct, [other]: greenPct });
  run.greenPct = greenPct;
  const whole = greenPct === 0 ? blue : greenPct === 100 ? green : undefined;
  if (whole === undefined || whole.status === 'PRIMARY') return undefined;
  const kept = refusalOf(cloud, deployment, { deed: 'promote', service });
  if (kept === undefined) containers.taskSets.makePrimary(whole);
  return kept;
};

/** The task set that no longer serves goes: the original after a release, the replacement after a rollback. */
export const terminate = ({ cloud, containers }: Context, run: EcsRun): void => {
  const { deployment, environment, blue, green } = run;
  const outdated = isRollback(deployment) ? green : blue;
  if (outdated === undefined || !environment.service.taskSets.has(outdated)) return;
  const refused = refusalOf(cloud, deployment, {
    deed: 'terminate',
    service: environment.service,
  });
  if (refused === undefined) containers.taskSets.remove(outdated);
  else cloud.journal.record({ kind: 'trouble', message: `${deployment.id}: ${refused.message}` });
};
