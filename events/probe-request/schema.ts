import * as z from 'zod/mini';

const texts = z.record(z.string(), z.string());
const json = z.record(z.string(), z.json());

/**
 * What a function that judges releases asks of `probe`: one look over HTTP, with nothing left to fill in. Strict: who
 * can invoke the probe reaches what it reaches, so what it does not know it does not do.
 */
export const ProbeInvocation = z.strictObject({
  schemaVersion: z.literal(1),
  request: z.strictObject({
    url: z.string().check(z.regex(/^https?:\/\/\S+$/), z.maxLength(4000)),
    method: z.enum(['GET', 'HEAD', 'POST', 'PUT']),
    headers: texts,
    body: z.optional(z.string().check(z.maxLength(20_000))),
    samples: z.int().check(z.gte(1), z.lte(100)),
    followRedirects: z.int().check(z.gte(0), z.lte(5)),
    allowAddresses: z.array(z.enum(['link-local', 'loopback'])),
    timeoutSec: z.number().check(z.gt(0), z.lte(240)),
    wanted: z.strictObject({
      json: z.optional(json),
      headers: z.array(z.string()).check(z.maxLength(100)),
      paths: z.array(z.string()).check(z.maxLength(100)),
    }),
  }),
});
export type ProbeInvocation = z.infer<typeof ProbeInvocation>;

/** What `probe` answers: what it saw, or what kept it from seeing. */
export const ProbeAnswer = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('http'),
    samples: z.array(
      z.strictObject({
        status: z.int(),
        durationMs: z.number(),
        headers: texts,
        json: z.optional(z.json()),
        text: z.optional(z.string()),
        values: z.array(z.json()),
        tlsDaysLeft: z.optional(z.int()),
        leadsTo: z.optional(z.string()),
      }),
    ),
  }),
  z.strictObject({ kind: z.literal('fault'), code: z.string(), sentence: z.string() }),
]);
export type ProbeAnswer = z.infer<typeof ProbeAnswer>;
