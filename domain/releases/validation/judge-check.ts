import type { Outcome } from '../../outcome';
import type { Check } from '../checks/check';
import type { CheckResult } from '../checks/check-result';
import { couldNotLook, judgeLook } from '../checks/judge-look';
import { linksOf } from '../checks/links';
import { firstDataEpochMs, longestPeriodSec } from '../checks/metric-window';
import type { Judged } from '../checks/observation';
import type { ReleaseSubject } from '../release';
import type { PlannedCheck } from './planned-check';
import type { Measurement } from './validation';

/** How far a check has come: what is due next, or how it ended. */
export type CheckStanding =
  | {
      readonly state: 'due';
      readonly atEpochMs: number;
      readonly sequence: number;
      readonly handle?: string;
    }
  | { readonly state: 'ended'; readonly result: CheckResult };

/** What is known after some of the measurements. */
interface Progress {
  /** Looks whose outcome counts, in their order. */
  readonly looks: readonly Judged[];
  readonly tries: number;
  readonly firstEpochMs: number;
  readonly lookSinceEpochMs?: number;
  readonly handle?: string;
  readonly nextEpochMs: number;
  readonly result?: CheckResult;
}

/**
 * Folds what a check's looks saw. A look that failed or could not see is taken again as often as `retries` says, and
 * only its last try counts; then the limits of `repeat` decide, failure first. Pure: the same measurements give the
 * same standing. `openEpochMs` is when the check's stage began.
 */
export const judgeCheck = (
  planned: PlannedCheck,
  measurements: readonly Measurement[],
  { subject, openEpochMs }: { readonly subject: ReleaseSubject; readonly openEpochMs: number },
): CheckStanding => {
  const nextEpochMs = Math.max(
    openEpochMs + planned.repeat.initialDelaySec * 1000,
    firstLookEpochMs(planned.check, subject),
  );
  let progress: Progress = { looks: [], tries: 0, firstEpochMs: nextEpochMs, nextEpochMs };
  for (const measurement of measurements) {
    progress = advance(planned, subject, progress, measurement);
    if (progress.result !== undefined) return { state: 'ended', result: progress.result };
  }
  const sequence = measurements.length + 1;
  const { handle } = progress;
  return { state: 'due', atEpochMs: progress.nextEpochMs, sequence, handle };
};

/** A metric of longer periods is looked at as it stands: waiting for it could take all of a gate's time. */
export const LONGEST_AWAITED_PERIOD_SEC = 300;

/** Metrics have nothing to show before the first period of the release is over, and CloudWatch has its points. */
const firstLookEpochMs = (check: Check, { startedAt }: ReleaseSubject): number => {
  if (check.kind !== 'metric-threshold' && check.kind !== 'metric-baseline') return 0;
  const periodSec = longestPeriodSec(check.source);
  return periodSec > LONGEST_AWAITED_PERIOD_SEC
    ? 0
    : firstDataEpochMs({ periodSec, lagSec: check.lagSec }, startedAt);
};

const advance = (
  { check, repeat }: PlannedCheck,
  subject: ReleaseSubject,
  before: Progress,
  measurement: Measurement,
): Progress => {
  const { observation } = measurement;
  const startEpochMs = Date.parse(measurement.at);
  const endEpochMs = startEpochMs + measurement.durationMs;
  const lookSinceEpochMs = before.lookSinceEpochMs ?? startEpochMs;
  const firstEpochMs = measurement.sequence === 1 ? startEpochMs : before.firstEpochMs;
  if (observation.kind === 'pending' && endEpochMs - lookSinceEpochMs < check.timeoutSec * 1000) {
    const nextEpochMs = endEpochMs + observation.againSec * 1000;
    return { ...before, firstEpochMs, lookSinceEpochMs, handle: observation.handle, nextEpochMs };
  }
  const judged =
    judgeLook(check, observation, subject) ??
    couldNotLook('CheckTimedOut', `no observation within ${check.timeoutSec} s`);
  const after = { ...before, firstEpochMs, lookSinceEpochMs: undefined, handle: undefined };
  const isBad = judged.outcome === 'failed' || judged.outcome === 'error';
  if (isBad && before.tries < check.retries)
    return {
      ...after,
      tries: before.tries + 1,
      nextEpochMs: endEpochMs + check.retryDelaySec * 1000,
    };
  const looks = [...before.looks, judged];
  const outcome = decideSeries(looks, repeat);
  const result =
    outcome &&
    toResult(check, subject, { looks, last: judged, outcome, ms: endEpochMs - firstEpochMs });
  const nextEpochMs = lookSinceEpochMs + repeat.intervalSec * 1000;
  return { ...after, looks, tries: 0, nextEpochMs, result };
};

/**
 * Whether a series of looks has ended, and how. As Argo Rollouts: a limit is broken by one more than it says; the
 * looks done and no limit broken is a pass, unless not one of them passed.
 */
const decideSeries = (
  looks: readonly Judged[],
  repeat: PlannedCheck['repeat'],
): Outcome | undefined => {
  const count = (outcome: Outcome): number => looks.filter((it) => it.outcome === outcome).length;
  const inARow = (outcome: Outcome): number =>
    looks.length - 1 - looks.findLastIndex((it) => it.outcome !== outcome);
  if (count('failed') > repeat.failureLimit) return 'failed';
  if (inARow('error') > repeat.consecutiveErrorLimit) return 'error';
  if (count('inconclusive') > repeat.inconclusiveLimit) return 'inconclusive';
  const { consecutiveSuccessLimit } = repeat;
  if (consecutiveSuccessLimit > 0 && inARow('passed') >= consecutiveSuccessLimit) return 'passed';
  if (looks.length < repeat.count) return undefined;
  if (count('passed') > 0) return 'passed';
  return count('error') > 0 ? 'error' : 'inconclusive';
};

const toResult = (
  check: Check,
  subject: ReleaseSubject,
  ended: {
    readonly looks: readonly Judged[];
    readonly last: Judged;
    readonly outcome: Outcome;
    readonly ms: number;
  },
): CheckResult => {
  const { looks, outcome } = ended;
  const alike = looks.filter((it) => it.outcome === outcome);
  const telling = alike.at(-1) ?? ended.last;
  const links = linksOf(check, subject);
  const summary = looks.length === 1 ? '' : `${alike.length} of ${looks.length} looks ${outcome}; `;
  return {
    ...telling,
    ...identityOf(check),
    outcome,
    reason: alike.length === 0 ? 'NoLookPassed' : telling.reason,
    observed: `${summary}${telling.observed}`,
    samples: looks.reduce((sum, it) => sum + it.samples, 0),
    durationMs: ended.ms,
    ...(links.length > 0 && { links }),
  };
};

/** A check that had not ended when its gate's time did. Fails closed. */
export const unfinished = (check: Check): CheckResult => ({
  ...couldNotLook('GateTimeUsedUp', 'the gate had no time left for this check'),
  ...identityOf(check),
});

const identityOf = ({ name, kind, critical }: Check) => ({
  name,
  kind,
  critical: critical ? undefined : (false as const),
});
