import type { ServerResponse } from 'node:http';
import { RateLimited, SlackError } from './slack-error';

/** What Slack sends back. */
export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: Readonly<Record<string, unknown>>;
}

export const toRefusal = (error: SlackError): Answer => ({
  status: error instanceof RateLimited ? 429 : 200,
  headers: error instanceof RateLimited ? { 'retry-after': String(error.retryAfterSec) } : {},
  body: {
    ok: false,
    error: error.code,
    ...(error.details.length === 0
      ? {}
      : {
          errors: error.details,
          response_metadata: { messages: error.details.map((detail) => `[ERROR] ${detail}`) },
        }),
  },
});

export const send = (response: ServerResponse, { status, headers, body }: Answer): void => {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers });
  response.end(JSON.stringify(body));
};
