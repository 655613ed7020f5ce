import type { HookName } from '../../../domain/releases/gates';
import type { Scenario } from '../sandbox';

export type PlatformName = 'CodeDeploy Lambda' | 'CodeDeploy ECS';

/** Where the rows of the matrix are released to. Versions count from 1, which serves before anything is released. */
export interface MatrixPlatform {
  readonly name: PlatformName;
  readonly application: string;
  /** The lifecycle event at which the rows are judged, and Slipway's own function for it. */
  readonly hook: HookName;
  readonly hookFunction: string;
  /** A group whose version 1 serves. */
  createGroup(scenario: Scenario, group: string): Promise<void>;
  /** Starts to deploy a version; CodeDeploy's refusal is thrown. */
  release(scenario: Scenario, order: MatrixOrder): Promise<string>;
  /** The version that serves all of the traffic, else what else is the case. */
  servedBy(scenario: Scenario, group: string): Promise<string>;
}

export interface MatrixOrder {
  readonly group: string;
  /** `2` for the first release, and so on. */
  readonly version: string;
  /** Slipway's own where absent. */
  readonly hookFunction?: string;
}

/** Takes what goes wrong back, whichever platform it is on. */
export const AUTO_ROLLBACK = {
  enabled: true,
  events: ['DEPLOYMENT_FAILURE', 'DEPLOYMENT_STOP_ON_REQUEST'],
} as const;
