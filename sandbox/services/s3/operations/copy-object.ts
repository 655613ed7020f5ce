import type { CopyObjectOutput, CopyObjectRequest } from '@aws-sdk/client-s3';
import { type Caller, operation } from '../../../service';
import { objectArn, type StoredObject } from '../bucket-book';
import { sumOf, toAlgorithm, toChecksumMembers } from '../checksums';
import {
  invalidArgument,
  invalidRequest,
  notHere,
  notModified,
  preconditionFailed,
} from '../errors';
import type { S3Parts } from '../parts';
import { checkRead, checkWrite } from '../preconditions';
import { SETTINGS, toSettings } from '../settings';
import { requireKey, storeObject } from '../store-object';
import { requireUnderstood } from '../understood';
import { findObject } from './get-object';

const UNDERSTOOD = [
  ...['Bucket', 'Key', 'CopySource', 'MetadataDirective', 'TaggingDirective'],
  ...['CopySourceIfMatch', 'CopySourceIfNoneMatch'],
  ...['CopySourceIfModifiedSince', 'CopySourceIfUnmodifiedSince'],
  ...['IfMatch', 'IfNoneMatch'],
  ...SETTINGS,
];

/** `bucket/key`, perhaps with a slash before it, encoded as in a URL. */
export const sourceOf = (given = ''): { readonly bucket: string; readonly key: string } => {
  const [, bucket, path, query] = /^\/?([^/]+)\/([^?]+)(\?.*)?$/.exec(given) ?? [];
  if (bucket === undefined || path === undefined)
    throw invalidArgument('Invalid copy source object key');
  if (query !== undefined) throw notHere('versions of objects in S3');
  try {
    return { bucket: decodeURIComponent(bucket), key: decodeURIComponent(path) };
  } catch {
    throw invalidArgument('Invalid copy source encoding.');
  }
};

/** A source that was not modified is a precondition that failed: a copy has no 304. documented (CopyObject) */
const checkSource = (source: StoredObject, input: CopyObjectRequest): void => {
  try {
    checkRead(source, {
      IfMatch: input.CopySourceIfMatch,
      IfNoneMatch: input.CopySourceIfNoneMatch,
      IfModifiedSince: input.CopySourceIfModifiedSince,
      IfUnmodifiedSince: input.CopySourceIfUnmodifiedSince,
    });
  } catch (error) {
    throw error instanceof Error && error.name === notModified().name
      ? preconditionFailed()
      : error;
  }
};

/**
 * The copy has the source's settings, or those of the request. What changes nothing is refused.
 * documented (https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html)
 */
const copyObject = (parts: S3Parts, input: CopyObjectRequest, caller: Caller): CopyObjectOutput => {
  requireUnderstood(parts, input, UNDERSTOOD);
  const from = sourceOf(input.CopySource);
  parts.authorise(caller, 's3:GetObject', [objectArn(from.bucket, from.key)]);
  const source = findObject(parts, caller, from);
  checkSource(source, input);
  const key = requireKey(input.Key);
  const bucket = parts.book.get(input.Bucket);
  checkWrite(bucket.objects.get(key), input);
  const replaces = input.MetadataDirective === 'REPLACE';
  const storageClass = input.StorageClass ?? 'STANDARD';
  if (bucket.name === from.bucket && key === from.key && !replaces)
    if (storageClass === source.settings.StorageClass)
      throw invalidRequest(
        "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.",
      );
  const settings = replaces
    ? toSettings(input)
    : { ...source.settings, StorageClass: storageClass };
  const algorithm = toAlgorithm(input.ChecksumAlgorithm) ?? source.checksum.algorithm;
  const checksum = {
    algorithm,
    value: sumOf(algorithm, source.body),
    type: 'FULL_OBJECT' as const,
  };
  const copy = storeObject(parts, bucket, { key, body: source.body, settings, checksum });
  return {
    ServerSideEncryption: 'AES256',
    CopyObjectResult: {
      ETag: `"${copy.etag}"`,
      LastModified: new Date(copy.modifiedEpochMs),
      ...toChecksumMembers(checksum),
      ChecksumType: checksum.type,
    },
  };
};

export const copyOperations = (parts: S3Parts) => ({
  CopyObject: operation<CopyObjectRequest, CopyObjectOutput>({
    action: 'PutObject',
    resources: ({ Bucket, Key }) => [objectArn(Bucket, Key)],
    run: (input, { caller }) => copyObject(parts, input, caller),
  }),
});
