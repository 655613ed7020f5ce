/** All that a process needs to know of one version of a function. */
export interface FunctionSpec {
  /** Names code and configuration: processes are shared by what has the same key and by nothing else. */
  readonly key: string;
  readonly functionName: string;
  /** `$LATEST` or a number. */
  readonly version: string;
  /** e.g. `nodejs20.x`. */
  readonly runtime: string;
  /** e.g. `functions/lifecycle-hook/index.handler`. */
  readonly handler: string;
  readonly memoryMiB: number;
  readonly timeoutSec: number;
  readonly codeSha256: string;
  readonly zip: Uint8Array;
  /** The function's own variables and the credentials of its role. */
  readonly environment: Readonly<Record<string, string>>;
}

export interface Invocation {
  readonly requestId: string;
  /** JSON text. */
  readonly payload: string;
  readonly invokedFunctionArn: string;
  /** As the environment variable `_X_AMZN_TRACE_ID`. */
  readonly traceId: string;
  /** The sandbox's time at the start of the invocation. */
  readonly nowEpochMs: number;
}

export interface InvocationOutcome {
  /** What the handler returned, as JSON text; with `error`, Lambda's error object. */
  readonly payload: string;
  /** The error's type and message. */
  readonly error?: string;
  /** Real time, the process's start not counted. */
  readonly durationMs: number;
  /** What the function wrote to its standard outputs meanwhile. */
  readonly lines: readonly string[];
}

/** Runs functions. Answers always; what goes wrong with a process is the invocation's outcome. */
export interface FunctionRunner {
  run(spec: FunctionSpec, invocation: Invocation): Promise<InvocationOutcome>;
  /** Ends the processes of code or configuration that nothing will invoke again. */
  retire(key: string): void;
  /** Ends all processes; what they were running ends as an error. */
  stop(): Promise<void>;
}
