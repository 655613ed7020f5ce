import type { Outcome } from '../../outcome';
import { worstOf } from '../../outcome';
import type { LatencyTool } from './measurement';

/** Every rule that may decide. What each means and what to do about it is in docs/latency.md. */
export const LATENCY_REASONS = [
  'P99AboveBudget',
  'P999AboveBudget',
  'P9999AboveBudget',
  'MaxAboveBudget',
  'BaselineExceeded',
  'FleetOutlier',
  'NothingMeasured',
  'ToolUnavailable',
  'ToolFailed',
  'NoBudgetForTool',
  'NoSamples',
  'CpuNotPinned',
  'CpuNotMeasured',
  'DurationShort',
  'TooFewSamples',
  'MissedSamples',
  'StealAboveLimit',
  'OverflowInAskedPercentile',
  'ThresholdAboveBudget',
  'BaselineOfAnotherHost',
  'BaselineIncomplete',
  'WithinBudget',
] as const;
export type LatencyReason = (typeof LATENCY_REASONS)[number];

/** What one rule found. `expected` and `observed` are short phrases for people. */
export interface LatencyFinding {
  readonly rule: LatencyReason;
  readonly outcome: 'failed' | 'inconclusive';
  /** Absent where the rule speaks of the whole host. */
  readonly cpu?: number;
  readonly expected: string;
  readonly observed: string;
}

export interface LatencyVerdict {
  readonly outcome: Outcome;
  readonly reason: LatencyReason;
  /** A sentence for people: what decided, where, what was allowed and what was seen. */
  readonly detail: string;
  /** Everything that speaks against the host or against the measurement, the deciding one first. */
  readonly findings: readonly LatencyFinding[];
  /** What the profile asks for and this measurement could not be asked, as phrases. */
  readonly notJudged: readonly string[];
}

/**
 * One verdict of all findings. A violation that was measured is a failure whatever else is in doubt; a doubt only
 * stops a pass. Among equals the first in the order of LATENCY_REASONS decides.
 */
export const toVerdict = (
  findings: readonly LatencyFinding[],
  subject: { readonly tool: LatencyTool; readonly passed: string },
  notJudged: readonly string[] = [],
): LatencyVerdict => {
  const outcome = findings.length === 0 ? 'passed' : worstOf(findings.map((it) => it.outcome));
  const rank = (it: LatencyFinding): number =>
    (it.outcome === outcome ? 0 : LATENCY_REASONS.length) + LATENCY_REASONS.indexOf(it.rule);
  const sorted = findings.toSorted((left, right) => rank(left) - rank(right));
  const [first] = sorted;
  return {
    outcome,
    reason: first?.rule ?? 'WithinBudget',
    detail: first === undefined ? subject.passed : sentenceOfFinding(first, subject.tool),
    findings: sorted,
    notJudged,
  };
};

const sentenceOfFinding = (
  { cpu, observed, expected }: LatencyFinding,
  tool: LatencyTool,
): string => `${tool}${cpu === undefined ? '' : `, CPU ${cpu}`}: ${observed}; ${expected}.`;
