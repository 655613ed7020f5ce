import type { ReleaseKey } from '../releases/release';

/** What people did to releases, or tried to. Nothing in it is ever changed or taken away before its time. */
export interface AuditTrail {
  /** Says whether it was new. Key: release, time, gate and person. */
  append(release: ReleaseKey, entry: AuditEntry): Promise<boolean>;
}
export interface AuditEntry {
  /** Whose answer it was about: the gate's execution id. */
  readonly executionId: string;
  /** e.g. `answer-for-gate`. */
  readonly what: string;
  /** A Slack user's id. */
  readonly who: string;
  /** ISO-8601: when they did it. */
  readonly at: string;
  readonly decision: string;
  /** Whether it counted. */
  readonly outcome: 'recorded' | 'refused';
  /** A constant code. */
  readonly reason: string;
}
