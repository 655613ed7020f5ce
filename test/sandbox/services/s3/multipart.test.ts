import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  type CompletedPart,
  CreateMultipartUploadCommand,
  type CreateMultipartUploadCommandInput,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  ListPartsCommand,
  NoSuchUpload,
  UploadPartCommand,
  UploadPartCopyCommand,
} from '@aws-sdk/client-s3';
import { rejectionOf } from '../../wire/local-aws';
import { type AnS3, anS3 } from './an-s3';

const FIVE_MB = 5 * 1024 * 1024;
const BIG = Buffer.alloc(FIVE_MB, 'ab');

let s3: AnS3;
beforeAll(async () => {
  s3 = await anS3();
});
afterAll(() => s3.close());

const at = (Key: string) => ({ Bucket: 'files', Key });
const begin = async (Key: string, more: Partial<CreateMultipartUploadCommandInput> = {}) =>
  (await s3.client.send(new CreateMultipartUploadCommand({ ...at(Key), ...more }))).UploadId ?? '';
const upload = async (Key: string, UploadId: string, PartNumber: number, Body: Buffer) => {
  const { ETag, ChecksumCRC32 } = await s3.client.send(
    new UploadPartCommand({ ...at(Key), UploadId, PartNumber, Body }),
  );
  return { PartNumber, ETag, ChecksumCRC32 };
};
const complete = (Key: string, UploadId: string, Parts: readonly CompletedPart[]) =>
  s3.client.send(
    new CompleteMultipartUploadCommand({
      ...{ ...at(Key), UploadId, MultipartUpload: { Parts: [...Parts] } },
    }),
  );

it('joins the parts of an upload, whatever the order in which they came', async () => {
  // given
  const id = await begin('joined', { ContentType: 'text/plain', ChecksumAlgorithm: 'CRC32' });
  const last = await upload('joined', id, 2, Buffer.from('end'));
  const first = await upload('joined', id, 1, BIG);
  // when
  const { Parts } = await s3.client.send(new ListPartsCommand({ ...at('joined'), UploadId: id }));
  const done = await complete('joined', id, [first, last]);
  // then
  expect(Parts?.map(({ PartNumber, Size }) => [PartNumber, Size])).toEqual([
    [1, FIVE_MB],
    [2, 3],
  ]);
  expect(done).toMatchObject({
    ETag: '"c8706e538f4880f1a957b43ba44aaf58-2"',
    ChecksumType: 'COMPOSITE',
  });
  expect(done.ChecksumCRC32).toBe('EcGALQ==-2');
  const head = await s3.client.send(new HeadObjectCommand(at('joined')));
  expect(head).toMatchObject({ ContentLength: FIVE_MB + 3, ContentType: 'text/plain' });
  const stored = Buffer.from(s3.port.read('files', 'joined') ?? []);
  expect(stored.equals(Buffer.concat([BIG, Buffer.from('end')]))).toBe(true);
  expect(await rejectionOf(complete('joined', id, [first, last]))).toBeInstanceOf(NoSuchUpload);
});

it('takes a part out of another object', async () => {
  s3.port.put('files', 'source', Buffer.from('0123456789'));
  const id = await begin('copied');
  const { CopyPartResult } = await s3.client.send(
    new UploadPartCopyCommand({
      ...{ ...at('copied'), UploadId: id, PartNumber: 1 },
      ...{ CopySource: 'files/source', CopySourceRange: 'bytes=2-4' },
    }),
  );
  await complete('copied', id, [{ PartNumber: 1, ETag: CopyPartResult?.ETag }]);
  expect(Buffer.from(s3.port.read('files', 'copied') ?? []).toString()).toBe('234');
});

it('is nothing until it is completed, and nothing once it is aborted', async () => {
  const id = await begin('aborted');
  await upload('aborted', id, 1, Buffer.from('x'));
  const uploads = async () =>
    (await s3.client.send(new ListMultipartUploadsCommand({ Bucket: 'files', Prefix: 'abo' })))
      .Uploads;
  expect((await uploads())?.map(({ Key, UploadId }) => [Key, UploadId])).toEqual([['aborted', id]]);
  await s3.client.send(new AbortMultipartUploadCommand({ ...at('aborted'), UploadId: id }));
  expect(await uploads()).toBeUndefined();
  expect(s3.port.read('files', 'aborted')).toBeUndefined();
});

describe('an upload is refused', () => {
  it.each<[string, string, (parts: readonly CompletedPart[]) => readonly CompletedPart[]]>([
    ['parts out of order', 'InvalidPartOrder', ([one = {}, two = {}]) => [two, one]],
    [
      'a part that never came',
      'InvalidPart',
      ([one = {}]) => [one, { PartNumber: 9, ETag: '"x"' }],
    ],
    ['a part of another content', 'InvalidPart', ([one = {}]) => [{ ...one, ETag: '"x"' }]],
    ['a small part that is not the last', 'EntityTooSmall', (parts) => parts],
  ])('for %s', async (_what, code, choose) => {
    const id = await begin('refused');
    const parts = [
      await upload('refused', id, 1, Buffer.from('small')),
      await upload('refused', id, 2, Buffer.from('last')),
    ];
    expect(await rejectionOf(complete('refused', id, choose(parts)))).toMatchObject({ name: code });
  });

  it('for a part number beyond 10,000', async () => {
    const id = await begin('numbers');
    expect(await rejectionOf(upload('numbers', id, 10_001, Buffer.from('x')))).toMatchObject({
      name: 'InvalidArgument',
    });
  });
});
