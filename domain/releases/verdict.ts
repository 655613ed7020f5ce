import type { Outcome } from '../outcome';
import type { CheckResult } from './checks/check-result';
import type { Mode } from './policy';

/** What CodeDeploy takes for an answer; it has no field for a reason, so that one lives in the verdict. */
export type HookAnswer = 'Succeeded' | 'Failed';

/** What was found at one hook of one release, and what CodeDeploy is told because of it. */
export interface Verdict {
  readonly executionId: string;
  readonly hook: string;
  readonly outcome: Outcome;
  /** A constant code, listed in docs/operations. */
  readonly reason: string;
  /** A sentence for people, where the code alone does not tell it. */
  readonly detail?: string;
  readonly answer: HookAnswer;
  /** Absent where the policy could not be read. */
  readonly mode?: Mode;
  readonly policyVersion?: number;
  readonly checks: readonly CheckResult[];
  readonly startedAt: string;
  readonly durationMs: number;
}
