import { toIso } from '../../units';
import type { MetricSource } from './check';

/** From the start of one period up to the start of another, the latter not in it. */
export interface MetricWindow {
  readonly fromEpochMs: number;
  readonly untilEpochMs: number;
  readonly periodMs: number;
}

/**
 * The last `windowSec` of whole periods that were over `lagSec` ago, but nothing of the time before the release
 * started: it grows until it is that long, and is empty at first.
 */
export const windowOfRelease = (
  { windowSec, lagSec, periodSec }: WindowRules,
  startedAt: string,
  nowEpochMs: number,
): MetricWindow => {
  const periodMs = periodSec * 1000;
  const untilEpochMs = floorTo(nowEpochMs - lagSec * 1000, periodMs);
  const longest = untilEpochMs - ceilTo(windowSec * 1000, periodMs);
  const fromEpochMs = Math.max(longest, ceilTo(Date.parse(startedAt), periodMs));
  return { fromEpochMs: Math.min(fromEpochMs, untilEpochMs), untilEpochMs, periodMs };
};

export interface WindowRules {
  readonly windowSec: number;
  /** A period that ended later than this ago may have points on their way. */
  readonly lagSec: number;
  readonly periodSec: number;
}

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

/** When the first whole period since the release started can be looked at: until then its window is empty. */
export const firstDataEpochMs = (
  { periodSec, lagSec }: Pick<WindowRules, 'periodSec' | 'lagSec'>,
  startedAt: string,
): number => ceilTo(Date.parse(startedAt), periodSec * 1000) + (periodSec + lagSec) * 1000;

export const isEmpty = ({ fromEpochMs, untilEpochMs }: MetricWindow): boolean =>
  fromEpochMs >= untilEpochMs;

export const toSpan = ({ fromEpochMs, untilEpochMs }: MetricWindow) => ({
  from: toIso(fromEpochMs),
  until: toIso(untilEpochMs),
});

const floorTo = (valueMs: number, stepMs: number): number => Math.floor(valueMs / stepMs) * stepMs;
const ceilTo = (valueMs: number, stepMs: number): number => Math.ceil(valueMs / stepMs) * stepMs;
