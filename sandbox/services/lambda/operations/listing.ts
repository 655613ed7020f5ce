import { invalidValue } from '../errors';

/** documented: listings give 50 items unless fewer are asked for. */
export const pageLimit = (maxItems: number | undefined): number => Math.min(maxItems ?? 50, 50);

/** assumed: how Lambda refuses a marker that it did not give. */
export const invalidMarker = (): never => {
  throw invalidValue('The provided Marker is invalid.');
};
