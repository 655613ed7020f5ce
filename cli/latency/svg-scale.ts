/** Positions in an image, in its own units, rounded so that files stay small. */
export interface Scale {
  at(value: number): number;
  /** Powers of ten within the scale. */
  readonly decades: readonly number[];
}

const DECIMALS = 10;

/** A logarithmic scale from `low` to `high`, which are powers of ten. What is less stands at its start. */
export const createLogScale = (
  [low, high]: readonly [number, number],
  [from, to]: readonly [number, number],
): Scale => {
  const span = Math.log10(high / low);
  return {
    at: (value) => {
      const ratio = value <= low ? 0 : Math.min(1, Math.log10(value / low) / span);
      return Math.round((from + ratio * (to - from)) * DECIMALS) / DECIMALS;
    },
    decades: Array.from({ length: Math.round(span) + 1 }, (_, index) => low * 10 ** index),
  };
};

/** The power of ten that is not above a value of at least 1. */
export const floorToDecade = (value: number): number =>
  10 ** Math.floor(Math.log10(Math.max(1, value)));

/** The power of ten that is not below a value, and at least 10. */
export const ceilToDecade = (value: number): number =>
  10 ** Math.ceil(Math.log10(Math.max(10, value)));
