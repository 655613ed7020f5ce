import * as z from 'zod/mini';

const text = z.string().check(z.minLength(1), z.maxLength(2048));

/** What the machine starts with: a gate that waits, and how long until it must be looked at again. */
export const ReleaseValidationInput = z.object({
  schemaVersion: z.literal(1),
  release: z.object({
    account: z.string().check(z.regex(/^\d{12}$/)),
    region: text,
    deploymentId: text,
  }),
  executionId: text,
  place: z.enum(['hook', 'ready', 'in-place', 'ecs', 'pipeline']),
  hook: text,
  /** What is only observed is never stopped. */
  mode: z.enum(['observe', 'enforce']),
  waitSec: z.int().check(z.gte(1), z.lte(3600)),
  /** How often in a row the gate could not be carried on. Absent: never. */
  troubles: z.optional(z.int().check(z.gte(0))),
});
export type ReleaseValidationInput = z.infer<typeof ReleaseValidationInput>;

/** What its task `Look, and judge` answers; the gate has been answered where `ended` is true. */
export const LookResult = z.discriminatedUnion('ended', [
  z.object({
    ended: z.literal(false),
    waitSec: z.int().check(z.gte(1), z.lte(3600)),
    troubles: z.int().check(z.gte(0)),
  }),
  z.object({ ended: z.literal(true), outcome: text, reason: text }),
]);
export type LookResult = z.infer<typeof LookResult>;
