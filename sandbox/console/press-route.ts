import type { IncomingMessage, ServerResponse } from 'node:http';
import * as z from 'zod/mini';
import { PressError, type Presser } from '../slack/interactivity';
import { headerOf, readBody } from '../wire/request';
import { sendJson } from './responses';

/** Beside the page's own routes, which are only read. */
export const PRESSES = '/console/presses';

const Press = z.strictObject({
  userId: z.string(),
  channel: z.string(),
  ts: z.string(),
  actionId: z.string(),
});

/**
 * `POST /console/presses` with `{userId, channel, ts, actionId}`: answers `{status}`, the HTTP status that the app gave
 * Slack. JSON's content type is asked for: a page of another site cannot send that.
 */
export const createPressRoute =
  (press: Presser) =>
  async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { status, body } = await answer(press, request);
    sendJson(request, response, body, status);
  };

interface Answer {
  readonly status: number;
  readonly body: object;
}

const answer = async (press: Presser, request: IncomingMessage): Promise<Answer> => {
  if (headerOf(request.headers, 'content-type')?.split(';')[0]?.trim() !== 'application/json')
    return refused('A press is sent with the content type application/json.', 415);
  const read = Press.safeParse(parse((await readBody(request)).toString('utf8')));
  if (!read.success) return refused('A press is JSON with userId, channel, ts and actionId.', 400);
  try {
    return { status: 200, body: await press(read.data) };
  } catch (error) {
    if (error instanceof PressError) return refused(error.message, 409);
    throw error;
  }
};

const refused = (message: string, status: number): Answer => ({ status, body: { message } });

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
