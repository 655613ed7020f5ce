import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { readSignature } from '../permissions/signature';
import type { Journal } from '../service';
import { headerOf, toUrl } from './request';
import { createRequestOrder, ORDER_HEADER } from './request-order';
import type { Wire } from './wire';

/** Something else that the sandbox serves beside AWS: the console, Slack, the clock, function URLs. */
export interface Route {
  /** e.g. `/console`: it and everything below it. */
  readonly prefix: string;
  /** Not under the clock's hold: a route that works on sandbox time takes it itself. */
  handle(req: IncomingMessage, res: ServerResponse, url: URL): Promise<void>;
}

export interface SandboxServer {
  readonly port: number;
  /** `http://127.0.0.1:N` */
  readonly url: string;
  /** Ends open connections too; resolves once nothing is open. */
  close(): Promise<void>;
}

export interface ServerOptions {
  readonly wire: Wire;
  readonly journal: Journal;
  /** 0 lets the system choose. */
  readonly port: number;
  readonly routes: readonly Route[];
}

const HOST = '127.0.0.1';
const KEEP_ALIVE_MS = 60_000;

const isBelow = (path: string, prefix: string): boolean =>
  path === prefix || path.startsWith(`${prefix}/`);

const listen = (server: Server, port: number): Promise<AddressInfo> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, HOST, () => {
      const address = server.address();
      if (address === null || typeof address === 'string')
        reject(new Error('The sandbox has no port.'));
      else resolve(address);
    });
  });

/** Serves on loopback alone. Whatever no route is for goes to AWS's wire. Rejects where the port is taken. */
export const createSandboxServer = async ({
  wire,
  journal,
  port,
  routes,
}: ServerOptions): Promise<SandboxServer> => {
  const order = createRequestOrder();
  const dispatch = async (req: IncomingMessage, res: ServerResponse): Promise<void> => {
    // Clients set their clocks by an answer's Date, and send a failed call again when it was off.
    res.sendDate = false;
    const url = toUrl(req);
    // A bucket may be called `hosts`: what is signed for S3 is S3's.
    const isObject = readSignature(req.headers, url)?.service === 's3';
    const route = isObject ? undefined : routes.find(({ prefix }) => isBelow(url.pathname, prefix));
    const passOn = await order.take(headerOf(req.headers, ORDER_HEADER));
    try {
      await (route === undefined ? wire.handle(req, res) : route.handle(req, res, url));
    } finally {
      passOn();
    }
  };
  const server = createServer((req, res) => {
    dispatch(req, res).catch((error: unknown) => {
      journal.record({ kind: 'trouble', message: `${req.url ?? ''} failed: ${String(error)}` });
      // Half an answer cannot be mended: the client is to see that it broke off.
      if (res.headersSent) res.destroy();
      else
        res
          .writeHead(500, { 'content-type': 'text/plain' })
          .end('The sandbox failed; its journal says how.\n');
    });
  });
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  const address = await listen(server, port);
  return {
    port: address.port,
    url: `http://${HOST}:${address.port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
};
