/** A time series: a label, and values by the start of their periods, oldest first. */
export interface Series {
  readonly label: string;
  readonly points: ReadonlyMap<number, number>;
  readonly periodMs: number;
}

/** What a part of an expression comes to. */
export type Value =
  | { readonly kind: 'scalar'; readonly value: number }
  | { readonly kind: 'series'; readonly series: Series }
  | { readonly kind: 'list'; readonly list: readonly Series[] }
  | { readonly kind: 'text'; readonly text: string };

export const scalar = (value: number): Value => ({ kind: 'scalar', value });
export const ofSeries = (series: Series): Value => ({ kind: 'series', series });
export const ofList = (list: readonly Series[]): Value => ({ kind: 'list', list });

/** What is no number is no point: a division by zero leaves a gap (assumed). */
export const toPoints = (
  points: readonly (readonly [number, number])[],
): ReadonlyMap<number, number> => new Map(points.filter(([, value]) => Number.isFinite(value)));

export const mapSeries = (
  series: Series,
  by: (value: number, atEpochMs: number) => number,
): Series => ({
  ...series,
  points: toPoints([...series.points].map(([at, value]) => [at, by(value, at)])),
});

/** At each time at which any has a value: the values of those that have one. */
export const acrossSeries = (
  list: readonly Series[],
  by: (values: readonly number[]) => number,
): Series => {
  const times = [...new Set(list.flatMap(({ points }) => [...points.keys()]))].sort(
    (left, right) => left - right,
  );
  return {
    label: '',
    periodMs: Math.max(60_000, ...list.map(({ periodMs }) => periodMs)),
    points: toPoints(
      times.map((at) => [at, by(list.flatMap(({ points }) => points.get(at) ?? []))]),
    ),
  };
};
