import type { Observation } from '../checks/observation';
import type { HookName, Place } from '../gates';
import type { Policy } from '../policy';
import type { ReleaseKey, ReleaseSubject } from '../release';

/** Which gate of which release. The execution id is the hook's own, or one that names the gate as surely. */
export interface ValidationKey {
  readonly release: ReleaseKey;
  readonly executionId: string;
}

/** A gate that has opened: all that its judgement stands on, beside what its looks see. It does not change. */
export interface Validation extends ValidationKey {
  readonly place: Place;
  readonly hook: HookName;
  /** ISO-8601, as `limitAt`: by then the gate must have been answered. */
  readonly openedAt: string;
  readonly limitAt: string;
  readonly policyVersion: number;
  /** The policy itself, so that what comes later judges by the one that this gate opened with. */
  readonly policy: Policy;
  readonly subject: ReleaseSubject;
}

/** What one look saw. Key: check and sequence, so that two who look at once leave one measurement. */
export interface Measurement {
  /** The check's name; unique within its gate. */
  readonly check: string;
  /** Of this check's looks, from 1. */
  readonly sequence: number;
  /** When the look began, ISO-8601. */
  readonly at: string;
  readonly durationMs: number;
  readonly observation: Observation;
}

/** What a person said to an inconclusive gate. */
export interface Approval {
  readonly decision: 'pass' | 'fail';
  /** Their Slack user id. */
  readonly by: string;
  readonly at: string;
}

/** A gate with everything that was seen and said there until now. */
export interface StandingValidation {
  readonly validation: Validation;
  /** In the order of check and sequence. */
  readonly measurements: readonly Measurement[];
  readonly approval?: Approval;
}
