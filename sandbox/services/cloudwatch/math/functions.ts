import { ExpressionError } from './parse-expression';
import {
  acrossSeries,
  mapSeries,
  ofList,
  ofSeries,
  scalar,
  type Series,
  toPoints,
  type Value,
} from './series';

/** What a function can see besides its arguments. */
export interface MathContext {
  /** The start of every period that the request asks for, oldest first. */
  readonly timesOf: (periodMs: number) => readonly number[];
  /** Metrics, not expressions, whose id holds the text. */
  readonly metrics: (part: string) => readonly Series[];
}

type MathFunction = (args: readonly Value[], context: MathContext) => Value;

const refuse = (what: string): never => {
  throw new ExpressionError(what);
};
const numbersOf = ({ points }: Series): readonly number[] => [...points.values()];
const sum = (values: readonly number[]): number => values.reduce((total, it) => total + it, 0);
const mean = (values: readonly number[]): number => sum(values) / values.length;
const deviation = (values: readonly number[]): number => {
  const middle = mean(values);
  return Math.sqrt(mean(values.map((value) => (value - middle) ** 2)));
};

/** A series becomes a scalar, an array of series one series: documented with each function. */
const reduces =
  (by: (values: readonly number[]) => number): MathFunction =>
  ([value]) => {
    if (value?.kind === 'series') return scalar(by(numbersOf(value.series)));
    if (value?.kind === 'list') return ofSeries(acrossSeries(value.list, by));
    return refuse('a time series, or an array of them, is wanted');
  };

/** Every value by itself. */
const maps =
  (by: (value: number) => number): MathFunction =>
  ([value]) => {
    if (value?.kind === 'scalar') return scalar(by(value.value));
    return eachSeries(value, (series) => mapSeries(series, by));
  };

const eachSeries = (value: Value | undefined, by: (series: Series) => Series): Value => {
  if (value?.kind === 'series') return ofSeries(by(value.series));
  if (value?.kind === 'list') return ofList(value.list.map(by));
  return refuse('a time series, or an array of them, is wanted');
};

/** From each value and the one before it. */
const differs =
  (by: (change: number, seconds: number) => number): MathFunction =>
  ([value]) =>
    eachSeries(value, (series) => {
      const points = [...series.points];
      return {
        ...series,
        points: toPoints(
          points.slice(1).map(([at, latest], index) => {
            const [beforeAt, before] = points[index] ?? [at, latest];
            return [at, by(latest - before, (at - beforeAt) / 1_000)];
          }),
        ),
      };
    });

const fill: MathFunction = ([value, filler], { timesOf }) =>
  eachSeries(value, (series) => {
    const times = timesOf(series.periodMs);
    if (filler?.kind === 'series')
      return fillBy(series, times, (at) => filler.series.points.get(at));
    if (filler?.kind === 'scalar') return fillBy(series, times, () => filler.value);
    if (filler?.kind === 'text' && filler.text === 'REPEAT')
      return fillBy(series, times, (at) => around(series, at).before?.[1]);
    if (filler?.kind === 'text' && filler.text === 'LINEAR')
      return fillBy(series, times, (at) => between(around(series, at), at));
    return refuse('FILL wants a number, a time series, REPEAT or LINEAR');
  });

const fillBy = (
  series: Series,
  times: readonly number[],
  by: (at: number) => number | undefined,
): Series => ({
  ...series,
  points: toPoints(times.map((at) => [at, series.points.get(at) ?? by(at) ?? Number.NaN])),
});

interface Neighbours {
  readonly before?: readonly [number, number];
  readonly after?: readonly [number, number];
}
const around = ({ points }: Series, at: number): Neighbours => ({
  before: [...points].findLast(([it]) => it < at),
  after: [...points].find(([it]) => it > at),
});
/** Beyond the ends the nearest value is taken (documented for FILL). */
const between = ({ before, after }: Neighbours, at: number): number | undefined => {
  if (before === undefined || after === undefined) return (before ?? after)?.[1];
  return before[1] + ((after[1] - before[1]) * (at - before[0])) / (after[0] - before[0]);
};

/** Where the condition has no value there is none; without an alternative neither where it does not hold. */
const choose: MathFunction = ([condition, then, otherwise]) => {
  if (condition === undefined || then === undefined) return refuse('IF wants two or three values');
  if (condition.kind === 'scalar')
    return condition.value === 0 ? (otherwise ?? scalar(Number.NaN)) : then;
  const at = (value: Value | undefined, time: number): number => {
    if (value?.kind === 'scalar') return value.value;
    return (value?.kind === 'series' ? value.series.points.get(time) : undefined) ?? Number.NaN;
  };
  return eachSeries(condition, (series) =>
    mapSeries(series, (holds, time) => at(holds === 0 ? otherwise : then, time)),
  );
};

const runningSum: MathFunction = ([value]) =>
  eachSeries(value, (series) => {
    let total = 0;
    return mapSeries(series, (it) => (total += it));
  });

/**
 * The functions that are known here.
 * documented: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html
 */
export const functions: Readonly<Record<string, MathFunction>> = {
  ABS: maps(Math.abs),
  AVG: reduces(mean),
  CEIL: maps(Math.ceil),
  DIFF: differs((change) => change),
  FILL: fill,
  FLOOR: maps(Math.floor),
  IF: choose,
  LOG: maps(Math.log),
  LOG10: maps(Math.log10),
  MAX: reduces((values) => Math.max(...values)),
  METRICS: ([part], { metrics }) => {
    if (part !== undefined && part.kind !== 'text') return refuse('METRICS wants a text');
    return ofList(metrics(part?.text ?? ''));
  },
  METRIC_COUNT: ([value]) =>
    value?.kind === 'list' ? scalar(value.list.length) : refuse('METRIC_COUNT wants an array'),
  MIN: reduces((values) => Math.min(...values)),
  PERIOD: ([value]) =>
    value?.kind === 'series'
      ? scalar(value.series.periodMs / 1_000)
      : refuse('PERIOD wants a time series'),
  RATE: differs((change, seconds) => change / seconds),
  RUNNING_SUM: runningSum,
  STDDEV: reduces(deviation),
  SUM: reduces(sum),
  TIME_SERIES: ([value], { timesOf }) => {
    if (value?.kind !== 'scalar') return refuse('TIME_SERIES wants a number');
    const points = toPoints(timesOf(60_000).map((at) => [at, value.value]));
    return ofSeries({ label: '', periodMs: 60_000, points });
  },
};
