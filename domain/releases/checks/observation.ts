import type { Outcome } from '../../outcome';
import type { JsonValue } from '../policy';
import type { ReleaseSubject } from '../release';
import type { Check } from './check';

/**
 * What one look saw, and nothing that was made of it: judged again, it gives the same result. It is stored, so
 * texts are shortened to a few kilobytes by whoever looked.
 */
export type Observation =
  | HttpObservation
  | InvokeObservation
  | AlarmsObservation
  | MetricObservation
  | BaselineObservation
  | CommandObservation
  | SuiteObservation
  | PendingObservation
  | FaultObservation;

export interface HttpObservation {
  readonly kind: 'http';
  readonly samples: readonly HttpSample[];
}
export interface HttpSample {
  readonly status: number;
  readonly durationMs: number;
  /** Those that the check asks for, by lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
  /** Present where the check expects JSON; undefined members of it cannot be told from a body that is none. */
  readonly json?: JsonValue;
  /** The start of a body that is not JSON where JSON was expected. */
  readonly text?: string;
  /** What each assertion's path gave, in their order; null where it gave nothing. */
  readonly values: readonly JsonValue[];
  readonly tlsDaysLeft?: number;
  /** Where an answer leads that is a redirect which was not followed, without its query. */
  readonly leadsTo?: string;
}

export interface InvokeObservation {
  readonly kind: 'lambda-invoke';
  readonly samples: readonly InvokeSample[];
}
export interface InvokeSample {
  readonly executedVersion: string;
  /** Lambda's word where the function failed. */
  readonly functionError?: string;
  /** What the function answered, as text. */
  readonly payload: string;
  readonly values: readonly JsonValue[];
  readonly durationMs: number;
}

export type AlarmState = 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';
export interface AlarmsObservation {
  readonly kind: 'alarms';
  /** Alarms that do not exist are left out. */
  readonly alarms: readonly AlarmReading[];
}
export interface AlarmReading {
  readonly name: string;
  readonly state: AlarmState;
  /** When it went into that state, ISO-8601. */
  readonly since?: string;
  /** A composite alarm whose actions are held back: it does not count as red. */
  readonly suppressedBy?: string;
}

export interface MetricObservation {
  readonly kind: 'metric-threshold';
  readonly points: MetricPoints;
  readonly traffic?: MetricPoints;
}
export interface BaselineObservation {
  readonly kind: 'metric-baseline';
  readonly experiment: MetricPoints;
  readonly control: MetricPoints;
}
/** Points of one series in the order of their time. */
export interface MetricPoints {
  readonly values: readonly number[];
  readonly from: string;
  readonly until: string;
}

export interface CommandObservation {
  readonly kind: 'ssm-command';
  readonly commandId: string;
  readonly hosts: readonly {
    readonly instanceId: string;
    /** SSM's StatusDetails, e.g. `Success`, `Delivery Timed Out`. */
    readonly status: string;
    readonly exitCode?: number;
    readonly output: string;
  }[];
}

export interface SuiteObservation {
  readonly kind: 'suite';
  readonly outcome: Outcome;
  readonly reason: string;
  readonly detail: string;
  readonly samples: number;
}

/** What was asked for goes on by itself; the next look takes up the handle. */
export interface PendingObservation {
  readonly kind: 'pending';
  readonly handle: string;
  readonly againSec: number;
}

/** A look that could not see. */
export interface FaultObservation {
  readonly kind: 'fault';
  /** A constant code, listed in docs/operations. */
  readonly code: string;
  readonly sentence: string;
}

/** What a judge makes of one look. `expected` and `observed` are short sentences for people. */
export interface Judged {
  readonly outcome: Outcome;
  /** A constant code, listed in docs/operations. */
  readonly reason: string;
  readonly expected: string;
  readonly observed: string;
  /** How many observations the outcome rests on. */
  readonly samples: number;
  /** What it was held against, where it was held against something. */
  readonly baseline?: string;
}

/** Judges a look of its own kind; pure. */
export type Judge<Kind extends Check['kind']> = (
  check: Extract<Check, { kind: Kind }>,
  observation: Extract<Observation, { kind: Kind }>,
  subject: ReleaseSubject,
) => Judged;
