import type { Logger } from '@aws-lambda-powertools/logger';
import * as z from 'zod/mini';
import type { PipelineState as State } from '../../domain/conversation/ports';
import type { FollowPorts, Followed } from '../../domain/releases/follow-release';
import {
  createActionFollower,
  createPipelineFollower,
  createReleaseFollower,
} from '../../domain/releases/follow-release';
import { stateOfEvent } from '../../domain/releases/release';
import { ActionState } from '../../events/action-state/schema';
import { DeploymentState } from '../../events/deployment-state/schema';
import { PipelineState } from '../../events/pipeline-state/schema';
import { parseInput } from '../shared/parse';

export interface Dependencies extends FollowPorts {
  readonly logger: Logger;
}

const AnyEvent = z.discriminatedUnion('detail-type', [DeploymentState, PipelineState, ActionState]);

/** CodePipeline's words for an execution's state; a resumed one is under way again. */
const PIPELINE_STATES: Readonly<Record<string, State>> = {
  STARTED: 'started',
  RESUMED: 'started',
  STOPPING: 'stopping',
  STOPPED: 'stopped',
  CANCELED: 'stopped',
  SUPERSEDED: 'superseded',
  SUCCEEDED: 'succeeded',
  FAILED: 'failed',
};

const UNKNOWN_STATE: Followed = { decision: 'ignored', reason: 'UnknownState' };

/**
 * Keeps up with deployments and pipelines. Events may come twice, late or in any order: the ledger ends the same.
 * A word that is not known is ignored with its reason; a failure is thrown, and Lambda tries the event again.
 */
export const createHandle = (deps: Dependencies) => {
  const followRelease = createReleaseFollower(deps);
  const followPipeline = createPipelineFollower(deps);
  const followAction = createActionFollower(deps);

  const follow = async (event: z.infer<typeof AnyEvent>): Promise<Followed> => {
    const { account, region, id: eventId, time: at } = event;
    switch (event['detail-type']) {
      case 'CodeDeploy Deployment State-change Notification': {
        const { application, deploymentGroup: group, deploymentId } = event.detail;
        const state = stateOfEvent(event.detail.state);
        if (state === undefined) return UNKNOWN_STATE;
        const release = { account, region, deploymentId };
        return followRelease({ release, application, group, state, at, eventId });
      }
      case 'CodePipeline Pipeline Execution State Change': {
        const { pipeline, 'execution-id': executionId } = event.detail;
        const state = PIPELINE_STATES[event.detail.state];
        if (state === undefined) return UNKNOWN_STATE;
        return followPipeline({ account, region, pipeline, executionId, state, at });
      }
      case 'CodePipeline Action Execution State Change': {
        const { pipeline, 'execution-id': executionId } = event.detail;
        const deploymentId = event.detail['execution-result']?.['external-execution-id'];
        if (deploymentId === undefined) return { decision: 'ignored', reason: 'NoDeployment' };
        return followAction({ release: { account, region, deploymentId }, pipeline, executionId });
      }
    }
  };
  return async (input: unknown): Promise<void> => {
    const event = parseInput(AnyEvent, 'The event', input);
    deps.logger.appendKeys({ eventId: event.id });
    const { decision, reason } = await follow(event);
    deps.logger.info('Event followed', { decision, reason });
  };
};
