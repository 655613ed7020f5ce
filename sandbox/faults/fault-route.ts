import type { IncomingMessage, ServerResponse } from 'node:http';
import { sendJson } from '../console/responses';
import { headerOf, readBody } from '../wire/request';
import type { Fault } from './fault';
import { InvalidFaultError, parseFault } from './fault';
import type { FaultState } from './fault-book';
import type { Faults } from './faults';

export interface FaultRoute {
  readonly prefix: '/faults';
  handle(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void>;
}

interface Answer {
  readonly status: number;
  readonly body: object;
}

/**
 * `POST /faults` orders one, `GET /faults` lists them, `DELETE /faults/ID` takes one back, `DELETE /faults` all. Bad
 * orders are answered 400 with a sentence. JSON's content type is asked for: a page of another site cannot send that.
 */
export const createFaultRoute = (faults: Faults): FaultRoute => ({
  prefix: '/faults',
  handle: async (request, response, url) => {
    const { status, body } = await answer(faults, request, url).catch(toRefusal);
    sendJson(request, response, body, status);
  },
});

const answer = async (faults: Faults, request: IncomingMessage, url: URL): Promise<Answer> => {
  const id = url.pathname.split('/')[2] ?? '';
  switch (`${request.method ?? ''} ${id === '' ? 'all' : 'one'}`) {
    case 'GET all':
      return { status: 200, body: { faults: faults.list().map(toJson) } };
    case 'POST all':
      return { status: 201, body: { id: faults.add(await readFault(request)).id } };
    case 'DELETE all':
      faults.clear();
      return { status: 200, body: { faults: [] } };
    case 'DELETE one':
      return faults.remove(id)
        ? { status: 200, body: { id } }
        : { status: 404, body: { message: `There is no fault ${id}.` } };
    default:
      return {
        status: 405,
        body: { message: `${request.method ?? ''} is not for ${url.pathname}: see GET /faults.` },
      };
  }
};

const toJson = ({ id, fault, struck }: FaultState) => ({ id, ...fault, struck });

const readFault = async (request: IncomingMessage): Promise<Fault> => {
  if (headerOf(request.headers, 'content-type')?.split(';')[0]?.trim() !== 'application/json')
    throw new InvalidFaultError('A fault is sent with the content type application/json.');
  const text = (await readBody(request)).toString('utf8');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new InvalidFaultError(
      'The body is not JSON: send one fault, such as {"kind":"throttle"}.',
    );
  }
  return parseFault(value);
};

const toRefusal = (error: unknown): Answer => {
  if (error instanceof InvalidFaultError) return { status: 400, body: { message: error.message } };
  throw error;
};
