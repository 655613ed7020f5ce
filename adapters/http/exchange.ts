import type { IncomingMessage, RequestOptions } from 'node:http';
import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import type { LookupFunction } from 'node:net';
import { pipeline, type Readable } from 'node:stream';
import { TLSSocket } from 'node:tls';
import { createGunzip } from 'node:zlib';
import { LookFault } from '../../domain/releases/checks/look-fault';
import type { Destination } from './destination';
import { toExchangeFault } from './exchange-fault';

/** Only so much of a body is read: assertions need little, and memory is bounded. */
export const BODY_LIMIT_BYTES = 64 * 1024;

export interface Asked {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** PEM; absent: those that Node trusts. */
  readonly trustedCertificates?: readonly string[];
}

export interface Answer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
  /** There was more of it than the limit. */
  readonly isCut: boolean;
  /** When the certificate ends; absent without TLS. */
  readonly certificateUntilEpochMs?: number;
}

/** Headers that are the connection's own. */
const OURS = [
  'connection',
  'content-length',
  'expect',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
];

/**
 * One request on a connection of its own to the addresses that were looked at, redirects not followed. Throws a
 * LookFault, or what the signal aborted with. Header values and bodies appear in no message.
 */
export const exchange = async (
  destination: Destination,
  asked: Asked,
  signal: AbortSignal,
): Promise<Answer> => {
  try {
    const response = await send(destination, asked, signal);
    const hasNoBody = asked.method === 'HEAD' || [101, 204, 304].includes(response.statusCode ?? 0);
    const certificateUntilEpochMs = certificateEndOf(response);
    const { body, isCut } = hasNoBody ? { body: '', isCut: false } : await readBody(response);
    // A body without a length ends, too, where the connection was cut because time was over.
    signal.throwIfAborted();
    response.destroy();
    const { statusCode: status = 0, headers } = response;
    return { status, headers, body, isCut, certificateUntilEpochMs };
  } catch (thrown) {
    if (signal.aborted || thrown instanceof LookFault) throw thrown;
    throw toExchangeFault(destination, thrown);
  }
};

const send = (
  { url, addresses }: Destination,
  { method, headers, body, trustedCertificates }: Asked,
  signal: AbortSignal,
): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => {
    const lookup: LookupFunction = (_, options, callback) => {
      const [first] = addresses;
      if (options.all === true) callback(null, [...addresses]);
      else callback(null, first?.address ?? '', first?.family);
    };
    const ours = Object.entries(headers).filter(([name]) => !OURS.includes(name.toLowerCase()));
    const options: RequestOptions & { rejectUnauthorized: boolean; ca?: string[] } = {
      method,
      headers: {
        'user-agent': 'slipway',
        'accept-encoding': 'gzip',
        ...Object.fromEntries(ours.map(([name, value]) => [name.toLowerCase(), value])),
        ...(body === undefined ? {} : { 'content-length': Buffer.byteLength(body) }),
      },
      lookup,
      agent: false,
      signal,
      rejectUnauthorized: true,
      ca: trustedCertificates && [...trustedCertificates],
    };
    const request = url.protocol === 'https:' ? requestHttps : requestHttp;
    request(url, options)
      .once('response', resolve)
      // Without a listener Node closes such a connection, and says so to nobody.
      .once('upgrade', (response, socket) => {
        socket.destroy();
        resolve(response);
      })
      .on('error', reject)
      .end(body);
  });

const readBody = async (
  response: IncomingMessage,
): Promise<{ readonly body: string; readonly isCut: boolean }> => {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of decoded(response)) {
    if (!Buffer.isBuffer(chunk)) continue;
    chunks.push(chunk);
    bytes += chunk.byteLength;
    if (bytes > BODY_LIMIT_BYTES) break;
  }
  // A byte order mark is no part of the text: https://encoding.spec.whatwg.org/#utf-8-decode
  const body = new TextDecoder().decode(Buffer.concat(chunks).subarray(0, BODY_LIMIT_BYTES));
  return { body, isCut: bytes > BODY_LIMIT_BYTES };
};

const decoded = (response: IncomingMessage): Readable => {
  const { 'content-encoding': named, 'content-length': length } = response.headers;
  const encoding = named?.trim().toLowerCase() ?? 'identity';
  // Servers say gzip of a body that is empty, too, and send nothing.
  if (encoding === 'identity' || length === '0') return response;
  if (encoding === 'gzip' || encoding === 'x-gzip')
    // Its errors come out of the unpacked stream too.
    return pipeline(response, createGunzip(), () => undefined);
  response.destroy();
  throw new LookFault('AnswerNotReadable', 'The body is encoded in a way that was not asked for.');
};

const certificateEndOf = ({ socket }: IncomingMessage): number | undefined =>
  socket instanceof TLSSocket ? Date.parse(socket.getPeerCertificate().valid_to) : undefined;
