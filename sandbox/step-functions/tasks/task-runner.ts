import type { Json } from '../json';

/** One call that a Task state makes. */
export interface TaskRequest {
  /** As the state has it, with its suffix: `arn:aws:states:::lambda:invoke.waitForTaskToken`. */
  readonly resource: string;
  /** The state's Arguments, evaluated. */
  readonly arguments: Json;
  /** Whose permissions count: the machine's role, or the state's own Credentials. */
  readonly executionRoleArn: string;
  readonly executionArn: string;
  readonly stateName: string;
}

/**
 * Makes the call and gives what the state's result is; for `.sync` and `.waitForTaskToken`, what the call that
 * begins the wait answers. Throws StateFailure under the name that Retry and Catch match.
 */
export type TaskRunner = (request: TaskRequest) => Promise<Json>;
