import { Agent, createServer, request } from 'node:http';

/**
 * What this machine does at this moment without Slipway: requests per second of a server that answers at once, by a
 * client with as many connections as the benches use.
 */
export const measureBareHttp = async (requests: number, connections: number): Promise<number> => {
  const server = createServer((incoming, response) => {
    incoming.resume().on('end', () => response.end('{}'));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const ask = (): Promise<void> =>
    new Promise((resolve, reject) => {
      const outgoing = request({ host: '127.0.0.1', port, agent, method: 'POST' }, (response) => {
        response.resume().on('end', resolve);
      });
      outgoing.on('error', reject).end('{"hello":"world"}');
    });
  const started = performance.now();
  let left = requests;
  const worker = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      await ask();
    }
  };
  await Promise.all(Array.from({ length: connections }, worker));
  const tookSec = (performance.now() - started) / 1000;
  agent.destroy();
  await new Promise((resolve) => server.close(resolve));
  return requests / tookSec;
};
