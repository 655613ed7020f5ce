import type { AlarmObservation } from './checks/alarms';
import type { HttpObservation } from './checks/http';
import type { InvokeObservation } from './checks/lambda-invoke';
import type { HttpCheck, PublishedPolicy } from './policy';
import type { Deployment, DeploymentTarget, ReleaseKey, ReleaseState } from './release';
import type { HookAnswer, Verdict } from './verdict';

/**
 * Deployments as CodeDeploy knows them. Throws NotFoundError for one that it does not know, UnavailableError where
 * they cannot be read.
 */
export interface Deployments {
  read(deploymentId: string): Promise<Deployment>;
  readTarget(deploymentId: string): Promise<DeploymentTarget>;
}

/** Answers a lifecycle hook. An answer that was given before counts as given. Throws where it could not be given. */
export interface HookReporter {
  report(deploymentId: string, executionId: string, answer: HookAnswer): Promise<ReportResult>;
}
export type ReportResult = 'reported' | 'answered before';

export interface Policies {
  /** The policy of the group, else of its whole application, else undefined. Throws where it cannot be read. */
  read(application: string, group: string): Promise<PublishedPolicy | undefined>;
}

export interface Verdicts {
  find(release: ReleaseKey, executionId: string): Promise<StoredVerdict | undefined>;
  /** Stores it unless one stands already, and gives back the one that stands. Key: hook execution id. */
  record(release: ReleaseKey, verdict: Verdict): Promise<StoredVerdict>;
  /** Nothing happens where no verdict was stored. Key: hook execution id. */
  markReported(release: ReleaseKey, executionId: string, atEpochMs: number): Promise<void>;
}

/** What Slipway remembers of a release. Facts may come in any order and any number of times. */
export interface Releases {
  /** Adds facts; none that stands is taken away. */
  note(release: ReleaseKey, facts: ReleaseFacts): Promise<void>;
  read(release: ReleaseKey): Promise<ReleaseRecord | undefined>;
}
export interface ReleaseFacts {
  readonly application?: string;
  readonly group?: string;
  readonly rollbackOf?: string;
  readonly rolledBackBy?: string;
  /** e.g. `checkout:live 3 → 4` */
  readonly target?: string;
  readonly channel?: string;
  readonly errorMessage?: string;
  /** The run that the release belongs to. Once known, it stays. */
  readonly runId?: string;
  readonly heard?: { readonly state: ReleaseState; readonly at: string };
}
export interface ReleaseRecord extends Omit<ReleaseFacts, 'heard'> {
  readonly deploymentId: string;
  /** When each state was first heard of, ISO-8601. */
  readonly heard: Readonly<Partial<Record<ReleaseState, string>>>;
  /** By hook execution, in the order of their start. */
  readonly verdicts: readonly StoredVerdict[];
}
export interface StoredVerdict extends Verdict {
  readonly reportedAt?: string;
}

/** The switch that lets every release pass. Needs neither Slack nor the ledger. */
export interface BreakGlass {
  read(): Promise<BreakGlassState>;
}
export type BreakGlassState =
  { readonly broken: false } | { readonly broken: true; readonly why: string };

/** The eyes of the checks. Each gives up when the signal aborts. */
export interface Observers {
  http(check: HttpCheck, signal: AbortSignal): Promise<HttpObservation>;
  invoke(request: InvokeRequest, signal: AbortSignal): Promise<InvokeObservation>;
  /** Alarms that do not exist are left out. */
  alarms(names: readonly string[], signal: AbortSignal): Promise<readonly AlarmObservation[]>;
}
export interface InvokeRequest {
  readonly functionName: string;
  readonly version: string;
  readonly payload: string;
}

/** Tells people and programs. `page` is for what a person must see now. */
export interface Notices {
  publish(notice: Notice): Promise<void>;
  page(notice: Notice): Promise<void>;
}
/** The documented JSON of docs/notices.md. */
export interface Notice {
  readonly kind: 'release' | 'verdict' | 'break-glass' | 'answer-not-delivered';
  readonly account: string;
  readonly region: string;
  readonly deploymentId: string;
  readonly application?: string;
  readonly group?: string;
  readonly at: string;
  /** A full sentence. */
  readonly summary: string;
  readonly outcome?: string;
  readonly reason?: string;
}
