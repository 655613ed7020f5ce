import type { IncomingMessage, RequestListener, Server } from 'node:http';
import { createServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { gzipSync } from 'node:zlib';
import type { ProbeDependencies } from '../../../adapters/http/probe';
import { createHttpEye, createProbe } from '../../../adapters/http/probe';
import type { HttpSample, Observation } from '../../../domain/releases/checks/observation';
import { selfSignedFor } from '../../support/certificates';
import { anHttpLook } from '../../support/looks';
import { aSubject } from '../../support/releases';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.close();
    server.closeAllConnections();
  }
});

interface Seen {
  readonly method?: string;
  readonly url?: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** A server on loopback that keeps what it was asked. */
const serve = async (answer: RequestListener, tls?: { key: string; cert: string }) => {
  const seen: Seen[] = [];
  const listener: RequestListener = (request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { method, url, headers } = request;
      seen.push({ method, url, headers, body: Buffer.concat(chunks).toString() });
      answer(request, response);
    });
  };
  const server = tls === undefined ? createServer(listener) : createTlsServer(tls, listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
  return { url: `http://127.0.0.1:${port}`, port, seen };
};

/** Each look at it is ten milliseconds after the one before. */
const tickingClock = (startEpochMs = 0): ProbeDependencies['clock'] => {
  let nowEpochMs = startEpochMs;
  return {
    nowEpochMs: () => (nowEpochMs += 10),
    abortAfter: () => new AbortController().signal,
  };
};

const look = (
  check: Parameters<typeof anHttpLook>[0],
  deps: Partial<ProbeDependencies> = {},
  signal = new AbortController().signal,
): Promise<Observation> =>
  createHttpEye(createProbe({ clock: tickingClock(), ...deps }))(
    {
      check: anHttpLook({ allowAddresses: ['loopback'], ...check }),
      subject: aSubject(),
      sequence: 1,
      openedAt: '2026-11-02T12:00:00.000Z',
    },
    signal,
  );

const samplesOf = (seen: Observation): readonly HttpSample[] => {
  if (seen.kind !== 'http') throw new Error(JSON.stringify(seen));
  return seen.samples;
};

const json =
  (value: unknown, headers: Record<string, string> = {}): RequestListener =>
  (_, response) =>
    response.writeHead(200, headers).end(JSON.stringify(value));

