import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Clock } from '../clock';
import { sendJson } from './responses';

export interface ClockRoute {
  readonly prefix: '/clock';
  handle(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void>;
}

/** `GET /clock`: `{nowEpochMs, speed}`. */
export const createClockRoute = (clock: Clock): ClockRoute => ({
  prefix: '/clock',
  handle: async (request, response) =>
    sendJson(request, response, { nowEpochMs: clock.nowEpochMs(), speed: clock.speed }),
});
