import type { IncomingMessage, ServerResponse } from 'node:http';
import type * as z from 'zod/mini';
import { sendJson } from '../console/responses';
import { headerOf, readBody } from '../wire/request';
import type { Host } from './host';
import { HostOrders, readOrder } from './host-orders';
import { HostFault, type HostsPort } from './hosts';

export interface HostRoute {
  readonly prefix: '/hosts';
  handle(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void>;
}
export interface HostRouteParts {
  readonly hosts: () => HostsPort;
  readonly putBundle: (
    location: { readonly bucket: string; readonly key: string },
    appSpec: string,
  ) => void;
}

interface Answer {
  readonly status: number;
  readonly body: object;
}

/**
 * Hosts for who is outside the process. `GET /hosts` lists them, `POST /hosts` starts one, `PATCH /hosts/ID` changes
 * it, `POST /hosts/ID/reboot` reboots it, `DELETE /hosts/ID` terminates it. `POST /hosts/rules/commands` and
 * `/hosts/rules/lifecycle` say what scripts do, `POST /hosts/bundles` puts an archive of which its AppSpec is known.
 * Bad orders are answered 400 with a sentence. JSON's content type is asked for: a page of another site cannot send
 * that.
 */
export const createHostRoute = (parts: HostRouteParts): HostRoute => ({
  prefix: '/hosts',
  handle: async (request, response, url) => {
    const { status, body } = await answer(parts, request, url).catch(toRefusal);
    sendJson(request, response, body, status);
  },
});

const answer = async (
  { hosts: find, putBundle }: HostRouteParts,
  request: IncomingMessage,
  url: URL,
): Promise<Answer> => {
  const hosts = find();
  const [, , first = '', second = ''] = url.pathname.split('/');
  const read = async <Schema extends z.ZodMiniType>(schema: Schema): Promise<z.output<Schema>> =>
    readFrom(schema, request);
  switch (`${request.method ?? ''} ${[first, second].filter((it) => it !== '').join('/')}`) {
    case 'GET ':
      return { status: 200, body: { hosts: hosts.all().map(toJson) } };
    case 'POST ':
      return { status: 201, body: toJson(hosts.add(await read(HostOrders.host))) };
    case 'POST rules/commands':
      hosts.commands.add(await read(HostOrders.command));
      return { status: 201, body: {} };
    case 'POST rules/lifecycle':
      hosts.lifecycle.add(await read(HostOrders.lifecycle));
      return { status: 201, body: {} };
    case 'POST bundles': {
      const { appSpec, ...location } = await read(HostOrders.bundle);
      putBundle(location, appSpec);
      return { status: 201, body: location };
    }
    case `PATCH ${first}`:
      return { status: 200, body: toJson(hosts.shape(first, await read(HostOrders.changes))) };
    case `POST ${first}/reboot`:
      hosts.reboot(first);
      return { status: 202, body: { instanceId: first } };
    case `DELETE ${first}`:
      hosts.terminate(first);
      return { status: 200, body: { instanceId: first } };
    default:
      return {
        status: 405,
        body: { message: `${request.method ?? ''} is not for ${url.pathname}: see GET /hosts.` },
      };
  }
};

const toJson = ({ pings: _, tags, bootedEpochMs, ...host }: Host) => ({
  ...host,
  tags: Object.fromEntries(tags),
  bootedAt: new Date(bootedEpochMs).toISOString(),
});

const readFrom = async <Schema extends z.ZodMiniType>(
  schema: Schema,
  request: IncomingMessage,
): Promise<z.output<Schema>> => {
  if (headerOf(request.headers, 'content-type')?.split(';')[0]?.trim() !== 'application/json')
    throw new HostFault('An order is sent with the content type application/json.');
  const text = (await readBody(request)).toString('utf8');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new HostFault('The body is not JSON: send an object, such as {"tags":{"Role":"game"}}.');
  }
  const read = readOrder(schema, value);
  if ('fault' in read) throw new HostFault(read.fault);
  return read.order;
};

const toRefusal = (error: unknown): Answer => {
  if (error instanceof HostFault) return { status: 400, body: { message: error.message } };
  throw error;
};
