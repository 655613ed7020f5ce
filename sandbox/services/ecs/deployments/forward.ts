import type {
  DeploymentLifecycleHookStage,
  ServiceDeploymentLifecycleStage,
} from '@aws-sdk/client-ecs';

import type { Listeners } from '../traffic/listeners';
import { type Tasks, whenTasks } from '../tasks/tasks';
import { thresholdOf } from './circuit-breaker';
import { type HookContext, runHooks } from './hooks';
import { DeploymentFailure, type ServiceDeploymentRecord, sourceOf } from './record';
import { pause, type Script, type Waiting } from './script';
import { createTrafficShift, routeAll } from './traffic';
import { planSteps } from './traffic-steps';
import type { Shift } from './weights';

export interface FlowContext extends HookContext {
  readonly listeners: Listeners;
}

/** Assumed: what a stage takes beside its hooks. */
const STAGE_MS = 1_000;
const MINUTE_MS = 60_000;

/** Everything that a deployment does when all goes well. Throws DeploymentFailure where it does not. */
export function* goForward(context: FlowContext, deployment: ServiceDeploymentRecord): Script {
  const { strategy } = deployment;
  const source = sourceOf(deployment);
  // Assumed: a service's first deployment has nothing to shift traffic from, and runs no hooks.
  if (source === undefined) yield* firstOf(context, deployment);
  else if (strategy === 'ROLLING') yield* roll(context, deployment);
  else yield* replace(context, deployment);
}

function* firstOf(context: FlowContext, deployment: ServiceDeploymentRecord): Script {
  routeAll(context.listeners, deployment.target);
  yield* scaleUp(deployment);
}

/**
 * Both revisions are behind one target group; the old one goes when the new one stands. The percentages of
 * minimumHealthyPercent and maximumPercent are not kept to. Assumed: no hooks, and the bake time before the end.
 */
function* roll({ cloud }: FlowContext, deployment: ServiceDeploymentRecord): Script {
  yield* scaleUp(deployment);
  for (const source of deployment.sources) yield* scaleDown(source.tasks);
  yield* bake(cloud, deployment);
}

/**
 * The stages in the documented order (https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ServiceDeployment.html).
 * RECONCILE_SERVICE is only for a service with more than one active revision.
 */
function* replace(context: FlowContext, deployment: ServiceDeploymentRecord): Script {
  const { cloud, listeners } = context;
  const { sources } = deployment;
  const shift = createTrafficShift(listeners, deployment);
  if (sources.length > 1) {
    yield* stage(context, deployment, 'RECONCILE_SERVICE');
    for (const stale of sources.slice(0, -1)) yield* scaleDown(stale.tasks);
  }
  yield* stage(context, deployment, 'PRE_SCALE_UP');
  enter(context, deployment, 'SCALE_UP');
  yield* scaleUp(deployment);
  yield* stage(context, deployment, 'POST_SCALE_UP');
  shift.test?.(100);
  yield* stage(context, deployment, 'TEST_TRAFFIC_SHIFT', 'test');
  yield* stage(context, deployment, 'POST_TEST_TRAFFIC_SHIFT');
  for (const { pct, bakeMs } of planSteps(deployment.configuration)) {
    yield* stage(context, deployment, 'PRE_PRODUCTION_TRAFFIC_SHIFT', 'production');
    shift.production(pct);
    yield* stage(context, deployment, 'PRODUCTION_TRAFFIC_SHIFT', 'production');
    if (bakeMs > 0) yield pause(cloud.clock, bakeMs);
  }
  yield* stage(context, deployment, 'POST_PRODUCTION_TRAFFIC_SHIFT');
  enter(context, deployment, 'BAKE_TIME');
  yield* bake(cloud, deployment);
  enter(context, deployment, 'CLEAN_UP');
  for (const source of sources) yield* scaleDown(source.tasks);
}

/** Assumed of PRE_PRODUCTION_TRAFFIC_SHIFT: the model has no such stage, so the one before it stands. */
const enter = (
  { cloud }: FlowContext,
  deployment: ServiceDeploymentRecord,
  name: DeploymentLifecycleHookStage | ServiceDeploymentLifecycleStage,
): void => {
  if (name !== 'PRE_PRODUCTION_TRAFFIC_SHIFT') deployment.stage = name;
  deployment.hooks = [];
  deployment.updateEpochMs = cloud.clock.nowEpochMs();
};

export function* stage(
  context: FlowContext,
  deployment: ServiceDeploymentRecord,
  name: DeploymentLifecycleHookStage,
  shift?: Shift,
): Script {
  enter(context, deployment, name);
  yield* runHooks(context, { deployment, stage: name, shift });
  yield pause(context.cloud.clock, STAGE_MS);
}

function* bake(
  { clock }: FlowContext['cloud'],
  { configuration }: ServiceDeploymentRecord,
): Script {
  const minutes = configuration.bakeTimeInMinutes ?? 0;
  if (minutes > 0) yield pause(clock, minutes * MINUTE_MS);
}

/** Waits for the target to run; the circuit breaker, where it is on, counts what does not start. */
function* scaleUp(deployment: ServiceDeploymentRecord): Script {
  const { target, configuration, service } = deployment;
  const { enable, rollback } = configuration.deploymentCircuitBreaker ?? {};
  const desired = service.settings.desiredCount;
  const threshold = thresholdOf(configuration.deploymentCircuitBreaker, desired);
  const broken = (tasks: Tasks): boolean => enable === true && tasks.counts().failed >= threshold;
  target.tasks.scaleTo(desired);
  yield waitFor(target.tasks, (tasks) => tasks.isSteady() || broken(tasks));
  if (!broken(target.tasks)) return;
  deployment.breaker = 'TRIGGERED';
  throw new DeploymentFailure(
    'ECS deployment circuit breaker: tasks failed to start.',
    rollback === true,
  );
}

export function* scaleDown(tasks: Tasks): Script {
  tasks.scaleTo(0);
  yield waitFor(tasks, (it) => it.isSteady());
}

const waitFor =
  (tasks: Tasks, condition: (tasks: Tasks) => boolean): Waiting =>
  (over) =>
    whenTasks(tasks, condition, over);
