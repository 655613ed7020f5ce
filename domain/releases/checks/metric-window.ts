import { toIso } from '../../units';
import type { MetricSource } from './check';

/** From the start of one period up to the start of another, the latter not in it. */
export interface MetricWindow {
  readonly fromEpochMs: number;
  readonly untilEpochMs: number;
  readonly periodMs: number;
}

/**
 * The last `windowSec` of whole periods that are over, but nothing of the time before the release started: it grows
 * until it is that long, and is empty at first. The last period's metrics may still be on their way.
 */
export const windowOfRelease = (
  { windowSec, periodSec }: { readonly windowSec: number; readonly periodSec: number },
  startedAt: string,
  nowEpochMs: number,
): MetricWindow => {
  const periodMs = periodSec * 1000;
  const untilEpochMs = floorTo(nowEpochMs, periodMs);
  const longest = untilEpochMs - ceilTo(windowSec * 1000, periodMs);
  const fromEpochMs = Math.max(longest, ceilTo(Date.parse(startedAt), periodMs));
  return { fromEpochMs: Math.min(fromEpochMs, untilEpochMs), untilEpochMs, periodMs };
};

/**
 * As long a window at least `agoSec` earlier, and over before the release started: what the new version did is no
 * baseline for it.
 */
export const windowBeforeRelease = (
  { fromEpochMs, untilEpochMs, periodMs }: MetricWindow,
  agoSec: number,
  startedAt: string,
): MetricWindow => {
  const sinceStartMs = untilEpochMs - floorTo(Date.parse(startedAt), periodMs);
  const shiftMs = ceilTo(Math.max(agoSec * 1000, sinceStartMs), periodMs);
  return {
    fromEpochMs: fromEpochMs - shiftMs,
    untilEpochMs: untilEpochMs - shiftMs,
    periodMs,
  };
};

/** Of the source's queries. */
export const longestPeriodSec = ({ queries }: MetricSource): number =>
  Math.max(1, ...Object.values(queries).map(({ periodSec }) => periodSec));

/** When the first whole period since the release started is over: until then its window is empty. */
export const firstPeriodEndEpochMs = (periodSec: number, startedAt: string): number =>
  ceilTo(Date.parse(startedAt), periodSec * 1000) + periodSec * 1000;

export const isEmpty = ({ fromEpochMs, untilEpochMs }: MetricWindow): boolean =>
  fromEpochMs >= untilEpochMs;

export const toSpan = ({ fromEpochMs, untilEpochMs }: MetricWindow) => ({
  from: toIso(fromEpochMs),
  until: toIso(untilEpochMs),
});

const floorTo = (valueMs: number, stepMs: number): number => Math.floor(valueMs / stepMs) * stepMs;
const ceilTo = (valueMs: number, stepMs: number): number => Math.ceil(valueMs / stepMs) * stepMs;
