import type {
  AbortMultipartUploadRequest,
  CompleteMultipartUploadOutput,
  CompleteMultipartUploadRequest,
  CreateMultipartUploadOutput,
  CreateMultipartUploadRequest,
  UploadPartCopyOutput,
  UploadPartCopyRequest,
  UploadPartOutput,
  UploadPartRequest,
} from '@aws-sdk/client-s3';
import { type Caller, operation } from '../../../service';
import { type Bucket, objectArn, type Upload, type UploadedPart } from '../bucket-book';
import { checkBody, checksumMembers, md5Of, toAlgorithm, toChecksumMembers } from '../checksums';
import { chooseParts, joinParts } from '../complete-upload';
import { invalidArgument, noSuchUpload } from '../errors';
import type { S3Parts } from '../parts';
import { checkWrite } from '../preconditions';
import { rangeOf } from '../range';
import { SETTINGS, toSettings } from '../settings';
import { requireKey, storeObject } from '../store-object';
import { requireUnderstood } from '../understood';
import { sourceOf } from './copy-object';
import { findObject } from './get-object';

const MOST_PARTS = 10_000;
const ID_ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._';

interface UploadAddress {
  readonly Bucket: string | undefined;
  readonly Key: string | undefined;
  readonly UploadId: string | undefined;
}

/** Throws NoSuchBucket, NoSuchUpload. */
export const findUpload = (
  parts: S3Parts,
  { Bucket: name, Key, UploadId = '' }: UploadAddress,
): { readonly bucket: Bucket; readonly upload: Upload } => {
  const bucket = parts.book.get(name);
  const upload = bucket.uploads.get(UploadId);
  if (upload === undefined || upload.key !== Key) throw noSuchUpload();
  return { bucket, upload };
};

const begin = (
  parts: S3Parts,
  input: CreateMultipartUploadRequest,
): CreateMultipartUploadOutput => {
  requireUnderstood(parts, input, ['Bucket', 'Key', 'ChecksumType', ...SETTINGS]);
  const { cloud, book } = parts;
  const bucket = book.get(input.Bucket);
  const key = requireKey(input.Key);
  const algorithm = toAlgorithm(input.ChecksumAlgorithm);
  const upload = {
    id: cloud.random.text(128, ID_ALPHABET),
    key,
    startedEpochMs: cloud.clock.nowEpochMs(),
    settings: toSettings(input),
    algorithm,
    checksumType: input.ChecksumType,
    parts: new Map(),
  };
  bucket.uploads.set(upload.id, upload);
  return {
    Bucket: bucket.name,
    Key: key,
    UploadId: upload.id,
    ChecksumAlgorithm: algorithm,
    ChecksumType: input.ChecksumType,
    ServerSideEncryption: 'AES256',
  };
};

type PartInput = Omit<UploadPartRequest, 'Body'> & { readonly Body?: Uint8Array };

const keepPart = (
  parts: S3Parts,
  input: UploadAddress & { readonly PartNumber: number | undefined },
  part: Pick<UploadedPart, 'body' | 'checksum'>,
): UploadedPart => {
  const number = input.PartNumber ?? 0;
  if (!Number.isInteger(number) || number < 1 || number > MOST_PARTS)
    throw invalidArgument(`Part number must be an integer between 1 and ${MOST_PARTS}, inclusive`);
  const { upload } = findUpload(parts, input);
  const etag = md5Of(part.body).toString('hex');
  const kept = { ...part, number, etag, modifiedEpochMs: parts.cloud.clock.nowEpochMs() };
  upload.parts.set(number, kept);
  return kept;
};

const takePart = (parts: S3Parts, input: PartInput): UploadPartOutput => {
  requireUnderstood(parts, input, [
    ...['Bucket', 'Key', 'UploadId', 'PartNumber', 'Body', 'ContentMD5'],
    ...checksumMembers,
  ]);
  const { upload } = findUpload(parts, input);
  const body = input.Body ?? new Uint8Array();
  const asked = { ...input, ChecksumAlgorithm: input.ChecksumAlgorithm ?? upload.algorithm };
  const { etag, checksum } = keepPart(parts, input, { body, checksum: checkBody(body, asked) });
  return {
    ETag: `"${etag}"`,
    ...toChecksumMembers(checksum),
    ServerSideEncryption: 'AES256',
  };
};

