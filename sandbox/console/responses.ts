import type { IncomingMessage, ServerResponse } from 'node:http';

/** What every answer carries: nothing is kept, guessed at, or shown inside another site. */
export const PLAIN_HEADERS: Readonly<Record<string, string>> = {
  'cache-control': 'no-store',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};

/** Only what carries this nonce runs; the page may ask its own server and nobody else, and no text becomes markup. */
export const contentSecurityPolicy = (nonce: string): string =>
  [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src 'nonce-${nonce}'`,
    "connect-src 'self'",
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; ');

export interface Sent {
  readonly status?: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export const sendText = (
  request: IncomingMessage,
  response: ServerResponse,
  { status = 200, headers, body }: Sent,
): void => {
  response.writeHead(status, { ...PLAIN_HEADERS, ...headers });
  response.end(request.method === 'HEAD' ? undefined : body);
};

export const sendJson = (
  request: IncomingMessage,
  response: ServerResponse,
  value: unknown,
  status = 200,
): void =>
  sendText(request, response, {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body: JSON.stringify(value),
  });
