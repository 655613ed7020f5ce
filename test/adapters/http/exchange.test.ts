import type { Server, Socket } from 'node:net';
import { createServer } from 'node:net';
import { gzipSync } from 'node:zlib';
import { exchange } from '../../../adapters/http/exchange';
import { toExchangeFault } from '../../../adapters/http/exchange-fault';

const servers: Server[] = [];
const sockets = new Set<Socket>();
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
  for (const socket of sockets) socket.destroy();
  sockets.clear();
});

/** A server on loopback that answers each connection's first bytes as it likes, HTTP or not. */
const serve = async (answer: (socket: Socket) => void): Promise<URL> => {
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined).once('data', () => answer(socket));
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return new URL(`http://127.0.0.1:${typeof address === 'object' ? (address?.port ?? 0) : 0}/`);
};

const ask = async (
  answer: (socket: Socket) => void,
  signal = new AbortController().signal,
): ReturnType<typeof exchange> => {
  const url = await serve(answer);
  const destination = { url, addresses: [{ address: '127.0.0.1', family: 4 }] };
  return exchange(destination, { method: 'GET', headers: {} }, signal);
};

it('takes an answer that changes the protocol for an answer, and does not wait on', async () => {
  const answer = await ask((socket) => {
    socket.write(
      'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n',
    );
  });
  expect(answer).toMatchObject({ status: 101, body: '' });
});

it('does not take what came until it was called off for the whole answer', async () => {
  const off = new AbortController();
  const halfAnswered = ask((socket) => {
    socket.write('HTTP/1.1 200 OK\r\n\r\n{"status":"ok"}', () => {
      // Some turns later, so that the answer has begun to be read.
      const later = (turns: number): void => {
        if (turns === 0) off.abort();
        else setImmediate(() => later(turns - 1));
      };
      later(200);
    });
  }, off.signal);
  await expect(halfAnswered).rejects.toThrow('abort');
});

it('reads an empty body that says it is packed', async () => {
  const answer = await ask((socket) => {
    socket.end('HTTP/1.1 401 Unauthorized\r\nContent-Encoding: gzip\r\nContent-Length: 0\r\n\r\n');
  });
  expect(answer).toMatchObject({ status: 401, body: '' });
});

it('reads a body that starts with a byte order mark', async () => {
  const answer = await ask((socket) => {
    socket.end('HTTP/1.1 200 OK\r\n\r\n\ufeff{"status":"ok"}');
  });
  expect(answer.body).toBe('{"status":"ok"}');
});

it('puts a sign in the place of bytes that are no text', async () => {
  const answer = await ask((socket) => {
    socket.end(Buffer.concat([Buffer.from('HTTP/1.1 200 OK\r\n\r\n"'), Buffer.from([0xe9, 34])]));
  });
  expect(answer.body).toBe('"\ufffd"');
});

it('unpacks no more of a body than it keeps', async () => {
  const packed = gzipSync(Buffer.alloc(5_000_000));
  const answer = await ask((socket) => {
    socket.write(
      `HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: ${packed.length}\r\n\r\n`,
    );
    socket.end(packed);
  });
  expect(answer).toMatchObject({ isCut: true });
  expect(answer.body).toHaveLength(65_536);
});

it.each([
  ['it hangs up', '', 'closed the connection before its answer was whole (ECONNRESET)'],
  ['it speaks something else', '220 mail ESMTP\r\n', 'answered what is not HTTP (HPE_INVALID'],
  [
    'its body ends early',
    'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{}',
    'closed the connection before its answer was whole (ECONNRESET)',
  ],
  [
    'its headers have no end',
    `HTTP/1.1 200 OK\r\nX: ${'a'.repeat(20_000)}`,
    'sent more headers than 16 KiB (HPE_HEADER_OVERFLOW)',
  ],
])('says so where %s', async (_, text, sentence) => {
  await expect(ask((socket) => socket.end(text))).rejects.toMatchObject({
    code: 'ConnectionFailed',
    message: expect.stringContaining(sentence),
  });
});

const failing = (code: string, more: object = {}): Error =>
  Object.assign(new Error('refused'), { code, ...more });

it.each([
  ['CERT_NOT_YET_VALID', 'has a certificate that is not valid yet'],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'whose issuer is not known here'],
  ['EPROTO', 'does not speak TLS there'],
  ['ERR_TLS_HANDSHAKE_TIMEOUT', 'has no connection that can be trusted'],
  ['EHOSTUNREACH', 'cannot be reached from here'],
  ['EMFILE', 'could not be asked'],
])('of %s it says that the endpoint %s', (code, words) => {
  const url = new URL('https://shop.example/secret?token=hidden');
  const addresses = [{ address: '10.0.3.7', family: 4 }];
  const { message } = toExchangeFault({ url, addresses }, failing(code));
  expect(message).toContain(words);
  expect(message).toMatch(/^https:\/\/shop\.example \(10\.0\.3\.7\) .* \([A-Z_]+\)\.$/);
});

it('names the names that a certificate is for', () => {
  const url = new URL('https://10.0.3.7:8443/');
  const addresses = [{ address: '10.0.3.7', family: 4 }];
  const reason = "Host: 10.0.3.7. is not in the cert's altnames: DNS:shop.example.";
  const fault = failing('ERR_TLS_CERT_ALTNAME_INVALID', { reason, cert: {} });
  expect(toExchangeFault({ url, addresses }, fault)).toMatchObject({
    code: 'TlsNotTrusted',
    message:
      "https://10.0.3.7:8443 has a certificate for another name (ERR_TLS_CERT_ALTNAME_INVALID): Host: 10.0.3.7. is not in the cert's altnames: DNS:shop.example.",
  });
});
