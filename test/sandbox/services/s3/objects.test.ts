import { Readable } from 'node:stream';
import {
  CopyObjectCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  type HeadObjectCommandInput,
  NoSuchBucket,
  NoSuchKey,
  NotFound,
  PutObjectCommand,
  type PutObjectCommandInput,
} from '@aws-sdk/client-s3';
import * as fc from 'fast-check';
import { rejectionOf } from '../../wire/local-aws';
import { type AnS3, anS3 } from './an-s3';

let s3: AnS3;
beforeAll(async () => {
  s3 = await anS3();
});
afterAll(() => s3.close());

const put = (Key: string, Body: string, more: Partial<PutObjectCommandInput> = {}) =>
  s3.client.send(new PutObjectCommand({ Bucket: 'files', Key, Body, ...more }));
const get = (Key: string, more: object = {}) =>
  s3.client.send(new GetObjectCommand({ Bucket: 'files', Key, ...more }));
const textOf = async (Key: string, more: object = {}) =>
  (await get(Key, more)).Body?.transformToString();
const head = (Key: string, more: Partial<HeadObjectCommandInput> = {}) =>
  s3.client.send(new HeadObjectCommand({ Bucket: 'files', Key, ...more }));

describe('an object', () => {
  it('comes back with its bytes, its settings, its ETag and its checksum', async () => {
    // given
    const given = {
      ...{ ContentType: 'text/plain', CacheControl: 'no-store', ContentLanguage: 'de' },
      ...{ ContentEncoding: 'gzip', ContentDisposition: 'inline' },
      ...{ Metadata: { team: 'releases' }, Expires: new Date('2027-01-01T00:00:00Z') },
    };
    // when
    const kept = await put('notes/one.txt', 'hello', given);
    const { Body, $metadata, ExpiresString, ...told } = await get('notes/one.txt');
    // then
    expect(kept).toMatchObject({
      ETag: '"5d41402abc4b2a76b9719d911017c592"',
      ChecksumCRC32: 'NhCmhg==',
      ChecksumType: 'FULL_OBJECT',
      ServerSideEncryption: 'AES256',
    });
    expect(await Body?.transformToString()).toBe('hello');
    expect($metadata.httpStatusCode).toBe(200);
    expect(ExpiresString).toBe('Fri, 01 Jan 2027 00:00:00 GMT');
    expect(told).toEqual({
      ...given,
      AcceptRanges: 'bytes',
      ContentLength: 5,
      ETag: '"5d41402abc4b2a76b9719d911017c592"',
      LastModified: new Date('2026-11-21T12:00:00Z'),
      ChecksumCRC32: 'NhCmhg==',
      ChecksumType: 'FULL_OBJECT',
      ServerSideEncryption: 'AES256',
    });
  });

  it('has the length of its body where only its head is asked for', async () => {
    await put('head.txt', 'twelve bytes');
    expect(await head('head.txt')).toMatchObject({
      ContentLength: 12,
      ContentType: 'application/octet-stream',
    });
  });

  it('is found again under any key', () =>
    fc.assert(
      fc.asyncProperty(
        fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }),
        fc.uint8Array({ maxLength: 50 }),
        async (key, bytes) => {
          // A path of dots alone is what HTTP clients take away before anything is sent.
          const Key = `k${key}`;
          await s3.client.send(new PutObjectCommand({ Bucket: 'files', Key, Body: bytes }));
          expect(s3.port.read('files', Key)).toEqual(bytes);
          expect(await (await get(Key)).Body?.transformToByteArray()).toEqual(bytes);
        },
      ),
      { numRuns: 25 },
    ));

  it.each(['a//b', 'folder/', 'a b+c%20d&e?f=g#h', 'ü/日本', './x'])(
    'keeps the key %s as it is',
    async (Key) => {
      await put(Key, Key);
      expect(Buffer.from(s3.port.read('files', Key) ?? []).toString()).toBe(Key);
    },
  );

  it('is taken in chunks with its checksum after them', async () => {
    // given: the client cannot know a stream's checksum before it has sent it
    const Body = Readable.from([Buffer.from('first '), Buffer.from('second')]);
    // when
    const { ChecksumCRC32 } = await s3.client.send(
      new PutObjectCommand({ Bucket: 'files', Key: 'stream', Body, ContentLength: 12 }),
    );
    // then
    expect(await textOf('stream')).toBe('first second');
    expect((await head('stream')).ContentEncoding).toBeUndefined();
    expect(ChecksumCRC32).toBe('TMsbsw==');
  });

  it.each([
    ['bytes=0-3', 'abcd', 'bytes 0-3/26'],
    ['bytes=23-', 'xyz', 'bytes 23-25/26'],
    ['bytes=-2', 'yz', 'bytes 24-25/26'],
    ['bytes=20-99', 'uvwxyz', 'bytes 20-25/26'],
  ])('gives the range %s', async (Range, text, ContentRange) => {
    await put('alphabet', 'abcdefghijklmnopqrstuvwxyz');
    const { Body, $metadata, ...told } = await get('alphabet', { Range });
    expect(await Body?.transformToString()).toBe(text);
    expect($metadata.httpStatusCode).toBe(206);
    expect(told).toMatchObject({ ContentRange, ContentLength: text.length });
    expect(told).not.toHaveProperty('ChecksumCRC32');
  });

  it('answers a range that it does not have with 416', async () => {
    await put('short', 'abc');
    const error = await rejectionOf(get('short', { Range: 'bytes=3-' }));
    expect(error).toMatchObject({ name: 'InvalidRange', $metadata: { httpStatusCode: 416 } });
  });

  it('is not there after it was deleted, and may be deleted again', async () => {
    await put('gone', 'x');
    const remove = new DeleteObjectCommand({ Bucket: 'files', Key: 'gone' });
    await s3.client.send(remove);
    expect((await s3.client.send(remove)).$metadata.httpStatusCode).toBe(204);
    expect(await rejectionOf(get('gone'))).toBeInstanceOf(NoSuchKey);
  });

  it('tells each key of a list what became of it', async () => {
    await put('list/1', 'x');
    const Objects = [{ Key: 'list/1' }, { Key: 'list/none' }, { Key: 'list/1', ETag: '"other"' }];
    const { Deleted, Errors } = await s3.client.send(
      new DeleteObjectsCommand({ Bucket: 'files', Delete: { Objects } }),
    );
    expect(Deleted).toEqual([{ Key: 'list/1' }, { Key: 'list/none' }]);
    expect(Errors).toEqual([
      expect.objectContaining({ Key: 'list/1', Code: 'PreconditionFailed' }),
    ]);
  });
});

