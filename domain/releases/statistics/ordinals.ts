export interface Ordinals {
  of(value: number): bigint;
  at(ordinal: bigint): number;
}

/**
 * Doubles as integers in the same order: the bits of one that is not negative, and minus the bits of its absolute
 * value for one that is. Both zeros are 0; NaN has no place.
 */
export const createOrdinals = (): Ordinals => {
  const cell = new DataView(new ArrayBuffer(8));
  return {
    of: (value) => {
      cell.setFloat64(0, Math.abs(value));
      const bits = cell.getBigInt64(0);
      return value < 0 ? -bits : bits;
    },
    at: (ordinal) => {
      cell.setBigInt64(0, ordinal < 0n ? -ordinal : ordinal);
      const size = cell.getFloat64(0);
      return ordinal < 0n ? -size : size;
    },
  };
};
