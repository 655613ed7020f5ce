import type { PipelineState } from '../../domain/conversation/ports';
import type { FollowPorts, Followed } from '../../domain/releases/follow-release';
import {
  createActionFollower,
  createPipelineFollower,
  createReleaseFollower,
  ignored,
} from '../../domain/releases/follow-release';
import type { NormalisedEvent } from '../../events/envelope/normalised-event';
import type { ExecutionState } from '../../events/pipeline-state/execution';

/** A resumed execution is under way again; a pipeline's execution is never abandoned, only an action's. */
const PIPELINE_STATES = {
  started: 'started',
  resumed: 'started',
  stopping: 'stopping',
  stopped: 'stopped',
  canceled: 'stopped',
  superseded: 'superseded',
  succeeded: 'succeeded',
  failed: 'failed',
  abandoned: undefined,
} as const satisfies Readonly<Record<ExecutionState, PipelineState | undefined>>;

/** What each meaning asks for. A word that is not known is ignored, and so is a meaning that nothing here follows. */
export const createEventFollower = (ports: FollowPorts) => {
  const followRelease = createReleaseFollower(ports);
  const followPipeline = createPipelineFollower(ports);
  const followAction = createActionFollower(ports);

  return async (event: NormalisedEvent): Promise<Followed> => {
    switch (event.meaning) {
      case 'DeploymentState': {
        const { account, region, deploymentId, application, group, state, at, id: eventId } = event;
        if (state === undefined) return ignored('UnknownState');
        const release = { account, region, deploymentId };
        return followRelease({ release, application, group, state, at, eventId });
      }
      case 'PipelineState': {
        const state = event.state && PIPELINE_STATES[event.state];
        return state === undefined ? ignored('UnknownState') : followPipeline({ ...event, state });
      }
      case 'ActionState': {
        const { account, region, pipeline, executionId, deploymentId } = event;
        if (deploymentId === undefined) return ignored('NoDeployment');
        return followAction({ release: { account, region, deploymentId }, pipeline, executionId });
      }
      case 'InstanceState':
      case 'StageState':
      case 'AlarmState':
      case 'ApprovalRequest':
      case 'LifecycleHook':
      case 'EcsHook':
      case 'PipelineJob':
      case 'HttpRequest':
      case 'Announcement':
      case 'SlackClick':
      case 'Other':
        return ignored('NotFollowed');
    }
  };
};