describe('conditions', () => {
  const ETAG = '"5d41402abc4b2a76b9719d911017c592"';
  beforeAll(() => put('conditional', 'hello'));

  it.each([
    ['IfMatch of its ETag', { IfMatch: ETAG }, 200],
    ['IfMatch of another', { IfMatch: '"other"' }, 412],
    ['IfNoneMatch of its ETag', { IfNoneMatch: ETAG }, 304],
    ['IfNoneMatch of another', { IfNoneMatch: '"other"' }, 200],
    ['IfModifiedSince of now', { IfModifiedSince: new Date('2026-11-21T12:00:00Z') }, 304],
    ['IfModifiedSince of before', { IfModifiedSince: new Date('2026-11-21T11:00:00Z') }, 200],
    ['IfUnmodifiedSince of before', { IfUnmodifiedSince: new Date('2026-11-21T11:00:00Z') }, 412],
    [
      'IfMatch over IfUnmodifiedSince',
      { IfMatch: ETAG, IfUnmodifiedSince: new Date('2026-11-21T11:00:00Z') },
      200,
    ],
  ])('of reading: %s', async (_name, condition, status) => {
    const call = get('conditional', condition).then(
      ({ $metadata }) => $metadata.httpStatusCode,
      (error: { $metadata: { httpStatusCode: number } }) => error.$metadata.httpStatusCode,
    );
    expect(await call).toBe(status);
  });

  it('of writing: an object that is there is not overwritten', async () => {
    await put('once', 'first', { IfNoneMatch: '*' });
    const error = await rejectionOf(put('once', 'second', { IfNoneMatch: '*' }));
    expect(error).toMatchObject({ name: 'PreconditionFailed', $metadata: { httpStatusCode: 412 } });
    expect(await textOf('once')).toBe('first');
  });

  it('of writing: only the object that was read is overwritten', async () => {
    await put('read', 'hello');
    await put('read', 'second', { IfMatch: ETAG });
    expect(await rejectionOf(put('read', 'third', { IfMatch: ETAG }))).toMatchObject({
      name: 'PreconditionFailed',
    });
    expect(await rejectionOf(put('absent', 'x', { IfMatch: ETAG }))).toBeInstanceOf(NoSuchKey);
  });
});