/** A part that is there already, in another object. documented (https://docs.aws.amazon.com/AmazonS3/latest/API/API_UploadPartCopy.html) */
const copyPart = (
  parts: S3Parts,
  input: UploadPartCopyRequest,
  caller: Caller,
): UploadPartCopyOutput => {
  const range = 'CopySourceRange';
  requireUnderstood(parts, input, ['Bucket', 'Key', 'UploadId', 'PartNumber', 'CopySource', range]);
  const { upload } = findUpload(parts, input);
  const from = sourceOf(input.CopySource);
  parts.authorise(caller, 's3:GetObject', [objectArn(from.bucket, from.key)]);
  const source = findObject(parts, caller, from).body;
  const asked = rangeOf(input.CopySourceRange, source.length);
  const body = asked === undefined ? source : source.subarray(asked.from, asked.to + 1);
  const checksum = checkBody(body, { ChecksumAlgorithm: upload.algorithm });
  const { etag, modifiedEpochMs } = keepPart(parts, input, { body, checksum });
  return {
    ServerSideEncryption: 'AES256',
    CopyPartResult: {
      ETag: `"${etag}"`,
      LastModified: new Date(modifiedEpochMs),
      ...toChecksumMembers(checksum),
    },
  };
};

const complete = (
  parts: S3Parts,
  input: CompleteMultipartUploadRequest,
): CompleteMultipartUploadOutput => {
  requireUnderstood(parts, input, [
    ...['Bucket', 'Key', 'UploadId', 'MultipartUpload', 'IfMatch', 'IfNoneMatch'],
    ...['ChecksumType', 'MpuObjectSize'],
    ...checksumMembers,
  ]);
  const { bucket, upload } = findUpload(parts, input);
  const chosen = chooseParts(upload, input.MultipartUpload?.Parts ?? []);
  checkWrite(bucket.objects.get(upload.key), input);
  const { key, settings } = upload;
  const { etag, checksum } = storeObject(parts, bucket, {
    ...joinParts(upload, chosen),
    key,
    settings,
  });
  bucket.uploads.delete(upload.id);
  return {
    Location: `https://${bucket.name}.s3.${parts.cloud.region}.amazonaws.com/${encodeURIComponent(key)}`,
    Bucket: bucket.name,
    Key: key,
    ETag: `"${etag}"`,
    ...toChecksumMembers(checksum),
    ChecksumType: checksum.type,
    ServerSideEncryption: 'AES256',
  };
};

/** All but the last are authorised as s3:PutObject. documented (https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html) */
export const multipartOperations = (parts: S3Parts) => ({
  CreateMultipartUpload: operation<CreateMultipartUploadRequest, CreateMultipartUploadOutput>({
    action: 'PutObject',
    resources: ({ Bucket, Key }) => [objectArn(Bucket, Key)],
    run: (input) => begin(parts, input),
  }),
  UploadPart: operation<PartInput, UploadPartOutput>({
    action: 'PutObject',
    resources: ({ Bucket, Key }) => [objectArn(Bucket, Key)],
    run: (input) => takePart(parts, input),
  }),
  UploadPartCopy: operation<UploadPartCopyRequest, UploadPartCopyOutput>({
    action: 'PutObject',
    resources: ({ Bucket, Key }) => [objectArn(Bucket, Key)],
    run: (input, { caller }) => copyPart(parts, input, caller),
  }),
  CompleteMultipartUpload: operation<CompleteMultipartUploadRequest, CompleteMultipartUploadOutput>(
    {
      action: 'PutObject',
      resources: ({ Bucket, Key }) => [objectArn(Bucket, Key)],
      run: (input) => complete(parts, input),
    },
  ),
  AbortMultipartUpload: operation<AbortMultipartUploadRequest, Record<string, never>>({
    resources: ({ Bucket, Key }) => [objectArn(Bucket, Key)],
    run: (input) => {
      requireUnderstood(parts, input, ['Bucket', 'Key', 'UploadId']);
      const { bucket, upload } = findUpload(parts, input);
      bucket.uploads.delete(upload.id);
      return {};
    },
  }),
});
