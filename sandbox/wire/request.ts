import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { gunzipSync } from 'node:zlib';
import { AwsError } from '../service';
import { unreadable } from './schema';

/** A request as the protocols see it: whole, and unpacked. */
export interface WireRequest {
  readonly method: string;
  readonly url: URL;
  /** Path and query as they were sent: a URL tidies a path, and S3's keys are not to be tidied. */
  readonly target: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** DynamoDB's BatchWriteItem takes the most of what AWS's JSON services take: 16 MB. */
export const LARGEST_BODY_BYTES = 16 * 1024 * 1024;

/** S3 takes 5 GB at once; here objects are kept in memory. Clients send what is larger in parts. */
export const LARGEST_OBJECT_BYTES = 128 * 1024 * 1024;

/** The client went away before its request was whole: there is nobody to answer. */
export class ClientGoneError extends Error {}

const tooLarge = (mostBytes: number): AwsError =>
  new AwsError(
    'RequestEntityTooLargeException',
    `The request is larger than ${mostBytes} bytes.`,
    413,
  );

/** The body, whole. Throws AwsError 413 beyond the bound, ClientGoneError where the connection broke. */
export const readBody = (req: IncomingMessage, mostBytes = LARGEST_BODY_BYTES): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    const gone = new ClientGoneError('The client closed the connection.');
    // It may have gone while its request waited.
    if (req.destroyed) return reject(gone);
    const chunks: Buffer[] = [];
    let bytes = 0;
    req.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > mostBytes) {
        // The rest is let through unread, so that the client gets to see the answer.
        req.removeAllListeners('data');
        req.resume();
        reject(tooLarge(mostBytes));
      } else chunks.push(chunk);
    });
    req.on('end', () => resolve(Buffer.concat(chunks)));
    req.on('close', () => reject(gone));
    req.on('error', (cause) => reject(new ClientGoneError('The request broke off.', { cause })));
  });

/** Clients pack large bodies: CloudWatch's PutMetricData from ten kilobytes on. */
export const unpack = (body: Buffer, encoding: string | undefined): Buffer => {
  if (encoding !== 'gzip') return body;
  try {
    return gunzipSync(body, { maxOutputLength: LARGEST_BODY_BYTES });
  } catch {
    throw unreadable('The body is not gzip, or too large once unpacked.');
  }
};

export const toUrl = (req: IncomingMessage): URL => {
  const target = req.url ?? '/';
  // Not resolved against a base: `//host/path` would else name another host.
  return URL.canParse(`http://sandbox${target}`)
    ? new URL(`http://sandbox${target}`)
    : new URL('http://sandbox/');
};

export const headerOf = (headers: IncomingHttpHeaders, name: string): string | undefined => {
  const value = headers[name];
  return Array.isArray(value) ? value[0] : value;
};
