import { invalid } from '../check-alarm';

export interface TimeRange {
  readonly startEpochMs: number;
  readonly endEpochMs: number;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** How old the start of a range may be for which period; documented in GetMetricStatistics (StartTime, Period). */
const AGES = [
  { olderThanMs: 63 * DAY_MS, roundToMs: HOUR_MS, periodSec: 3_600 },
  { olderThanMs: 15 * DAY_MS, roundToMs: 300_000, periodSec: 300 },
  { olderThanMs: 3 * HOUR_MS, roundToMs: 60_000, periodSec: 60 },
] as const;

const ageOf = (startEpochMs: number, nowEpochMs: number) =>
  AGES.find(({ olderThanMs }) => nowEpochMs - startEpochMs > olderThanMs);

const SHORT_PERIODS: readonly number[] = [1, 5, 10, 20, 30];

/** Throws ValidationError for a range that ends before it begins. The start is rounded down as its age wants it. */
export const parseRange = (
  input: { readonly StartTime?: Date | undefined; readonly EndTime?: Date | undefined },
  nowEpochMs: number,
): TimeRange => {
  const start = input.StartTime?.getTime() ?? Number.NaN;
  const end = input.EndTime?.getTime() ?? Number.NaN;
  if (!(start < end))
    return invalid('The parameter StartTime must be less than the parameter EndTime.');
  const roundToMs = ageOf(start, nowEpochMs)?.roundToMs ?? 60_000;
  return { startEpochMs: Math.floor(start / roundToMs) * roundToMs, endEpochMs: end };
};

/** Throws ValidationError; words assumed. */
export const parsePeriod = (periodSec: number | undefined, what: string): number =>
  periodSec !== undefined &&
  periodSec > 0 &&
  (SHORT_PERIODS.includes(periodSec) || periodSec % 60 === 0)
    ? periodSec
    : invalid(
        `The value ${periodSec} for parameter ${what} is not valid: it must be 1, 5, 10, 20, 30 or a multiple of 60.`,
      );

/** With a finer period than the age of its start lets it have, a range has no points (documented). */
export const hasPoints = (
  { startEpochMs }: TimeRange,
  periodSec: number,
  nowEpochMs: number,
): boolean => periodSec % (ageOf(startEpochMs, nowEpochMs)?.periodSec ?? 1) === 0;
