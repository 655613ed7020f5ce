import type { ActionStateEvent } from '../action-state/normalise';
import type { AlarmStateEvent } from '../alarm-state/normalise';
import type { AnnouncementEvent } from '../announcement/normalise';
import type { ApprovalRequestEvent } from '../approval-request/normalise';
import type { DeploymentStateEvent } from '../deployment-state/normalise';
import type { EcsHookEvent } from '../ecs-hook/normalise';
import type { HttpRequestEvent } from '../http-request/normalise';
import type { InstanceStateEvent } from '../instance-state/normalise';
import type { LifecycleHookEvent } from '../lifecycle-hook/normalise';
import type { PipelineJobEvent } from '../pipeline-job/normalise';
import type { PipelineStateEvent } from '../pipeline-state/normalise';
import type { SlackClickEvent } from '../slack-click/normalise';
import type { StageStateEvent } from '../stage-state/normalise';
import type { Told } from './reading';

/** What an event means to Slipway, the same in whatever envelope it came. */
export type NormalisedEvent =
  | DeploymentStateEvent
  | InstanceStateEvent
  | PipelineStateEvent
  | StageStateEvent
  | ActionStateEvent
  | AlarmStateEvent
  | ApprovalRequestEvent
  | LifecycleHookEvent
  | EcsHookEvent
  | PipelineJobEvent
  | HttpRequestEvent
  | AnnouncementEvent
  | SlackClickEvent
  | OtherEvent;

/** Something that means nothing to Slipway. */
export interface OtherEvent extends Told {
  readonly meaning: 'Other';
  /** What it calls itself, for a person: at most 100 characters. */
  readonly name: string;
}
