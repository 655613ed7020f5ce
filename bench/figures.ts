/** One figure of a bench. Times and rates stand beside those of a bare HTTP server of the same run. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** What it may be at most (or at least, where the unit is a rate); absent where nothing is promised. */
  readonly limit?: number;
  readonly ok: boolean;
}

export const atMost = (name: string, value: number, unit: string, limit: number): Figure => ({
  name,
  value: round(value),
  unit,
  limit,
  ok: value <= limit,
});

export const atLeast = (name: string, value: number, unit: string, limit: number): Figure => ({
  name,
  value: round(value),
  unit,
  limit,
  ok: value >= limit,
});

export const told = (name: string, value: number, unit: string): Figure => ({
  name,
  value: round(value),
  unit,
  ok: true,
});

const round = (value: number): number => Number(value.toPrecision(4));
