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
  throw new InvalidInputError(what, parsed.error.issues.map(toFault), { cause: parsed.error });
};

/** The value itself is left out: it may be a secret. A bundle has no room for zod's own sentences. */
const toFault = (issue: z.core.$ZodIssue): string => {
  const where = issue.path.map(String).join('.') || 'all of it';
  return issue.code === 'invalid_type'
    ? `${where} must be a ${issue.expected}`
    : `${where} is out of form (${issue.code})`;
};
