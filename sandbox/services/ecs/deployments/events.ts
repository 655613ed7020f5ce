import type { Cloud } from '../../../service';
import type { ServiceDeploymentRecord } from './record';

type EventName =
  'SERVICE_DEPLOYMENT_IN_PROGRESS' | 'SERVICE_DEPLOYMENT_COMPLETED' | 'SERVICE_DEPLOYMENT_FAILED';

/** Shape documented: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_service_deployment_events.html */
export const emitDeployment = (
  { ports, clock }: Pick<Cloud, 'ports' | 'clock'>,
  { service, target }: ServiceDeploymentRecord,
  { eventName, reason }: { readonly eventName: EventName; readonly reason: string },
): void =>
  ports.events.emit({
    source: 'aws.ecs',
    detailType: 'ECS Deployment State Change',
    resources: [service.arn],
    detail: {
      eventType: eventName === 'SERVICE_DEPLOYMENT_FAILED' ? 'ERROR' : 'INFO',
      eventName,
      deploymentId: target.rolloutId,
      updatedAt: new Date(clock.nowEpochMs()).toISOString().replace(/\.\d{3}Z$/, 'Z'),
      reason,
    },
  });

/** Shape documented: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/pause-lifecycle-hooks.html */
export const emitPause = (
  { ports, clock }: Pick<Cloud, 'ports' | 'clock'>,
  { service, arn }: ServiceDeploymentRecord,
  hook: { readonly hookId: string; readonly expireEpochMs: number; readonly stage: string },
): void =>
  ports.events.emit({
    source: 'aws.ecs',
    detailType: 'ECS Hook State Change',
    resources: [arn],
    detail: {
      eventType: 'INFO',
      eventName: 'HOOK_AWAITING_ACTION',
      hookId: hook.hookId,
      hookType: 'PAUSE',
      expiresAt: new Date(hook.expireEpochMs).toISOString().replace(/\.\d{3}Z$/, 'Z'),
      lifecycleStage: hook.stage,
      clusterArn: service.cluster.arn,
      serviceArn: service.arn,
      serviceDeploymentArn: arn,
      updatedAt: new Date(clock.nowEpochMs()).toISOString(),
    },
  });
