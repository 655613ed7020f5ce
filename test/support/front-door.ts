import { createServer } from 'node:http';

/** What an HTTP check asks: a page on loopback that answers 200 with this JSON. */
export const startFrontDoor = async (
  answer: unknown,
): Promise<{ readonly url: string; readonly stop: () => void }> => {
  const server = createServer((_, response) => response.end(JSON.stringify(answer)));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  return {
    url: `http://127.0.0.1:${port}/health`,
    stop: () => {
      server.close();
      server.closeAllConnections();
    },
  };
};
