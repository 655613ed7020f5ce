import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Clock, createClock } from '../clock';
import type { Journal } from '../service';
import type { Presser } from '../slack/interactivity';
import { type Pace, createEventStream } from './event-stream';
import { createPage } from './page-source';
import { createPressRoute, PRESSES } from './press-route';
import { PLAIN_HEADERS, contentSecurityPolicy, sendJson, sendText } from './responses';
import type { Snapshot } from './snapshot';

export interface ConsoleOptions {
  readonly clock: Clock;
  readonly journal: Journal;
  readonly snapshot: () => Promise<Snapshot>;
  /** A person presses a button of a message. */
  readonly press: Presser;
  /** Real time where absent. */
  readonly pace?: Pace;
}

export interface Console {
  readonly route: {
    readonly prefix: '/console';
    handle(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void>;
  };
  /** Ends every event stream. */
  stop(): void;
}

const NONCE_BYTES = 16;
/** Slack's permalinks, as the fake workspace gives them: channel, then the `ts` without its dot. */
const PERMALINK = /^\/console\/archives\/[A-Z0-9]+\/p(\d+)(\d{6})$/;

/**
 * The page that shows the sandbox to a person: `GET /console`, its data at `/console/snapshot` and as server-sent
 * events at `/console/events`. It only looks, and never holds the sandbox clock; but a person may press the buttons of
 * Slack's messages, `POST /console/presses`, as in Slack.
 */
export const createConsole = (options: ConsoleOptions): Console => {
  const showPage = createShowPage(options.snapshot);
  const events = createEventStream({ ...options, pace: options.pace ?? createRealTime() });
  const routes: Readonly<Record<string, Handler>> = {
    '/console': showPage,
    '/console/': showPage,
    '/console/snapshot': async (request, response) =>
      sendJson(request, response, await options.snapshot()),
    '/console/events': async (_request, response) => {
      const headers = { ...PLAIN_HEADERS, 'content-type': 'text/event-stream; charset=utf-8' };
      response.writeHead(200, headers);
      events.add(response);
    },
  };
  const press = createPressRoute(options.press);
  return { route: { prefix: '/console', handle: createHandle(routes, press) }, stop: events.stop };
};

type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

const createHandle =
  (routes: Readonly<Record<string, Handler>>, press: Handler) =>
  async (request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> => {
    if (request.method === 'POST' && url.pathname === PRESSES) return press(request, response);
    if (request.method !== 'GET' && request.method !== 'HEAD')
      return sendText(request, response, {
        status: 405,
        headers: { allow: 'GET, HEAD' },
        body: 'The console is only read.',
      });
    const permalink = PERMALINK.exec(url.pathname);
    if (permalink !== null)
      return sendText(request, response, {
        status: 302,
        headers: { location: `/console#m-${permalink[1]}.${permalink[2]}` },
        body: '',
      });
    const route = Object.hasOwn(routes, url.pathname) ? routes[url.pathname] : undefined;
    if (route === undefined)
      return sendJson(request, response, { message: `${url.pathname} is not here.` }, 404);
    try {
      await route(request, response);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      sendJson(request, response, { message }, 500);
    }
  };

/**
 * A new nonce for every answer, from real randomness: it guards the page and is no part of a simulation. A snapshot
 * that fails leaves the page to say so when its events come.
 */
const createShowPage = (snapshot: ConsoleOptions['snapshot']): Handler => {
  const page = createPage();
  return async (request, response) => {
    const nonce = randomBytes(NONCE_BYTES).toString('base64');
    const first = await snapshot().catch(() => undefined);
    sendText(request, response, {
      headers: {
        'content-type': 'text/html; charset=utf-8',
        'content-security-policy': contentSecurityPolicy(nonce),
      },
      body: page({ nonce, snapshot: first }),
    });
  };
};

const createRealTime = (): Pace =>
  createClock({
    startEpochMs: 0,
    speed: 1,
    onError: (error) => {
      throw error;
    },
  });
