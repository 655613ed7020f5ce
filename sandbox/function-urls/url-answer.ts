import { validateHeaderName, validateHeaderValue } from 'node:http';
import * as z from 'zod/mini';
import type { InvocationResult } from '../service';

export interface UrlAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly body: Buffer;
}

/** documented (https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html) */
export const LARGEST_URL_BODY_BYTES = 6 * 1024 * 1024;

const scalar = z.union([z.string(), z.number(), z.boolean()]);
const Structured = z.object({
  statusCode: z.coerce.number().check(z.int(), z.minimum(200), z.maximum(599)),
  headers: z.optional(z.nullable(z.record(z.string(), scalar))),
  cookies: z.optional(z.nullable(z.array(z.string()))),
  body: z.optional(z.nullable(z.union([z.string(), z.record(z.string(), z.unknown())]))),
  isBase64Encoded: z.optional(z.nullable(z.boolean())),
});
type Structured = z.infer<typeof Structured>;

const json = { 'content-type': 'application/json' };

/** Words assumed, statuses documented (https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html). */
export const refusals = {
  forbidden: { status: 403, headers: json, body: Buffer.from('{"Message":"Forbidden"}') },
  throttled: { status: 429, headers: json, body: Buffer.from('{"Message":"Rate Exceeded."}') },
  tooLarge: {
    status: 413,
    headers: json,
    body: Buffer.from('{"Message":"Request Entity Too Large"}'),
  },
  failed: { status: 502, headers: json, body: Buffer.from('Internal Server Error') },
} as const satisfies Readonly<Record<string, UrlAnswer>>;

const bytesOf = ({ body, isBase64Encoded }: Structured): Buffer => {
  if (body === undefined || body === null) return Buffer.alloc(0);
  if (typeof body !== 'string') return Buffer.from(JSON.stringify(body));
  return Buffer.from(body, isBase64Encoded === true ? 'base64' : 'utf8');
};

/** The connection is the server's, and the length the body's, whatever the function thinks. */
const NOT_THE_FUNCTIONS: ReadonlySet<string> = new Set([
  'connection',
  'content-length',
  'transfer-encoding',
]);

/** Undefined where a header could not be sent. */
const headersOf = (
  given: NonNullable<Structured['headers']>,
): Readonly<Record<string, string>> | undefined => {
  const headers = Object.entries(given)
    .map(([name, value]) => [name.toLowerCase(), String(value)] as const)
    .filter(([name]) => !NOT_THE_FUNCTIONS.has(name));
  try {
    for (const [name, value] of headers) {
      validateHeaderName(name);
      validateHeaderValue(name, value);
    }
    return Object.fromEntries(headers);
  } catch {
    return undefined;
  }
};

const structured = (answer: Structured): UrlAnswer => {
  const headers = headersOf(answer.headers ?? {});
  const cookies = answer.cookies ?? [];
  if (headers === undefined || headersOf({ cookie: cookies.join() }) === undefined)
    return refusals.failed;
  return {
    status: answer.statusCode,
    headers: { ...json, ...headers, ...(cookies.length === 0 ? {} : { 'set-cookie': cookies }) },
    body: bytesOf(answer),
  };
};

/**
 * What the client gets: the answer that the function gave in format 2.0; where it has no statusCode, the whole value
 * as JSON with 200; 502 where the function failed, where its answer breaks the format, or is too large.
 * documented (https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html#urls-response-payload)
 */
export const toUrlAnswer = ({ payload, functionError }: InvocationResult): UrlAnswer => {
  if (functionError !== undefined || Buffer.byteLength(payload) > LARGEST_URL_BODY_BYTES)
    return refusals.failed;
  const value: unknown = JSON.parse(payload);
  const isStructured = typeof value === 'object' && value !== null && 'statusCode' in value;
  if (!isStructured) return { status: 200, headers: json, body: Buffer.from(payload) };
  const parsed = Structured.safeParse(value);
  return parsed.success ? structured(parsed.data) : refusals.failed;
};
