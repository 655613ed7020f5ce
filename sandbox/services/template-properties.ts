import * as z from 'zod/mini';
import type { TemplateResource } from '../service';
import { AwsError } from '../service';

/** The resource's properties as the schema reads them. Throws ValidationException that names every wrong one. */
export const parseProperties = <Output>(
  schema: z.core.$ZodType<Output>,
  { logicalId, properties }: TemplateResource,
): Output => {
  const parsed = z.safeParse(schema, properties);
  if (parsed.success) return parsed.data;
  const wrong = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  throw new AwsError(
    'ValidationException',
    `Properties validation failed for resource ${logicalId}: ${wrong.join('; ')}`,
  );
};

/** The name that CloudFormation makes up for a resource that has none: its logical id and a random end. */
export const generatedName = (
  logicalId: string,
  random: { text(length: number): string },
): string => `${logicalId}-${random.text(12)}`;
