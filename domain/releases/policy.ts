import type { HookName } from './release';

/** What a deployment group asks for. Written by operators in `config/policies`; see `config/schema/policy.ts`. */
export interface Policy {
  readonly application: string;
  readonly deploymentGroup: string;
  /** In `observe` everything is judged and told, nothing is blocked. */
  readonly mode: Mode;
  readonly channel: string;
  readonly checks: Readonly<Partial<Record<HookName, readonly Check[]>>>;
}
export type Mode = 'observe' | 'enforce';

export type Check = HttpCheck | LambdaInvokeCheck | AlarmsCheck;

interface CheckBase {
  readonly name: string;
  readonly timeoutSec: number;
}
export interface HttpCheck extends CheckBase {
  readonly kind: 'http';
  readonly url: string;
  readonly expect: { readonly status: number; readonly json?: JsonObject };
}
export interface LambdaInvokeCheck extends CheckBase {
  readonly kind: 'lambda-invoke';
  /** Sent to the exact new version, as JSON. */
  readonly payload: JsonValue;
  /** Members that the answer must have with these values; it may have others. */
  readonly expect: JsonObject;
}
export interface AlarmsCheck extends CheckBase {
  readonly kind: 'alarms';
  readonly alarms: readonly string[];
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
