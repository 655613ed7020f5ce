import * as z from 'zod/mini';

const Agents = z.strictObject({
  codedeploy: z.optional(z.boolean()),
  ssm: z.optional(z.boolean()),
});
const BootSec = z.union([z.literal('never'), z.number().check(z.gte(0))]);
const Name = z.string().check(z.minLength(1));
const Answer = z.strictObject({
  exitCode: z.optional(z.int().check(z.gte(0), z.lte(255))),
  stdout: z.optional(z.string()),
  stderr: z.optional(z.string()),
  afterSec: z.optional(z.number().check(z.gte(0))),
  hangs: z.optional(z.boolean()),
  reboots: z.optional(z.boolean()),
  agentDies: z.optional(z.boolean()),
});
const often = { host: z.optional(Name), times: z.optional(z.int().check(z.gte(1))) };

/** What may be posted under `/hosts`, by the rest of the path. */
export const HostOrders = {
  host: z.strictObject({
    instanceId: z.optional(z.string().check(z.regex(/^m?i-[0-9a-f]{17}$/))),
    onPremisesName: z.optional(Name),
    tags: z.optional(z.record(z.string(), z.string())),
    autoScalingGroup: z.optional(Name),
    agents: z.optional(Agents),
    bootSec: z.optional(BootSec),
    agentVersion: z.optional(Name),
  }),
  changes: z.strictObject({
    tags: z.optional(z.record(z.string(), z.nullable(z.string()))),
    agents: z.optional(Agents),
    bootSec: z.optional(BootSec),
  }),
  command: z.strictObject({
    document: z.optional(Name),
    contains: z.optional(Name),
    answer: Answer,
    ...often,
  }),
  lifecycle: z.strictObject({
    event: z.optional(Name),
    script: z.optional(Name),
    revision: z.optional(Name),
    answer: Answer,
    ...often,
  }),
  bundle: z.strictObject({ bucket: Name, key: Name, appSpec: z.string() }),
};

/** The value, or a sentence that says all that is wrong with it. */
export const readOrder = <Schema extends z.ZodMiniType>(
  schema: Schema,
  value: unknown,
): { readonly order: z.output<Schema> } | { readonly fault: string } => {
  const parsed = schema.safeParse(value, { error: z.locales.en().localeError });
  if (parsed.success) return { order: parsed.data };
  const wrongs = parsed.error.issues.map(
    ({ path, message }) => `${path.length === 0 ? '' : `${path.join('.')}: `}${message}`,
  );
  return { fault: `The order is not valid: ${wrongs.join('; ')}.` };
};
