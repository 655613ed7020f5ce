import type * as z from 'zod/mini';
import { InvalidInputError } from '../../domain/errors';
import { toFaults } from '../../events/envelope/faults';

/** Unknown to known, at the edge. Throws InvalidInputError with every fault at once. */
export const parseInput = <Schema extends z.ZodMiniType>(
  schema: Schema,
  what: string,
  value: unknown,
): z.output<Schema> => {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new InvalidInputError(what, toFaults(parsed.error), { cause: parsed.error });
};
