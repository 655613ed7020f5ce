import * as s3 from '@aws-sdk/client-s3';
import { present, type Setting } from './setting';

const Bucket = 'model-calls';
const POLICY = JSON.stringify({
  Statement: {
    ...{ Effect: 'Allow', Principal: '*', Action: 's3:GetObject' },
    Resource: `arn:aws:s3:::${Bucket}/*`,
  },
});

const callBuckets = async (client: s3.S3Client): Promise<void> => {
  await client.send(new s3.CreateBucketCommand({ Bucket }));
  await client.send(new s3.HeadBucketCommand({ Bucket }));
  await client.send(new s3.ListBucketsCommand({ MaxBuckets: 10 }));
  await client.send(new s3.GetBucketLocationCommand({ Bucket }));
  await client.send(new s3.GetBucketVersioningCommand({ Bucket }));
  await client.send(new s3.PutBucketPolicyCommand({ Bucket, Policy: POLICY }));
  await client.send(new s3.GetBucketPolicyCommand({ Bucket }));
  await client.send(new s3.DeleteBucketPolicyCommand({ Bucket }));
};

const callObjects = async (client: s3.S3Client): Promise<void> => {
  const at = { Bucket, Key: 'notes/one' };
  const settings = { Metadata: { a: '1' }, CacheControl: 'no-store', Expires: new Date(0) };
  await client.send(new s3.PutObjectCommand({ ...at, Body: 'hello', ...settings }));
  await client.send(new s3.GetObjectCommand({ ...at, Range: 'bytes=1-2' }));
  await client.send(new s3.HeadObjectCommand({ ...at, ChecksumMode: 'ENABLED' }));
  const CopySource = `${Bucket}/notes/one`;
  await client.send(new s3.CopyObjectCommand({ Bucket, Key: 'notes/two', CopySource }));
  await client.send(
    new s3.ListObjectsV2Command({ Bucket, Delimiter: '/', StartAfter: 'a', FetchOwner: true }),
  );
  await client.send(new s3.ListObjectsCommand({ Bucket, MaxKeys: 1, Delimiter: '-' }));
  await client.send(new s3.DeleteObjectCommand(at));
};

const callUploads = async (client: s3.S3Client): Promise<void> => {
  const at = { Bucket, Key: 'notes/joined' };
  const begin = new s3.CreateMultipartUploadCommand({ ...at, ChecksumAlgorithm: 'SHA256' });
  const UploadId = present((await client.send(begin)).UploadId, 'upload');
  const part = { ...at, UploadId, PartNumber: 1 };
  await client.send(new s3.UploadPartCommand({ ...part, Body: 'hello' }));
  const CopySource = `${Bucket}/notes/two`;
  const { CopyPartResult } = await client.send(
    new s3.UploadPartCopyCommand({ ...part, CopySource }),
  );
  await client.send(new s3.ListPartsCommand({ ...at, UploadId }));
  await client.send(new s3.ListMultipartUploadsCommand({ Bucket }));
  const Parts = [{ PartNumber: 1, ETag: CopyPartResult?.ETag }];
  await client.send(
    new s3.CompleteMultipartUploadCommand({ ...at, UploadId, MultipartUpload: { Parts } }),
  );
  const other = present((await client.send(begin)).UploadId, 'upload');
  await client.send(new s3.AbortMultipartUploadCommand({ ...at, UploadId: other }));
};

export const callS3 = async (setting: Setting): Promise<void> => {
  const client = new s3.S3Client(setting.client);
  await callBuckets(client);
  await callObjects(client);
  await callUploads(client);
  const Objects = [{ Key: 'notes/two' }, { Key: 'notes/joined' }];
  await client.send(new s3.DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
  await client.send(new s3.DeleteBucketCommand({ Bucket }));
};
