/** Six fields of AWS's cron, each as a question about a value; times are UTC. */
export interface Cron {
  readonly minutes: readonly number[];
  readonly hours: readonly number[];
  readonly months: ReadonlySet<number>;
  readonly years: ReadonlySet<number>;
  isDay(day: Day): boolean;
}
interface Day {
  readonly year: number;
  /** 1–12 */
  readonly month: number;
  readonly dayOfMonth: number;
}

const MONTHS = 'JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC'.split(' ');
const DAYS = 'SUN MON TUE WED THU FRI SAT'.split(' ');
const DAY_MS = 86_400_000;

interface Range {
  readonly low: number;
  readonly high: number;
  readonly names?: readonly string[];
}
const MINUTES: Range = { low: 0, high: 59 };
const HOURS: Range = { low: 0, high: 23 };
const DAYS_OF_MONTH: Range = { low: 1, high: 31 };
const MONTHS_OF_YEAR: Range = { low: 1, high: 12, names: MONTHS };
const DAYS_OF_WEEK: Range = { low: 1, high: 7, names: DAYS };
const YEARS: Range = { low: 1970, high: 2199 };

/**
 * `minutes hours day-of-month month day-of-week year`; undefined where a field is wrong, or where not exactly one
 * of the two day fields is `?`. Documented:
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html
 */
export const parseCron = (text: string): Cron | undefined => {
  const fields = text.trim().split(/\s+/);
  const [minute = '', hour = '', dayOfMonth = '', month = '', dayOfWeek = '', year = ''] = fields;
  if (fields.length !== 6 || (dayOfMonth === '?') === (dayOfWeek === '?')) return undefined;
  const minutes = valuesOf(minute, MINUTES);
  const hours = valuesOf(hour, HOURS);
  const months = valuesOf(month, MONTHS_OF_YEAR);
  const years = valuesOf(year, YEARS);
  const isDay = dayOfWeek === '?' ? parseDayOfMonth(dayOfMonth) : parseDayOfWeek(dayOfWeek);
  if (!minutes || !hours || !months || !years || !isDay) return undefined;
  return { minutes, hours, months: new Set(months), years: new Set(years), isDay };
};

/** The first time after the given one; undefined where there is none. */
export const nextCronEpochMs = (cron: Cron, afterEpochMs: number): number | undefined => {
  const firstEpochMs = Math.floor(afterEpochMs / 60_000) * 60_000 + 60_000;
  const firstDayMs = Math.floor(firstEpochMs / DAY_MS) * DAY_MS;
  const lastYear = Math.max(...cron.years);
  for (let dayMs = firstDayMs; new Date(dayMs).getUTCFullYear() <= lastYear; dayMs += DAY_MS) {
    if (!includesDay(cron, dayMs)) continue;
    for (const hour of cron.hours)
      for (const minute of cron.minutes) {
        const epochMs = dayMs + hour * 3_600_000 + minute * 60_000;
        if (epochMs >= firstEpochMs) return epochMs;
      }
  }
  return undefined;
};

const includesDay = (cron: Cron, dayMs: number): boolean => {
  const date = new Date(dayMs);
  const year = date.getUTCFullYear();
  const month = date.getUTCMonth() + 1;
  const dayOfMonth = date.getUTCDate();
  return cron.years.has(year) && cron.months.has(month) && cron.isDay({ year, month, dayOfMonth });
};

/** The values of a field of lists, ranges, steps and names, in order; undefined where it is wrong. */
const valuesOf = (field: string, range: Range): readonly number[] | undefined => {
  const values = new Set<number>();
  for (const part of field.split(',')) {
    const [, span = '', step] = /^([^/]+)(?:\/(\d+))?$/.exec(part) ?? [];
    const [from, to, ...more] = span === '*' ? [range.low, range.high] : spanOf(span, range);
    if (from === undefined || more.length > 0) return undefined;
    const last = to ?? (step === undefined ? from : range.high);
    const stride = step === undefined ? 1 : Number(step);
    if (stride === 0 || from < range.low || last > range.high || from > last) return undefined;
    for (let value = from; value <= last; value += stride) values.add(value);
  }
  return [...values].sort((left, right) => left - right);
};

const spanOf = (span: string, { low, names = [] }: Range): readonly (number | undefined)[] =>
  span.split('-').map((text) => {
    const named = names.indexOf(text.toUpperCase());
    if (named >= 0) return low + named;
    return /^\d+$/.test(text) ? Number(text) : undefined;
  });

const parseDayOfMonth = (field: string): Cron['isDay'] | undefined => {
  if (field === 'L') return (day) => day.dayOfMonth === lengthOfMonth(day);
  const nearest = /^(\d+)W$/.exec(field)?.[1];
  if (nearest !== undefined && valuesOf(nearest, DAYS_OF_MONTH) !== undefined)
    return (day) => day.dayOfMonth === nearestWeekday(day, Number(nearest));
  const days = valuesOf(field, DAYS_OF_MONTH);
  return days && (({ dayOfMonth }) => days.includes(dayOfMonth));
};

const parseDayOfWeek = (field: string): Cron['isDay'] | undefined => {
  const [, weekday = '', kind, nth] = /^(\w{1,3}?)(L|#([1-5]))$/.exec(field) ?? [];
  if (kind !== undefined) {
    const [wanted] = valuesOf(weekday, DAYS_OF_WEEK) ?? [];
    if (wanted === undefined) return undefined;
    return (day) =>
      weekdayOf(day) === wanted &&
      (nth === undefined
        ? day.dayOfMonth + 7 > lengthOfMonth(day)
        : Math.ceil(day.dayOfMonth / 7) === Number(nth));
  }
  if (field === 'L') return (day) => weekdayOf(day) === 7;
  const days = valuesOf(field, DAYS_OF_WEEK);
  return days && ((day) => days.includes(weekdayOf(day)));
};

/** 1 is Sunday. */
const weekdayOf = ({ year, month, dayOfMonth }: Day): number =>
  new Date(Date.UTC(year, month - 1, dayOfMonth)).getUTCDay() + 1;

const lengthOfMonth = ({ year, month }: Day): number =>
  new Date(Date.UTC(year, month, 0)).getUTCDate();

/** The weekday nearest to the given day, within the same month. */
const nearestWeekday = (day: Day, wanted: number): number => {
  const length = lengthOfMonth(day);
  const target = Math.min(wanted, length);
  const weekday = weekdayOf({ ...day, dayOfMonth: target });
  if (weekday === 7) return target === 1 ? 3 : target - 1;
  if (weekday === 1) return target === length ? target - 2 : target + 1;
  return target;
};
