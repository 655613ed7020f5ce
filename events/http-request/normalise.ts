import * as z from 'zod/mini';
import type { Reading, Told } from '../envelope/reading';
import { readAs } from '../envelope/reading';
import { HttpRequest } from './schema';

/** Somebody called a Function URL. Nothing is known of who, until the signature has been checked. */
export interface HttpRequestEvent extends Told {
  readonly meaning: 'HttpRequest';
  readonly method: string;
  readonly path: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** The bytes as they were sent: signatures are made over them. */
  readonly body: Uint8Array;
}

const Decoded = z.pipe(
  HttpRequest,
  z.transform((request, context) => {
    const body = toBytes(request.body ?? '', request.isBase64Encoded);
    if (body !== undefined) return { ...request, body };
    context.issues.push({ code: 'custom', input: request, path: ['body'] });
    return z.NEVER;
  }),
);

export const fromInvocation = (value: unknown): Reading<HttpRequestEvent> =>
  readAs(Decoded, value, ({ requestContext, rawPath: path, headers, body }) => ({
    meaning: 'HttpRequest',
    id: requestContext.requestId,
    key: `http/${requestContext.requestId}`,
    method: requestContext.http.method,
    path,
    headers: Object.fromEntries(
      Object.entries(headers).map(([name, content]) => [name.toLowerCase(), content]),
    ),
    body,
  }));

const toBytes = (text: string, isBase64: boolean): Uint8Array | undefined => {
  if (!isBase64) return new TextEncoder().encode(text);
  try {
    return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  } catch {
    return undefined;
  }
};
