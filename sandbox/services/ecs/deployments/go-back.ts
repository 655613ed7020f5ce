import type { Cloud } from '../../../service';
import { emitDeployment } from './events';
import { type FlowContext, scaleDown, stage } from './forward';
import { DeploymentFailure, type ServiceDeploymentRecord, sourceOf } from './record';
import type { Script, Waiting } from './script';
import { createTrafficShift } from './traffic';
import { whenTasks } from '../tasks/tasks';

/**
 * What becomes of a deployment that failed. It is rolled back where its failure calls for that and something served before it;
 * else it stands STOPPED as it is. Documented with `stoppedAt` of API_ServiceDeployment.
 */
export function* goBack(
  context: FlowContext,
  deployment: ServiceDeploymentRecord,
  failure: DeploymentFailure,
): Script {
  const { cloud } = context;
  const source = sourceOf(deployment);
  deployment.statusReason = failure.message;
  emitDeployment(cloud, deployment, {
    eventName: 'SERVICE_DEPLOYMENT_FAILED',
    reason: failure.message,
  });
  if (!failure.rollsBack || source === undefined) {
    deployment.status = 'STOPPED';
    deployment.stopEpochMs = cloud.clock.nowEpochMs();
    return;
  }
  const startEpochMs = cloud.clock.nowEpochMs();
  deployment.rollback = { reason: failure.message, startEpochMs, revisionArn: source.arn };
  deployment.status = 'ROLLBACK_IN_PROGRESS';
  const { desiredCount } = deployment.service.settings;
  deployment.service.settings = { ...source.settings, desiredCount };
  const reason = rollbackReason(deployment, source.rolloutId);
  emitDeployment(cloud, deployment, { eventName: 'SERVICE_DEPLOYMENT_IN_PROGRESS', reason });
  yield* undo(context, deployment);
}

/** The circuit breaker's sentence is documented (ecs_service_deployment_events.html); the other is assumed. */
const rollbackReason = ({ breaker }: ServiceDeploymentRecord, rolloutId: string): string =>
  `ECS deployment${breaker === 'TRIGGERED' ? ' circuit breaker' : ''}: rolling back to deploymentId ${rolloutId}.`;

/**
 * Shifts back what was shifted, with the hooks of those two stages, and stops the target's tasks. Documented:
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-lifecycle-hooks.html. Assumed: a stage whose
 * traffic never moved runs no hooks on the way back, and a hook that fails here leaves the rollback failed, with the
 * traffic already back.
 */
function* undo(context: FlowContext, deployment: ServiceDeploymentRecord): Script {
  const { cloud, listeners } = context;
  const shift = createTrafficShift(listeners, deployment);
  const source = sourceOf(deployment);
  try {
    source?.tasks.scaleTo(deployment.service.settings.desiredCount);
    if (source !== undefined) yield running(source.tasks);
    if (deployment.productionPct !== undefined) {
      shift.production(0);
      yield* stage(context, deployment, 'PRODUCTION_TRAFFIC_SHIFT', 'production');
    }
    if (deployment.testPct !== undefined) {
      shift.test?.(0);
      yield* stage(context, deployment, 'TEST_TRAFFIC_SHIFT', 'test');
    }
    yield* scaleDown(deployment.target.tasks);
    finish(cloud, deployment, 'ROLLBACK_SUCCESSFUL');
    const { rolloutId } = source ?? deployment.target;
    emitDeployment(cloud, deployment, {
      eventName: 'SERVICE_DEPLOYMENT_COMPLETED',
      reason: `ECS deployment ${rolloutId} completed.`,
    });
  } catch (error) {
    if (!(error instanceof DeploymentFailure)) throw error;
    deployment.statusReason = error.message;
    finish(cloud, deployment, 'ROLLBACK_FAILED');
  }
}

const finish = (
  { clock }: Cloud,
  deployment: ServiceDeploymentRecord,
  status: 'ROLLBACK_SUCCESSFUL' | 'ROLLBACK_FAILED',
): void => {
  deployment.status = status;
  deployment.finishEpochMs = clock.nowEpochMs();
};

const running =
  (tasks: Parameters<typeof whenTasks>[0]): Waiting =>
  (over) =>
    whenTasks(tasks, ({ counts }) => counts().running >= counts().desired, over);
