import type { Check } from './checks/check';
import type { Look } from './checks/eye';
import type { AlarmReading, AlarmState, Observation } from './checks/observation';
import type { CalendarState } from './decide-freeze';
import type { HookName, Place } from './gates';
import type { Mode, PublishedPolicy } from './policy';
import type { Deployment, DeploymentTarget, ReleaseKey, ReleaseState } from './release';
import type {
  Approval,
  Measurement,
  StandingValidation,
  Validation,
  ValidationKey,
} from './validation/validation';
import type { HookAnswer, Verdict } from './verdict';

/**
 * Deployments as CodeDeploy knows them. Throws NotFoundError for one that it does not know, UnavailableError where
 * they cannot be read.
 */
export interface Deployments {
  read(deploymentId: string): Promise<Deployment>;
  readTarget(deploymentId: string): Promise<DeploymentTarget>;
}

export interface WaitingDeployments {
  /** Ids of deployments that are ready and wait for a word, of all groups. */
  listReady(): Promise<readonly string[]>;
  /** Those under way that were made before then. */
  listUnderWay(madeBeforeEpochMs: number): Promise<readonly string[]>;
}

/** Deployments that ECS does by itself, by their ARN. Throws UnavailableError where one cannot be read. */
export interface ServiceDeployments {
  read(arn: string): Promise<ServiceDeployment>;
}
export interface ServiceDeployment {
  readonly cluster: string;
  readonly service: string;
  /** ISO-8601. */
  readonly startedAt: string;
  /** Traffic goes back to the revision before. */
  readonly isRollback: boolean;
  readonly taskDefinition?: string;
}

/** Answers the jobs of a pipeline's Lambda action. Nothing happens for one that waits for no answer any more. */
export interface PipelineJobs {
  succeed(jobId: string, summary: string): Promise<void>;
  fail(jobId: string, message: string): Promise<void>;
  /** The action goes on, and calls again with the token. */
  goOn(jobId: string, continuationToken: string): Promise<void>;
}

/** Who waits at a gate: what it takes to answer there. */
export interface Waiting extends ValidationKey {
  readonly place: Place;
  readonly hook: HookName;
}

/**
 * Answers whoever waits at a gate. An answer that was given before counts as given; one that CodeDeploy had
 * otherwise (from somebody else, or since its hour was over) does not. Nobody waits where the deployment was stopped
 * meanwhile. Throws where it could not be given.
 */
export interface GateReporter {
  report(waiting: Waiting, answer: HookAnswer): Promise<ReportResult>;
}
export type ReportResult = 'reported' | 'answered before' | 'answered otherwise' | 'nobody waits';

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
  /** How the alarms of its policy stood when it started; the first that says so counts. */
  readonly alarmsAtStart?: Readonly<Record<string, AlarmState>>;
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

/** The eyes of the checks. Throw where they cannot look, and give up when the signal aborts. */
export interface Observers {
  look(look: Look<Check>, signal: AbortSignal): Promise<Observation>;
  /** Alarms that do not exist are left out. */
  alarms(names: readonly string[], signal: AbortSignal): Promise<readonly AlarmReading[]>;
}

export interface ChangeCalendars {
  /** Throws where one cannot be read: a release that a calendar may hold does not pass unseen. */
  read(
    names: readonly string[],
    nowEpochMs: number,
    /** When the release started, ISO-8601: one that started before a calendar closed goes on. */
    startedAt?: string,
  ): Promise<readonly CalendarState[]>;
}

/** Gates that have opened, with what was seen there. */
export interface Validations {
  /** Opens the gate unless it stands open, and gives back what stands. Key: hook execution id. */
  open(validation: Validation): Promise<Validation>;
  read(key: ValidationKey): Promise<StandingValidation | undefined>;
  /** Keeps the first measurement of a check's sequence number. Key: execution id, check, sequence. */
  add(key: ValidationKey, measurement: Measurement): Promise<void>;
  /** Keeps the first word of a person, and gives back the one that stands. Key: execution id. */
  approve(key: ValidationKey, approval: Approval): Promise<Approval>;
}

/** Gates that wait for an answer: whoever keeps watch sees those that nobody looks at. */
export interface OpenGates {
  /** When the gate must be looked at again. Key: execution id. */
  expect(waiting: Waiting, due: GateDue): Promise<void>;
  list(): Promise<readonly OpenGate[]>;
  /** What was seen there stays. Nothing happens for one that is not open. */
  close(key: ValidationKey): Promise<void>;
}
export interface GateDue {
  readonly dueAt: string;
  readonly limitAt: string;
  /** A person is asked, and has not answered. */
  readonly asks: boolean;
  /** Only observed: whoever waited has been let go, and asks no more. */
  readonly isLetGo: boolean;
  /** Its keeper is gone, and whoever keeps watch has taken it over. */
  readonly isOrphan: boolean;
}
export type OpenGate = Waiting & GateDue;

/** Carries a gate on that does not end while its function runs. Key: execution id. */
export interface LongValidations {
  start(
    waiting: Waiting,
    how: { readonly untilEpochMs: number; readonly mode: Mode },
  ): Promise<void>;
}

/** Tells people and programs. `page` is for what a person must see now. */
export interface Notices {
  publish(notice: Notice): Promise<void>;
  page(notice: Notice): Promise<void>;
}
/** The documented JSON of docs/notices.md. */
export interface Notice {
  readonly kind: 'release' | 'verdict' | 'break-glass' | 'answer-not-delivered' | 'approval-wanted';
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
