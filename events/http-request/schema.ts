import * as z from 'zod/mini';

/**
 * What a Function URL hands over (and an HTTP API, in the same shape). Names of headers are in lower case.
 * https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html
 */
export const HttpRequest = z.object({
  version: z.literal('2.0'),
  rawPath: z.string(),
  rawQueryString: z.optional(z.string()),
  headers: z.record(z.string(), z.string()),
  requestContext: z.object({
    requestId: z.string(),
    http: z.object({ method: z.string() }),
  }),
  body: z.nullish(z.string()),
  isBase64Encoded: z.boolean(),
});
