import * as z from 'zod/mini';
import { invalidValue } from '../errors';

/** CloudFormation gives numbers and booleans as text where an intrinsic made them. */
export const numeric = z.pipe(
  z.union([z.number(), z.string().check(z.regex(/^-?\d+(\.\d+)?$/))]),
  z.transform(Number),
);
export const flag = z.pipe(
  z.union([z.boolean(), z.enum(['true', 'false'])]),
  z.transform((value) => value === true || value === 'true'),
);
/** Environment variables and the like: whatever scalar the template gives becomes text. */
export const text = z.pipe(z.union([z.string(), z.number(), z.boolean()]), z.transform(String));

/** Throws InvalidParameterValueException that names every property that is wrong. */
export const parseProperties = <Schema extends z.ZodMiniType>(
  schema: Schema,
  logicalId: string,
  properties: unknown,
): z.output<Schema> => {
  const parsed = schema.safeParse(properties);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  throw invalidValue(`Properties of ${logicalId} are not valid: ${faults.join('; ')}`);
};
