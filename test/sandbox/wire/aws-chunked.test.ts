import * as fc from 'fast-check';
import { withoutChunks } from '../../../sandbox/wire/aws-chunked';

const aRequest = (body: Buffer, headers: Readonly<Record<string, string>>) => ({
  ...{ method: 'PUT', url: new URL('http://sandbox/b/k'), target: '/b/k', headers, body },
});

/** As a client frames it: chunks of any size, signed or not, then trailers. */
const framed = (
  chunks: readonly Uint8Array[],
  { signature = '', trailer = '' }: { signature?: string; trailer?: string } = {},
): Buffer =>
  Buffer.concat([
    ...chunks.flatMap((chunk) => [
      Buffer.from(`${chunk.length.toString(16)}${signature}\r\n`),
      chunk,
      Buffer.from('\r\n'),
    ]),
    Buffer.from(`0${signature}\r\n${trailer}\r\n`),
  ]);

const UNSIGNED = { 'x-amz-content-sha256': 'STREAMING-UNSIGNED-PAYLOAD-TRAILER' };

it('gives the bytes that were framed, however they were cut', () =>
  fc.assert(
    fc.property(
      fc.array(fc.uint8Array({ minLength: 1, maxLength: 40 }), { maxLength: 8 }),
      fc.constantFrom('', ';chunk-signature=0123abcd'),
      (chunks, signature) => {
        const { body } = withoutChunks(aRequest(framed(chunks, { signature }), UNSIGNED));
        expect(body).toEqual(Buffer.concat(chunks));
      },
    ),
  ));

it('makes trailers headers, and takes the frames out of the encoding', () => {
  // given
  const body = framed([Buffer.from('hello')], {
    trailer: 'x-amz-checksum-crc32:NhCmhg==\r\nx-amz-trailer-signature:00\r\n',
  });
  const headers = {
    ...{ 'content-encoding': 'aws-chunked,gzip', 'x-amz-decoded-content-length': '5' },
    'content-length': String(body.length),
  };
  // when
  const request = withoutChunks(aRequest(body, headers));
  // then
  expect(request.headers).toMatchObject({
    'content-encoding': 'gzip',
    'content-length': '5',
    'x-amz-checksum-crc32': 'NhCmhg==',
  });
});

it('leaves alone what is not framed', () => {
  const request = aRequest(Buffer.from('5\r\nhello\r\n0\r\n\r\n'), {
    'x-amz-content-sha256': 'UNSIGNED-PAYLOAD',
  });
  expect(withoutChunks(request)).toBe(request);
});

it.each([
  ['no size', 'hello'],
  ['a chunk that breaks off', '5\r\nhel'],
  ['no end', '5\r\nhello\r\n'],
  ['nothing at all', ''],
])('refuses %s', (_what, body) => {
  expect(() => withoutChunks(aRequest(Buffer.from(body), UNSIGNED))).toThrow(
    'You did not provide the number of bytes specified',
  );
});

it('refuses another length than was announced', () => {
  const headers = { ...UNSIGNED, 'x-amz-decoded-content-length': '6' };
  const request = aRequest(framed([Buffer.from('hello')]), headers);
  expect(() => withoutChunks(request)).toThrow('You did not provide the number of bytes');
});
