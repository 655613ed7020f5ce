import { AwsError } from '../service';
import { headerOf, type WireRequest } from './request';

const incomplete = (): AwsError =>
  new AwsError(
    'IncompleteBody',
    'You did not provide the number of bytes specified by the Content-Length HTTP header',
  );

const NEWLINE = '\r\n';

const toTrailers = (text: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    text
      .split(NEWLINE)
      .filter((line) => line.includes(':'))
      .map((line): [string, string] => {
        const at = line.indexOf(':');
        return [line.slice(0, at).trim().toLowerCase(), line.slice(at + 1).trim()];
      }),
  );

interface Unframed {
  readonly body: Buffer;
  readonly trailers: Readonly<Record<string, string>>;
}

/** A chunk's first line is its size in hexadecimal, and perhaps its signature, which is not verified here. */
const unframe = (framed: Buffer): Unframed => {
  const chunks: Buffer[] = [];
  let at = 0;
  for (;;) {
    const lineEnd = framed.indexOf(NEWLINE, at);
    const [, digits] =
      /^([0-9a-fA-F]{1,8})(?:;|$)/.exec(framed.toString('latin1', at, lineEnd)) ?? [];
    if (lineEnd < 0 || digits === undefined) throw incomplete();
    const from = lineEnd + NEWLINE.length;
    const to = from + Number.parseInt(digits, 16);
    if (to === from)
      return { body: Buffer.concat(chunks), trailers: toTrailers(framed.toString('latin1', from)) };
    if (framed.length < to + NEWLINE.length) throw incomplete();
    chunks.push(framed.subarray(from, to));
    at = to + NEWLINE.length;
  }
};

const isChunked = ({ headers }: WireRequest): boolean =>
  (headerOf(headers, 'x-amz-content-sha256')?.startsWith('STREAMING-') ?? false) ||
  (headerOf(headers, 'content-encoding')?.includes('aws-chunked') ?? false);

/**
 * The request without the frames in which clients send what they sign, or sum up, while they send it: trailers become
 * headers, and `aws-chunked` is no encoding that the object has. Throws IncompleteBody.
 * documented (https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming-trailers.html)
 */
export const withoutChunks = (request: WireRequest): WireRequest => {
  if (!isChunked(request)) return request;
  const { body, trailers } = unframe(request.body);
  const { 'content-encoding': encoding = '', ...headers } = request.headers;
  const length = headerOf(headers, 'x-amz-decoded-content-length');
  if (length !== undefined && Number(length) !== body.length) throw incomplete();
  const others = encoding
    .split(',')
    .map((it) => it.trim())
    .filter((it) => it !== '' && it !== 'aws-chunked');
  return {
    ...request,
    body,
    headers: {
      ...headers,
      ...trailers,
      ...(others.length === 0 ? {} : { 'content-encoding': others.join(',') }),
      'content-length': String(body.length),
    },
  };
};
