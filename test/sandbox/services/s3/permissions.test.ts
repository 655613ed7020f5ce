import {
  CopyObjectCommand,
  DeleteBucketPolicyCommand,
  DeleteObjectsCommand,
  GetBucketPolicyCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  ListObjectsV2Command,
  PutBucketPolicyCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { rejectionOf } from '../../wire/local-aws';
import { type AnS3, anS3, ROLE_ARN } from './an-s3';

let s3: AnS3;
beforeEach(async () => {
  s3 = await anS3();
  for (const key of ['open/a', 'closed/a']) s3.port.put('files', key, Buffer.from('hello'));
});
afterEach(() => s3.close());

const get = (Key: string) => new GetObjectCommand({ Bucket: 'files', Key });
const allow = (Action: string | string[], Resource: string, more: object = {}) => ({
  ...{ Effect: 'Allow', Action, Resource },
  ...more,
});
const denied = { name: 'AccessDenied', $metadata: { httpStatusCode: 403 } };

it('lets a role do what its policies allow on the objects that they name', async () => {
  const client = s3.clientWith(allow('s3:GetObject', 'arn:aws:s3:::files/open/*'));
  expect(await (await client.send(get('open/a'))).Body?.transformToString()).toBe('hello');
  const error = await rejectionOf(client.send(get('closed/a')));
  expect(error).toMatchObject(denied);
  expect(error.message).toBe(
    'User: arn:aws:sts::123456789012:assumed-role/reader/reader is not authorized to perform: s3:GetObject on resource: arn:aws:s3:::files/closed/a because no identity-based policy allows the s3:GetObject action',
  );
});

it('answers 403 for a key that is not there, unless the caller may list the bucket', async () => {
  const blind = s3.clientWith(allow('s3:GetObject', 'arn:aws:s3:::files/*'));
  expect(await rejectionOf(blind.send(get('none')))).toMatchObject(denied);
  const head = new HeadObjectCommand({ Bucket: 'files', Key: 'none' });
  expect(await rejectionOf(blind.send(head))).toMatchObject({ $metadata: { httpStatusCode: 403 } });
  const seeing = s3.clientWith(
    allow('s3:GetObject', 'arn:aws:s3:::files/*'),
    allow('s3:ListBucket', 'arn:aws:s3:::files'),
  );
  expect(await rejectionOf(seeing.send(get('none')))).toMatchObject({ name: 'NoSuchKey' });
});

it('authorises a listing on the bucket, with its prefix as a condition', async () => {
  const client = s3.clientWith(
    allow('s3:ListBucket', 'arn:aws:s3:::files', {
      Condition: { StringLike: { 's3:prefix': 'open/*' } },
    }),
  );
  const list = (Prefix?: string) =>
    client.send(new ListObjectsV2Command({ Bucket: 'files', Prefix }));
  expect((await list('open/')).KeyCount).toBe(1);
  expect(await rejectionOf(list())).toMatchObject(denied);
  expect(await rejectionOf(client.send(new ListBucketsCommand()))).toMatchObject(denied);
});

it('asks for both permissions of a copy', async () => {
  const copy = new CopyObjectCommand({
    ...{ Bucket: 'files', Key: 'open/b', CopySource: 'files/closed/a' },
  });
  const writer = s3.clientWith(allow('s3:PutObject', 'arn:aws:s3:::files/open/*'));
  expect(await rejectionOf(writer.send(copy))).toMatchObject(denied);
  const both = s3.clientWith(
    allow('s3:PutObject', 'arn:aws:s3:::files/open/*'),
    allow('s3:GetObject', 'arn:aws:s3:::files/closed/*'),
  );
  expect((await both.send(copy)).$metadata.httpStatusCode).toBe(200);
});

it('deletes of a list what the caller may delete, and says of the rest that it may not', async () => {
  const client = s3.clientWith(allow('s3:DeleteObject', 'arn:aws:s3:::files/open/*'));
  const Objects = [{ Key: 'open/a' }, { Key: 'closed/a' }];
  const { Deleted, Errors } = await client.send(
    new DeleteObjectsCommand({ Bucket: 'files', Delete: { Objects } }),
  );
  expect(Deleted).toEqual([{ Key: 'open/a' }]);
  expect(Errors).toEqual([expect.objectContaining({ Key: 'closed/a', Code: 'AccessDenied' })]);
  expect(s3.port.read('files', 'closed/a')).toBeDefined();
});

describe('a bucket policy', () => {
  const give = (...Statement: readonly object[]) =>
    s3.client.send(
      new PutBucketPolicyCommand({ Bucket: 'files', Policy: JSON.stringify({ Statement }) }),
    );

  it('lets in a role whose own policies say nothing', async () => {
    const client = s3.clientWith();
    expect(await rejectionOf(client.send(get('open/a')))).toMatchObject(denied);
    await give(
      allow('s3:GetObject', 'arn:aws:s3:::files/open/*', { Principal: { AWS: ROLE_ARN } }),
    );
    expect((await client.send(get('open/a'))).ContentLength).toBe(5);
  });

  it('keeps out a role whose own policies allow everything', async () => {
    const client = s3.clientWith(allow('s3:*', '*'));
    await give({
      ...{ Effect: 'Deny', Principal: '*', Action: 's3:PutObject' },
      Resource: 'arn:aws:s3:::files/closed/*',
    });
    const put = new PutObjectCommand({ Bucket: 'files', Key: 'closed/b', Body: 'x' });
    expect((await rejectionOf(client.send(put))).message).toContain(
      'with an explicit deny in a resource-based policy',
    );
    expect((await client.send(get('closed/a'))).ContentLength).toBe(5);
  });

  it('can be read and taken back', async () => {
    const statement = allow('s3:GetObject', 'arn:aws:s3:::files/*', { Principal: '*' });
    await give(statement);
    const read = new GetBucketPolicyCommand({ Bucket: 'files' });
    expect((await s3.client.send(read)).Policy).toBe(JSON.stringify({ Statement: [statement] }));
    await s3.client.send(new DeleteBucketPolicyCommand({ Bucket: 'files' }));
    expect(await rejectionOf(s3.client.send(read))).toMatchObject({ name: 'NoSuchBucketPolicy' });
  });

  it.each([
    ['another bucket', allow('s3:GetObject', 'arn:aws:s3:::other/*', { Principal: '*' })],
    ['no principal', allow('s3:GetObject', 'arn:aws:s3:::files/*')],
    ['no action', { Effect: 'Allow', Principal: '*', Resource: 'arn:aws:s3:::files/*' }],
  ])('is refused where it names %s', async (_what, statement) => {
    expect(await rejectionOf(give(statement))).toMatchObject({ name: 'MalformedPolicy' });
  });
});
