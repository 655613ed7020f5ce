import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';

import type { Cloud } from '../../../service';
import { ClientGoneError, readBody } from '../../../wire/request';
import type { Route } from '../../../wire/server';
import { type Answer, type Applications, familyAndRevision } from './applications';
import type { Listeners } from './listeners';

/** A request that a listener took, newest last. */
export interface ServedRequest {
  readonly listenerArn: string;
  readonly method: string;
  readonly path: string;
  readonly status: number;
  /** `family:revision`; absent where no task was there to answer. */
  readonly taskDefinition?: string;
}

export interface ListenerRoute extends Route {
  /** The last thousand. */
  requests(): readonly ServedRequest[];
}

const PREFIX = '/listeners';
const MOST_REMEMBERED = 1_000;
/** Documented: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-troubleshooting.html */
const NOBODY: Answer = { status: 503, body: '503 Service Temporarily Unavailable\n' };
/** Not AWS's answer: the sandbox's own for an address that no listener has. */
const NO_LISTENER: Answer = { status: 404, body: { message: 'The sandbox has no such listener.' } };

/** `/listeners/LOAD-BALANCER/ID/some/path?a=b`, nothing of it decoded. */
const readTarget = (target: string) => {
  const [, , loadBalancer = '', id = ''] = target.split('/');
  const [name = ''] = id.split('?');
  const path = target.slice(`${PREFIX}/${loadBalancer}/${name}`.length);
  return { listener: `${loadBalancer}/${name}`, path: path.startsWith('/') ? path : `/${path}` };
};

/** Listeners as clients reach them. Each request goes to one task, drawn by the weights of the moment. */
export const createListenerRoute = (
  { clock }: Pick<Cloud, 'clock'>,
  { listeners, applications }: { listeners: Listeners; applications: Applications },
): ListenerRoute => {
  const served: ServedRequest[] = [];
  const remember = (request: ServedRequest): void => {
    served.push(request);
    if (served.length > MOST_REMEMBERED) served.shift();
  };
  const answer = async (req: IncomingMessage): Promise<Answer> => {
    const { listener, path } = readTarget(req.url ?? '');
    const listenerArn = listeners.find(listener);
    if (listenerArn === undefined) return NO_LISTENER;
    const { method = 'GET', headers } = req;
    const body = (await readBody(req)).toString();
    const target = listeners.pick(listenerArn);
    const given =
      target === undefined
        ? NOBODY
        : applications.answer(target.service, target.tasks.taskDefinition, {
            ...{ method, path, headers, body },
          });
    const taskDefinition = target && familyAndRevision(target.tasks.taskDefinition);
    remember({ listenerArn, method, path, status: given.status ?? 200, taskDefinition });
    return given;
  };
  const handle = async (req: IncomingMessage, res: ServerResponse): Promise<void> => {
    try {
      const given = await answer(req);
      if (given.latencyMs !== undefined) await delay(given.latencyMs, undefined, { ref: false });
      send(req, res, given);
    } catch (error) {
      if (!(error instanceof ClientGoneError)) throw error;
      res.destroy();
    }
  };
  return {
    prefix: PREFIX,
    handle: (req, res) => clock.hold(() => handle(req, res)),
    requests: () => served,
  };
};

const send = (req: IncomingMessage, res: ServerResponse, given: Answer): void => {
  const { status = 200, body = '', headers } = given;
  const isText = typeof body === 'string';
  const text = isText ? body : JSON.stringify(body);
  res.writeHead(status, {
    'content-type': isText ? 'text/plain; charset=utf-8' : 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(text),
    ...headers,
  });
  res.end(req.method === 'HEAD' ? undefined : text);
};
