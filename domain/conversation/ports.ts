import type { Approval, ValidationKey } from '../releases/validation/validation';
import type { Message } from './message';

/** Where messages are posted: a Slack workspace. Fails open: a release never waits for it. */
export interface Workspace {
  /** Not idempotent: see `findPosted`. */
  post(channel: string, message: Message, mark: MessageMark): Promise<MessagePlace>;
  update(channel: string, ts: string, message: Message): Promise<UpdateResult>;
  /** Looks for a message of ours by its mark, posted at `sinceEpochMs` or later. */
  findPosted(
    channel: string,
    mark: MessageMark,
    sinceEpochMs: number,
  ): Promise<MessagePlace | undefined>;
  /** Tells one person what nobody else sees. Not idempotent, and nothing that was told can be found again. */
  tellAlone(userId: string, place: ChannelPlace, message: Message): Promise<void>;
}
/** A channel by Slack's own id, or a thread in it. */
export interface ChannelPlace {
  readonly channel: string;
  readonly threadTs?: string;
}
/** Slack's own id of the channel, which updates need, and the message's id in it. */
export interface MessagePlace {
  readonly channel: string;
  readonly ts: string;
}
export type UpdateResult = 'updated' | 'gone';

/** What a message is about: kept in its metadata, so that it can be found again. */
export interface MessageMark {
  readonly runId: string;
  /** `run`, or `verdict#<hook execution id>`. */
  readonly part: string;
  readonly threadTs?: string;
}

/** What was posted, per run and part. */
export interface PostedMessages {
  read(runId: string, part: string): Promise<PostedMessage | undefined>;
  /**
   * Takes the right to post for `owner` until `untilEpochMs`, unless the message is posted or the right is
   * somebody's for now. Gives back whether it was taken, and what stood there before.
   */
  claim(runId: string, part: string, claim: PostClaim): Promise<ClaimedPost>;
  /** Key: run and part. */
  posted(runId: string, part: string, message: PostedAs): Promise<void>;
}
export interface PostClaim {
  readonly owner: string;
  readonly nowEpochMs: number;
  readonly untilEpochMs: number;
}
export interface ClaimedPost {
  readonly taken: boolean;
  /** When the first try began that never said how it ended: its message may be there. */
  readonly unfinishedSinceEpochMs?: number;
}
export interface PostedAs extends MessagePlace {
  readonly contentHash: string;
}
export type PostedMessage = PostedAs | { readonly claimedUntilEpochMs: number };

/** What is known of a run: a pipeline's execution, or a release that no pipeline made. */
export interface Runs {
  note(runId: string, facts: RunFacts): Promise<void>;
  read(runId: string): Promise<RunRecord | undefined>;
}
export interface RunFacts {
  readonly pipeline?: PipelineRun;
  readonly heard?: { readonly state: PipelineState; readonly at: string };
  /** A deployment that belongs to the run. */
  readonly deploymentId?: string;
}
export interface PipelineRun {
  readonly name: string;
  readonly executionId: string;
  /** Who or what started it, e.g. `ana`, `Webhook`. */
  readonly startedBy?: string;
  readonly revision?: string;
  readonly revisionSummary?: string;
}
export type PipelineState =
  'started' | 'stopping' | 'succeeded' | 'failed' | 'stopped' | 'superseded';
export interface RunRecord {
  readonly pipeline?: PipelineRun;
  readonly heard: Readonly<Partial<Record<PipelineState, string>>>;
  readonly deploymentIds: readonly string[];
}

/** Who started a run and with which commit. Undefined where CodePipeline does not know it. */
export interface Pipelines {
  readRun(pipeline: string, executionId: string): Promise<PipelineRun | undefined>;
  /** The execution, of those pipelines, whose action made this deployment. */
  findRunOf(
    deploymentId: string,
    pipelines: readonly string[],
  ): Promise<{ readonly pipeline: string; readonly executionId: string } | undefined>;
}

/** Asks for a run to be told anew. */
export interface Announcements {
  announce(about: { readonly deploymentId: string } | { readonly runId: string }): Promise<void>;
}

/** Somebody pressed a button under a question. Slack vouches for who, where and when; the gate is only claimed. */
export interface GateClick {
  readonly gate: ValidationKey;
  readonly word: Approval;
  /** Where the button was. */
  readonly place: ChannelPlace;
}

/** Hands clicks on, so that Slack has its answer within three seconds. */
export interface Clicks {
  add(click: GateClick): Promise<void>;
}
