import type { Scenario } from '../sandbox';
import type { MatrixPlatform } from './platform';

/** What a new version's error metric does from its release on. */
export type Health = 'good' | 'bad' | 'silent';

/** One line of the matrix: what is released under which policy, what happens meanwhile, and how it ends. */
export interface Row {
  /** As Argo Rollouts calls it, where it has a name for it. */
  readonly name: string;
  /** What the group's policy has beside its names. */
  readonly policy: PolicyParts | 'missing' | 'unreadable';
  /** One after another; each starts when the one before has ended. */
  readonly releases: readonly Health[];
  /** A hook function of the team's that answers nobody, in the place of Slipway's. */
  readonly hookIsSilent?: boolean;
  /** Before anything is released. */
  readonly before?: (play: Play) => Promise<void>;
  /** While the release of this number, from 1, is under way; it has been asked for. */
  readonly during?: (play: Play, deploymentId: string, number: number) => Promise<void>;
  /** Of what happens after the last one has ended, in minutes. 2 where absent. */
  readonly afterMin?: number;
  readonly ends: readonly ReleaseEnd[];
  /** The version that serves in the end. */
  readonly serves: string;
}

export interface PolicyParts {
  readonly mode?: 'observe' | 'enforce';
  /** Looked at in a bake of five minutes, each minute. */
  readonly bake: readonly unknown[];
}

/** How one release ended. */
export interface ReleaseEnd {
  readonly status: string;
  /** What became of every attempt to answer its hook: `Failed: accepted`. */
  readonly answers: readonly string[];
  /** `failed CheckFailed Failed`: outcome, reason, answer. */
  readonly verdicts: readonly string[];
  /** Of the last verdict: `errors failed AboveMaximum`. */
  readonly checks: readonly string[];
  /** How the deployment ended that took it back; absent where none did. */
  readonly rollback?: string;
  /** Kinds of what was paged. */
  readonly pages: readonly string[];
}

/** A row at play on one platform. */
export interface Play {
  readonly scenario: Scenario;
  readonly platform: MatrixPlatform;
  readonly group: string;
  sleep(minutes: number): Promise<void>;
  /** Deploys the next version; CodeDeploy's refusal is thrown. */
  release(health: Health): Promise<string>;
  /** Makes a metric of the group's look so from the minute of now on, one value a minute. */
  shape(metricName: string, perMinute: readonly number[]): void;
  /** Puts an alarm on a metric of the group's, red above 0; its name is `GROUP-METRIC`. */
  putAlarm(metricName: string): Promise<string>;
  /** What Slipway's hook was, or would have been, invoked with. Throws where no hook was. */
  payloadOf(deploymentId: string): string;
  /** As the operator, with the release's own payload. */
  invokeHook(deploymentId: string): Promise<void>;
  /** As the operator, with a rollback. */
  stop(deploymentId: string): Promise<void>;
}
