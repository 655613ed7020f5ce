import type * as z from 'zod/mini';
import { InvalidInputError } from '../../domain/errors';

/** Unknown to known, at the edge. Throws InvalidInputError with every fault at once. */
export const parseInput = <Schema extends z.ZodMiniType>(
  schema: Schema,
  what: string,
  value: unknown,
): z.output<Schema> => {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new InvalidInputError(
    what,
    parsed.error.issues.map(
      (issue) => `${issue.path.map(String).join('.') || '(all of it)'}: ${issue.message}`,
    ),
    { cause: parsed.error },
  );
};
