import type {
  ListMultipartUploadsOutput,
  ListMultipartUploadsRequest,
  ListPartsOutput,
  ListPartsRequest,
} from '@aws-sdk/client-s3';
import { operation } from '../../../service';
import { bucketArn, compareKeys, objectArn } from '../bucket-book';
import { toChecksumMembers } from '../checksums';
import type { S3Parts } from '../parts';
import { requireUnderstood } from '../understood';
import { findUpload } from './multipart';

/** documented (https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListParts.html) */
const MOST = 1_000;

const listParts = (parts: S3Parts, input: ListPartsRequest): ListPartsOutput => {
  requireUnderstood(parts, input, ['Bucket', 'Key', 'UploadId', 'MaxParts', 'PartNumberMarker']);
  const { bucket, upload } = findUpload(parts, input);
  const most = Math.min(input.MaxParts ?? MOST, MOST);
  const all = [...upload.parts.values()]
    .filter(({ number }) => number > Number(input.PartNumberMarker ?? 0))
    .sort((one, other) => one.number - other.number);
  const page = all.slice(0, most);
  const isTruncated = all.length > page.length;
  return {
    Bucket: bucket.name,
    Key: upload.key,
    UploadId: upload.id,
    MaxParts: most,
    PartNumberMarker: input.PartNumberMarker,
    NextPartNumberMarker: isTruncated ? String(page.at(-1)?.number ?? 0) : undefined,
    IsTruncated: isTruncated,
    Parts: page.map(({ number, etag, body, modifiedEpochMs, checksum }) => ({
      PartNumber: number,
      ETag: `"${etag}"`,
      Size: body.length,
      LastModified: new Date(modifiedEpochMs),
      ...toChecksumMembers(checksum),
    })),
    StorageClass: 'STANDARD',
    ChecksumAlgorithm: upload.algorithm,
    ChecksumType: upload.checksumType,
  };
};

/** By key, then by when they began; in one page, which a sandbox does not fill. */
const listUploads = (
  parts: S3Parts,
  input: ListMultipartUploadsRequest,
): ListMultipartUploadsOutput => {
  requireUnderstood(parts, input, ['Bucket', 'Prefix', 'EncodingType']);
  const { name, uploads } = parts.book.get(input.Bucket);
  const encode = (text: string): string =>
    input.EncodingType === 'url' ? encodeURIComponent(text).replaceAll('%2F', '/') : text;
  return {
    Bucket: name,
    Prefix: input.Prefix,
    MaxUploads: MOST,
    IsTruncated: false,
    EncodingType: input.EncodingType,
    Uploads: [...uploads.values()]
      .filter(({ key }) => key.startsWith(input.Prefix ?? ''))
      .sort((one, other) => compareKeys(one.key, other.key))
      .map(({ id, key, startedEpochMs, algorithm, checksumType }) => ({
        UploadId: id,
        Key: encode(key),
        Initiated: new Date(startedEpochMs),
        StorageClass: 'STANDARD',
        ChecksumAlgorithm: algorithm,
        ChecksumType: checksumType,
      })),
  };
};

export const uploadListOperations = (parts: S3Parts) => ({
  ListParts: operation<ListPartsRequest, ListPartsOutput>({
    action: 'ListMultipartUploadParts',
    resources: ({ Bucket, Key }) => [objectArn(Bucket, Key)],
    run: (input) => listParts(parts, input),
  }),
  ListMultipartUploads: operation<ListMultipartUploadsRequest, ListMultipartUploadsOutput>({
    action: 'ListBucketMultipartUploads',
    resources: ({ Bucket }) => [bucketArn(Bucket)],
    run: (input) => listUploads(parts, input),
  }),
});