describe('an answer', () => {
  it('is told as far as the check asks', async () => {
    const { url } = await serve(
      json({ status: 'ok', version: '2', more: 1 }, { 'X-Version': '2', 'X-Other': 'o' }),
    );
    const expect_ = {
      json: { status: 'ok' },
      headers: { 'X-Version': '2' },
      assertions: [{ path: 'version' }, { path: 'nothing' }],
    };
    expect(await look({ url, expect: expect_ })).toEqual({
      kind: 'http',
      samples: [
        {
          status: 200,
          durationMs: 10,
          headers: { 'x-version': '2' },
          json: { status: 'ok' },
          values: ['2', null],
        },
      ],
    });
  });

  it('need not be JSON where the check does not ask for it', async () => {
    const { url } = await serve((_, response) => response.writeHead(204).end());
    const samples = samplesOf(await look({ url }));
    expect(samples).toEqual([{ status: 204, durationMs: 10, headers: {}, values: [] }]);
  });

  it('that is not JSON where it should be is told by its start', async () => {
    const { url } = await serve((_, response) => response.end('<html>'.repeat(100)));
    const samples = samplesOf(await look({ url, expect: { json: {} } }));
    expect(samples).toMatchObject([{ json: undefined, values: [] }]);
    expect(samples[0]?.text).toHaveLength(200);
  });

  it('has no body where only the head was asked for', async () => {
    const { url, seen } = await serve(json({}, { 'content-encoding': 'gzip' }));
    expect(await look({ url, method: 'HEAD' })).toMatchObject({ samples: [{ status: 200 }] });
    expect(seen).toMatchObject([{ method: 'HEAD' }]);
  });

  it('is asked for as often as the check says, each time on a connection of its own', async () => {
    const ports = new Set<number | undefined>();
    const { url } = await serve((request, response) => {
      ports.add(request.socket.remotePort);
      response.end();
    });
    const samples = samplesOf(await look({ url, samples: 3 }));
    expect(samples).toMatchObject([{ durationMs: 10 }, { durationMs: 10 }, { durationMs: 10 }]);
    expect(ports.size).toBe(3);
  });

  it('is unpacked', async () => {
    const body = gzipSync('{"status":"ok"}');
    const { url, seen } = await serve((_, response) =>
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(body),
    );
    expect(await look({ url, expect: { json: { status: 'ok' } } })).toMatchObject({
      samples: [{ json: { status: 'ok' } }],
    });
    expect(seen[0]?.headers['accept-encoding']).toBe('gzip');
  });

  it.each([
    ['as it is', (body: Buffer) => body, {}],
    ['packed', gzipSync, { 'content-encoding': 'gzip' }],
  ] as const)('is read no further than 64 KiB, %s', async (_, pack, headers) => {
    const body = pack(Buffer.from(JSON.stringify({ status: 'x'.repeat(20_000_000) })));
    const { url } = await serve((__, response) => response.writeHead(200, headers).end(body));
    const samples = samplesOf(await look({ url, expect: { json: {} } }));
    expect(samples).toMatchObject([{ json: undefined }]);
    expect(samples[0]?.text).toMatch(/^more than 64 KiB: \{"status":"x{80,90}…$/);
  });
});

describe('a request', () => {
  it('is what the check says of this release', async () => {
    const { url, seen } = await serve(json({}));
    await look({
      url: `${url}/{{application}}?v={{targetVersion}}`,
      method: 'POST',
      headers: { 'X-Deployment': '{{deploymentId}}', 'Content-Length': '1', TE: 'x' },
      body: '{"alias":"{{alias}}"}',
    });
    expect(seen).toMatchObject([
      {
        method: 'POST',
        url: '/shop?v=2',
        headers: {
          'x-deployment': 'd-GOOD00001',
          'content-length': '16',
          'user-agent': 'slipway',
        },
        body: '{"alias":"live"}',
      },
    ]);
    expect(seen[0]?.headers).not.toHaveProperty('te');
  });

  it('goes to the address that was looked at, whatever the name leads to later', async () => {
    const { port, seen } = await serve(json({}));
    const answers = ['127.0.0.1', '169.254.169.254'];
    const resolve = async () => [{ address: answers.shift() ?? '', family: 4 }];
    const url = `http://shop.example:${port}/`;
    expect(await look({ url }, { resolve })).toMatchObject({ samples: [{ status: 200 }] });
    expect(seen[0]?.headers.host).toBe(`shop.example:${port}`);
    expect(answers).toEqual(['169.254.169.254']);
  });

  it('is not made to loopback unless the check allows it', async () => {
    const { url, seen } = await serve(json({}));
    expect(await look({ url, allowAddresses: [] })).toMatchObject({
      kind: 'fault',
      code: 'AddressRefused',
    });
    expect(await look({ url }, { runtimeApi: url.replace('http://', '') })).toMatchObject({
      code: 'AddressRefused',
    });
    expect(seen).toEqual([]);
  });

  it('resolves a name as the system does', async () => {
    const { port } = await serve(json({}));
    expect(await look({ url: `http://localhost:${port}/` })).toMatchObject({
      samples: [{ status: 200 }],
    });
  });
});

describe('a redirect', () => {
  const leading =
    (location: string, status = 302): RequestListener =>
    (_, response) =>
      response.writeHead(status, { location }).end();

  it('is an answer where none is followed', async () => {
    const { url } = await serve(leading('/elsewhere'));
    expect(await look({ url })).toMatchObject({
      samples: [{ status: 302, leadsTo: `${url}/elsewhere` }],
    });
  });

  it('tells where it leads without what may be secret', async () => {
    const { url } = await serve(leading('https://me:hidden@login.example/in?token=hidden#hidden'));
    expect(await look({ url })).toMatchObject({
      samples: [{ status: 302, leadsTo: 'https://login.example/in' }],
    });
    const odd = await serve(leading('https://[/'));
    expect(await look({ url: odd.url })).toMatchObject({ samples: [{ leadsTo: undefined }] });
  });

  it('is followed as often as the check says, and the next is the answer', async () => {
    const { url, seen } = await serve((request, response) =>
      response.writeHead(302, { location: `${request.url}x` }).end(),
    );
    expect(await look({ url, followRedirects: 2 })).toMatchObject({ samples: [{ status: 302 }] });
    expect(seen.map((it) => it.url)).toEqual(['/', '/x', '/xx']);
  });

  it('without a place to lead to is an answer', async () => {
    const { url } = await serve((_, response) => response.writeHead(301).end());
    expect(await look({ url, followRedirects: 1 })).toMatchObject({ samples: [{ status: 301 }] });
  });

  it.each([
    [301, 'POST', 'GET', ''],
    [302, 'POST', 'GET', ''],
    [302, 'PUT', 'PUT', 'body'],
    [303, 'PUT', 'GET', ''],
    [303, 'HEAD', 'HEAD', ''],
    [307, 'POST', 'POST', 'body'],
    [308, 'PUT', 'PUT', 'body'],
  ] as const)('%i turns a %s into a %s', async (status, method, then, body) => {
    const { url, seen } = await serve((request, response) =>
      request.url === '/' ? leading('/next', status)(request, response) : response.end(),
    );
    const sent = method === 'HEAD' ? undefined : 'body';
    await look({ url, method, body: sent, followRedirects: 1, headers: { 'x-key': 'k' } });
    expect(seen[1]).toMatchObject({ method: then, url: '/next', body });
    expect(seen[1]?.headers['x-key']).toBe('k');
  });

  it('to another origin does not take the headers along', async () => {
    const other = await serve(json({}));
    const { url } = await serve(leading(other.url));
    await look({ url, followRedirects: 1, headers: { Authorization: 'secret', 'X-Key': 'k' } });
    expect(other.seen[0]?.headers).not.toHaveProperty('authorization');
    expect(other.seen[0]?.headers).not.toHaveProperty('x-key');
  });

  it.each([
    'http://169.254.169.254/latest/meta-data/',
    'http://2852039166/',
    '//[fd00:ec2::254]/',
    'http://metadata.example/',
    'http://me:secret@shop.example/',
    'file:///proc/self/environ',
    'http://[',
  ])('is refused to %s', async (location) => {
    const { url } = await serve(leading(location));
    const resolve = async () => [{ address: '169.254.169.254', family: 4 }];
    const seen = await look({ url, followRedirects: 3 }, { resolve });
    expect(seen).toMatchObject({ kind: 'fault', code: 'AddressRefused' });
    expect(JSON.stringify(seen)).not.toContain('secret');
  });
});

describe('TLS', () => {
  const NOW = Date.now();
  const DAY = 86_400_000;
  const good = selfSignedFor('shop.example', { from: NOW - DAY, until: NOW + 30.5 * DAY });
  const old = selfSignedFor('shop.example', { from: NOW - 3 * DAY, until: NOW - DAY });
  const resolve = async () => [{ address: '127.0.0.1', family: 4 }];
  const asked = async (tls: typeof good, trusted: typeof good | undefined, host: string) => {
    const { port } = await serve(json({}), tls);
    const trustedCertificates = trusted && [trusted.cert];
    const clock = tickingClock(NOW);
    return look({ url: `https://${host}:${port}/` }, { resolve, trustedCertificates, clock });
  };

  it('tells how many days the certificate has left', async () => {
    expect(await asked(good, good, 'shop.example')).toMatchObject({
      samples: [{ status: 200, tlsDaysLeft: 30 }],
    });
  });

  it.each([
    ['signed by nobody known', good, undefined, 'shop.example', 'DEPTH_ZERO_SELF_SIGNED_CERT'],
    ['for another name', good, good, 'other.example', 'ERR_TLS_CERT_ALTNAME_INVALID'],
    ['that has ended', old, old, 'shop.example', 'CERT_HAS_EXPIRED'],
  ])('does not trust a certificate %s', async (_, tls, trusted, host, cause) => {
    const seen = await asked(tls, trusted, host);
    expect(seen).toMatchObject({ kind: 'fault', code: 'TlsNotTrusted' });
    expect(JSON.stringify(seen)).toContain(cause);
  });
});

describe('a fault', () => {
  it('ConnectionFailed says that nobody answers', async () => {
    const { url } = await serve(json({}));
    const [server] = servers.splice(0);
    await new Promise((resolve) => server?.close(resolve));
    expect(await look({ url })).toEqual({
      kind: 'fault',
      code: 'ConnectionFailed',
      sentence: `${url} refused the connection: nothing listens there (ECONNREFUSED).`,
    });
  });

  it.each<[string, string, RequestListener]>([
    [
      'ConnectionFailed',
      'the connection broke off',
      (_, response) => {
        response.writeHead(200, { 'content-length': '10' }).write('half');
        setImmediate(() => response.destroy());
      },
    ],
    [
      'ConnectionFailed',
      'what answers does not speak HTTP',
      (request) => {
        request.socket.end('220 mail.example ESMTP\r\n');
      },
    ],
    [
      'AnswerNotReadable',
      'a body is not packed as it says',
      (_, response) => {
        response.writeHead(200, { 'content-encoding': 'gzip' }).end('not gzip');
      },
    ],
    [
      'AnswerNotReadable',
      'a body is packed in a way nobody asked for',
      (_, response) => {
        response.writeHead(200, { 'content-encoding': 'br' }).end('br');
      },
    ],
  ])('%s says that %s', async (code, _, answer) => {
    const { url } = await serve(answer);
    expect(await look({ url })).toMatchObject({ kind: 'fault', code });
  });

  it('holds no header and no query', async () => {
    const { url, seen } = await serve(json({}));
    const fault = await look({
      url: `${url}/?token=hidden`,
      headers: { authorization: 'Bearer hidden\r\nx: y' },
    });
    expect(fault).toMatchObject({ kind: 'fault', code: 'RequestNotValid' });
    expect(JSON.stringify(fault)).not.toContain('hidden');
    expect(seen).toEqual([]);
  });

  it('says which name the release does not have', async () => {
    expect(await look({ url: 'https://shop.example/{{cluster}}' })).toEqual({
      kind: 'fault',
      code: 'PlaceholderNotFilled',
      sentence: 'A text of the check is not valid: {{cluster}} is nothing that this release has.',
    });
  });

  it('says which path is none', async () => {
    const { url } = await serve(json({}));
    expect(await look({ url, expect: { assertions: [{ path: 'a[' }] } })).toMatchObject({
      kind: 'fault',
      code: 'PathNotValid',
      sentence: expect.stringContaining('"a["'),
    });
  });
});

describe('a look that is called off', () => {
  it('ends while it waits for an answer', async () => {
    const off = new AbortController();
    const { url } = await serve(() => off.abort());
    await expect(look({ url }, {}, off.signal)).rejects.toThrow('abort');
  });

  it('ends while it waits for a name', async () => {
    const off = new AbortController();
    const resolve = () => {
      off.abort();
      return new Promise<never>(() => undefined);
    };
    await expect(look({ url: 'http://shop.example/' }, { resolve }, off.signal)).rejects.toThrow(
      'abort',
    );
  });

  it('never begins where it was called off before', async () => {
    const { url, seen } = await serve(json({}));
    await expect(look({ url }, {}, AbortSignal.abort())).rejects.toThrow('abort');
    expect(seen).toEqual([]);
  });
});
