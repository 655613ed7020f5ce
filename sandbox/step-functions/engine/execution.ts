import type { Clock } from '../../clock';
import type { SeededRandom } from '../../service';
import type { Machine, MapState, State } from '../definition/definition';
import type { Evaluator } from '../jsonata/evaluate';
import type { Json, JsonObject } from '../json';
import type { TaskRunner } from '../tasks/task-runner';
import type { TaskTokens } from '../tasks/task-tokens';
import type { Cancellation } from './cancellation';
import type { History, Trail } from './history';
import type { Variables } from './variables';

/** What all branches of one execution share. */
export interface Execution {
  readonly arn: string;
  readonly name: string;
  readonly region: string;
  readonly roleArn: string;
  readonly machine: { readonly arn: string; readonly name: string };
  readonly input: Json;
  readonly startEpochMs: number;
  readonly redrives: { readonly count: number; readonly lastEpochMs?: number };
  readonly history: History;
  readonly engine: Engine;
  /** Runs a machine, a branch or an iteration to its end and gives its output. */
  readonly runStates: RunStates;
}

/** What executions use of the world. */
export interface Engine {
  readonly clock: Clock;
  readonly random: SeededRandom;
  readonly evaluator: Evaluator;
  readonly runTask: TaskRunner;
  readonly tokens: TaskTokens;
  readonly jobs: Jobs;
  readonly mapRuns: MapRuns;
}

/** Executions that a `.sync` task has started. */
export interface Jobs {
  /** Calls back once with what DescribeExecution tells of it in the end. Returns what forgets that. */
  whenEnded(executionArn: string, listener: (description: JobDescription) => void): () => void;
  stop(executionArn: string): void;
}
/** As the task's result has it, with `Output` and `Input` as JSON text. */
export type JobDescription = JsonObject & { readonly Status: string };

export interface MapRuns {
  /** Starts a map run, or takes up the one of an execution that is redriven. */
  open(request: MapRunRequest): MapRun;
}
export interface MapRunRequest {
  readonly execution: Execution;
  readonly stateName: string;
  readonly state: MapState;
  readonly maxConcurrency: number;
  readonly toleratedFailureCount: number;
  readonly toleratedFailurePercentage: number;
  readonly itemCount: number;
  /** Absent where the state is entered for the first time. */
  readonly redriven?: { readonly mapRunArn: string };
}
export interface MapRun {
  readonly arn: string;
  readonly redriveCount: number;
  /** Starts the child execution of an index, or redrives the one that failed before. */
  startChild(index: number, input: Json, itemCount: number): ChildExecution;
  end(status: 'SUCCEEDED' | 'FAILED' | 'ABORTED'): void;
  /** Of each child by its index what a ResultWriter tells; `inputs` tell of those that were not begun. */
  results(inputs: readonly Json[]): readonly JsonObject[];
  /** The results are stored. */
  wrote(): void;
}
export interface ChildExecution {
  readonly arn: string;
  whenEnded(listener: (outcome: ChildOutcome) => void): void;
  stop(): void;
}
export type ChildOutcome =
  | { readonly status: 'SUCCEEDED'; readonly output: Json }
  | { readonly status: 'FAILED' | 'TIMED_OUT' | 'ABORTED' };

export type RunStates = (machine: Machine, frame: Frame) => Promise<Json>;

/** One line of states: the execution itself, a branch of a Parallel, an iteration of a Map. */
export interface Frame {
  readonly execution: Execution;
  readonly trail: Trail;
  readonly variables: Variables;
  readonly cancellation: Cancellation;
  readonly progress: Progress;
  /** `$states.context.Map` inside an iteration. */
  readonly item?: { readonly Index: number; readonly Value: Json };
}

/** How far a line of states has come: what a redrive takes up. */
export interface Progress {
  at: { readonly name: string; readonly input: Json };
  /** Set once the line has ended well. */
  output?: Json;
  /** The lines inside the state where it stands, by index: kept where the state failed. */
  readonly inner: Map<number, InnerProgress>;
  mapRunArn?: string;
}
export interface InnerProgress {
  readonly progress: Progress;
  readonly variables: Variables;
}

/** One visit of a state, from its Entered to its Exited event. */
export interface Visit {
  readonly frame: Frame;
  readonly name: string;
  readonly input: Json;
  readonly enteredEventId: number;
  /** The event before Entered. */
  readonly previousEventId: number;
  readonly enteredEpochMs: number;
  /** Undefined for states that cannot have Retry. */
  retryCount(): number | undefined;
  /** Replaces the expressions in a field. `extra` joins `input` and `context` in `$states`. */
  evaluate(template: Json, field: string, extra?: JsonObject): Promise<Json>;
  /** As `evaluate`, demanding a number. */
  evaluateNumber(template: number | string, field: string): Promise<number>;
}

/** How a state ended: what its Output and Assign are made of, and where it goes. */
export interface Result {
  /** What the state gives where it has no Output. */
  readonly value: Json;
  /** `$states.result`, for states that have one. */
  readonly result?: Json;
  readonly next: string | undefined;
  /** A Choice's rule and a Catch bring their own. */
  readonly from?: {
    readonly Output?: Json;
    readonly Assign?: Readonly<Record<string, Json>>;
    /** e.g. `Catch[0]/`. */
    readonly location: string;
  };
  readonly errorOutput?: Json;
}

export type StateHandler<S extends State> = (state: S, visit: Visit) => Promise<Result>;
