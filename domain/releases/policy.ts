import type { Check } from './checks/check';
import type { HookName } from './gates';

/** What a deployment group asks for. Written by operators in `config/policies`; see `config/schema/policy.ts`. */
export interface Policy {
  readonly application: string;
  readonly deploymentGroup: string;
  /** In `observe` everything is judged and told, nothing is blocked. */
  readonly mode: Mode;
  readonly channel: string;
  readonly checks: Readonly<Partial<Record<HookName, readonly Check[]>>>;
  readonly bake?: Bake;
  readonly score: Score;
  readonly rollback: RollbackRules;
  readonly freezes: readonly Freeze[];
  /** Names or ARNs of SSM Change Calendars; while one is closed no release passes. */
  readonly changeCalendars: readonly string[];
  /** Slack user ids who may answer for an inconclusive release. */
  readonly approvers: readonly string[];
}
export type Mode = 'observe' | 'enforce';

/** Watching after a gate's own checks have passed: its checks are looked at again and again until it ends. */
export interface Bake {
  readonly after: HookName;
  readonly durationSec: number;
  readonly intervalSec: number;
  readonly checks: readonly Check[];
}

/**
 * What checks that are not critical add up to: the weight of those that passed, in percent of all. At least
 * `passPct` passes, at least `marginalPct` is inconclusive, less fails.
 */
export interface Score {
  readonly passPct: number;
  readonly marginalPct: number;
}

/** When an alarm takes a release back. */
export interface RollbackRules {
  readonly alarms: readonly string[];
  /** For so long after a release ended an alarm still counts against it. */
  readonly watchMin: number;
  /** Automatic rollbacks of one group in a day; more of them call a person instead. */
  readonly maxPerDay: number;
}

/** No release passes between `from` and `until`, ISO-8601 UTC; a release that started before goes on. */
export interface Freeze {
  readonly reason: string;
  readonly from: string;
  readonly until: string;
}

export type JsonValue = string | number | boolean | null | readonly JsonValue[] | JsonObject;
export interface JsonObject {
  readonly [name: string]: JsonValue;
}

/** A policy as it was published; `version` counts from 1. */
export interface PublishedPolicy {
  readonly version: number;
  readonly policy: Policy;
}
