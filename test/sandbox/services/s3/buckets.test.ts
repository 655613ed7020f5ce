import {
  BucketAlreadyOwnedByYou,
  type BucketLocationConstraint,
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  GetBucketLocationCommand,
  GetBucketVersioningCommand,
  HeadBucketCommand,
  ListBucketsCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { rejectionOf } from '../../wire/local-aws';
import { type AnS3, anS3 } from './an-s3';

let s3: AnS3;
beforeEach(async () => {
  s3 = await anS3();
});
afterEach(() => s3.close());

const create = (Bucket: string, location?: BucketLocationConstraint) =>
  s3.client.send(
    new CreateBucketCommand({
      Bucket,
      ...(location && { CreateBucketConfiguration: { LocationConstraint: location } }),
    }),
  );

describe('a bucket', () => {
  it('is made, found, listed by name, and taken away once it is empty', async () => {
    // given
    await create('zoo');
    await create('archive');
    await s3.client.send(new PutObjectCommand({ Bucket: 'zoo', Key: 'lion', Body: 'roar' }));
    // when
    const { Buckets } = await s3.client.send(new ListBucketsCommand());
    const { BucketRegion } = await s3.client.send(new HeadBucketCommand({ Bucket: 'zoo' }));
    const { LocationConstraint } = await s3.client.send(
      new GetBucketLocationCommand({ Bucket: 'zoo' }),
    );
    // then
    expect(Buckets?.map(({ Name }) => Name)).toEqual(['archive', 'files', 'zoo']);
    expect(Buckets?.[0]?.CreationDate).toEqual(new Date('2026-11-21T12:00:00Z'));
    expect({ BucketRegion, LocationConstraint }).toEqual({
      BucketRegion: 'eu-west-1',
      LocationConstraint: 'eu-west-1',
    });
    const remove = new DeleteBucketCommand({ Bucket: 'zoo' });
    expect(await rejectionOf(s3.client.send(remove))).toMatchObject({
      name: 'BucketNotEmpty',
      $metadata: { httpStatusCode: 409 },
    });
    await s3.client.send(new DeleteObjectCommand({ Bucket: 'zoo', Key: 'lion' }));
    await s3.client.send(remove);
    expect(
      await rejectionOf(s3.client.send(new HeadBucketCommand({ Bucket: 'zoo' }))),
    ).toMatchObject({ name: 'NotFound' });
  });

  it('is listed in pages, and by its prefix', async () => {
    for (const name of ['page-a', 'page-b', 'page-c']) await create(name);
    const page = { Prefix: 'page-', MaxBuckets: 2 };
    const first = await s3.client.send(new ListBucketsCommand(page));
    const second = await s3.client.send(
      new ListBucketsCommand({ ...page, ContinuationToken: first.ContinuationToken }),
    );
    expect([first, second].map(({ Buckets }) => Buckets?.map(({ Name }) => Name))).toEqual([
      ['page-a', 'page-b'],
      ['page-c'],
    ]);
    expect(second.ContinuationToken).toBeUndefined();
  });

  it('that is there already is the own one', async () => {
    expect(await rejectionOf(create('files'))).toBeInstanceOf(BucketAlreadyOwnedByYou);
  });

  it.each(['ab', 'Upper', 'two..dots', '10.0.0.1', 'xn--x', 'a_b', 'ends-', 'x-s3alias'])(
    'cannot be called %s',
    async (name) => {
      expect(await rejectionOf(create(name))).toMatchObject({ name: 'InvalidBucketName' });
    },
  );

  it('belongs into the one region that there is', async () => {
    expect((await create('europe', 'EU')).$metadata.httpStatusCode).toBe(200);
    expect(await rejectionOf(create('frankfurt', 'eu-central-1'))).toMatchObject({
      name: 'IllegalLocationConstraintException',
    });
    // Only the JS SDK names its region by itself.
    const response = await fetch(`${s3.url}/unnamed`, {
      ...{ method: 'PUT', headers: { authorization: s3.authorization } },
    });
    expect(response.status).toBe(400);
    expect(await response.text()).toContain('<Code>IllegalLocationConstraintException</Code>');
  });

  it('never had versions', async () => {
    const { Status } = await s3.client.send(new GetBucketVersioningCommand({ Bucket: 'files' }));
    expect(Status).toBeUndefined();
  });

  it('of a template cannot have versions either', async () => {
    const bucket = s3.service.resources?.['AWS::S3::Bucket'];
    const create = async () =>
      bucket?.create({
        logicalId: 'Releases',
        properties: { VersioningConfiguration: { Status: 'Enabled' } },
      });
    await expect(create()).rejects.toThrow('The sandbox does not have versions of objects in S3.');
  });
});

describe('requests that no SDK sends', () => {
  const send = (path: string, init: RequestInit = {}) =>
    fetch(`${s3.url}${path}`, { ...init, headers: { authorization: s3.authorization } });

  it.each([
    ['a bucket as a form', '/files', { method: 'POST' }, 405, 'MethodNotAllowed'],
    ['an operation that is not here', '/files?lifecycle', {}, 501, 'NotImplemented'],
    ['a number that is none', '/files?list-type=2&max-keys=many', {}, 400, 'InvalidArgument'],
    [
      'a token that nobody gave',
      '/files?list-type=2&continuation-token=x',
      {},
      400,
      'InvalidArgument',
    ],
    ['XML that is none', '/files?delete', { method: 'POST', body: '<Delete' }, 400, 'MalformedXML'],
    [
      'XML without its members',
      '/files?delete',
      { method: 'POST', body: '<Delete/>' },
      400,
      'MalformedXML',
    ],
    [
      'an entity of its own',
      '/files?delete',
      { method: 'POST', body: '<!DOCTYPE x [<!ENTITY y "z">]><Delete/>' },
      400,
      'MalformedXML',
    ],
    ['an address that is none', '/files/%zz', {}, 400, 'InvalidURI'],
  ])('%s', async (_name, path, init, status, code) => {
    const response = await send(path, init);
    expect(response.status).toBe(status);
    expect(response.headers.get('content-type')).toBe('application/xml');
    expect(await response.text()).toContain(`<Code>${code}</Code>`);
  });

  it('names the caller that nobody knows as S3 does', async () => {
    const response = await fetch(`${s3.url}/files/x`, {
      headers: { authorization: s3.authorization.replace('test', 'AKIAUNKNOWN') },
    });
    expect(response.status).toBe(403);
    expect(await response.text()).toContain('<Code>InvalidAccessKeyId</Code>');
  });

  it('reads a link in either version of signatures, with what it says of the answer', async () => {
    s3.port.put('files', 'report', Buffer.from('hello'));
    const disposition = `response-content-disposition=${encodeURIComponent('attachment; filename="日.txt"')}`;
    const links = [
      'X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=test%2F20261121%2Feu-west-1%2Fs3%2Faws4_request',
      'AWSAccessKeyId=test&Signature=x&Expires=1795289340',
    ];
    for (const link of links) {
      const response = await fetch(`${s3.url}/files/report?${link}&${disposition}`);
      expect(await response.text()).toBe('hello');
      expect(response.headers.get('content-disposition')).toBe(
        '=?UTF-8?B?YXR0YWNobWVudDsgZmlsZW5hbWU9IuaXpS50eHQi?=',
      );
    }
  });
});