describe('a copy', () => {
  const copy = (Key: string, more: object = {}) =>
    s3.client.send(
      new CopyObjectCommand({ Bucket: 'files', Key, CopySource: 'files/so%20urce', ...more }),
    );
  beforeAll(() => put('so urce', 'hello', { ContentType: 'text/plain', Metadata: { a: '1' } }));

  it('has what its source has', async () => {
    const { CopyObjectResult } = await copy('copy');
    expect(CopyObjectResult?.ETag).toBe('"5d41402abc4b2a76b9719d911017c592"');
    expect(await head('copy')).toMatchObject({ ContentType: 'text/plain', Metadata: { a: '1' } });
  });

  it('has settings of its own where they replace those of its source', async () => {
    await copy('replaced', { MetadataDirective: 'REPLACE', Metadata: { b: '2' } });
    expect(await head('replaced')).toMatchObject({ Metadata: { b: '2' } });
  });

  it('onto itself must change something', async () => {
    expect(await rejectionOf(copy('so urce'))).toMatchObject({ name: 'InvalidRequest' });
  });
});

describe('what is refused', () => {
  it.each<[string, Partial<PutObjectCommandInput>, string]>([
    ['a wrong checksum', { ChecksumCRC32: 'AAAAAA==' }, 'BadDigest'],
    ['a wrong MD5', { ContentMD5: 'XUFAKrxLKna5cZ2REBfFkg==' }, 'BadDigest'],
    ['an MD5 that is none', { ContentMD5: 'abc' }, 'InvalidDigest'],
    ['an ACL', { ACL: 'public-read' }, 'AccessControlListNotSupported'],
    ['metadata beyond 2 KB', { Metadata: { long: 'x'.repeat(2_100) } }, 'MetadataTooLarge'],
    ['a key of more than 1,024 bytes', { Key: 'k'.repeat(1_025) }, 'KeyTooLongError'],
    ['tags, which are not here', { Tagging: 'a=b' }, 'NotImplemented'],
    ["somebody else's bucket", { ExpectedBucketOwner: '999999999999' }, 'AccessDenied'],
  ])('%s', async (_name, more, code) => {
    expect(await rejectionOf(put('refused', 'body', more))).toMatchObject({ name: code });
    expect(s3.port.read('files', 'refused')).toBeUndefined();
  });

  it('a storage class that there is not', async () => {
    const response = await fetch(`${s3.url}/files/refused`, {
      ...{ method: 'PUT', body: 'x' },
      headers: { authorization: s3.authorization, 'x-amz-storage-class': 'SHELF' },
    });
    expect(response.status).toBe(400);
    expect(await response.text()).toContain('<Code>InvalidStorageClass</Code>');
  });

  it('names the bucket and the key that are not there', async () => {
    const noBucket = await rejectionOf(
      s3.client.send(new GetObjectCommand({ Bucket: 'nowhere', Key: 'x' })),
    );
    expect(noBucket).toBeInstanceOf(NoSuchBucket);
    expect(noBucket).toMatchObject({ BucketName: 'nowhere', $metadata: { httpStatusCode: 404 } });
    const noKey = await rejectionOf(get('not/there'));
    expect(noKey).toBeInstanceOf(NoSuchKey);
    expect(noKey).toMatchObject({ Key: 'not/there' });
    expect(await rejectionOf(head('not/there'))).toBeInstanceOf(NotFound);
  });
});
