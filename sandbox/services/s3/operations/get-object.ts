import type { GetObjectOutput, GetObjectRequest, HeadObjectRequest } from '@aws-sdk/client-s3';
import { type Caller, operation } from '../../../service';
import { bucketArn, objectArn, type StoredObject } from '../bucket-book';
import { toChecksumMembers } from '../checksums';
import { accessDenied, noSuchKey } from '../errors';
import { mayDo, type S3Parts } from '../parts';
import { checkRead } from '../preconditions';
import { type ByteRange, rangeOf } from '../range';
import { requireUnderstood } from '../understood';

type ReadInput = GetObjectRequest & HeadObjectRequest;
/** The SDK's type has a stream; what answers here has the bytes. */
export type ReadOutput = Omit<GetObjectOutput, 'Body' | 'StorageClass'> & {
  readonly Body?: Uint8Array;
  readonly StorageClass?: string;
};

const UNDERSTOOD = [
  ...['Bucket', 'Key', 'Range', 'IfMatch', 'IfNoneMatch', 'IfModifiedSince', 'IfUnmodifiedSince'],
  ...['ResponseCacheControl', 'ResponseContentDisposition', 'ResponseContentEncoding'],
  ...['ResponseContentLanguage', 'ResponseContentType', 'ResponseExpires'],
];

/**
 * Throws NoSuchKey; AccessDenied where the caller may not list the bucket, and so not learn what is not in it.
 * documented (https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadObject.html)
 */
export const findObject = (
  parts: S3Parts,
  caller: Caller,
  { bucket: name, key }: { readonly bucket: string | undefined; readonly key: string | undefined },
): StoredObject => {
  const bucket = parts.book.get(name);
  const object = bucket.objects.get(key ?? '');
  if (object !== undefined) return object;
  if (!mayDo(parts, caller, 's3:ListBucket', bucketArn(name))) throw accessDenied();
  throw noSuchKey();
};

/** What the answer's headers are to say instead of what the object says: for links. */
const overrides = (input: ReadInput): Partial<ReadOutput> => ({
  ...(input.ResponseCacheControl && { CacheControl: input.ResponseCacheControl }),
  ...(input.ResponseContentDisposition && { ContentDisposition: input.ResponseContentDisposition }),
  ...(input.ResponseContentEncoding && { ContentEncoding: input.ResponseContentEncoding }),
  ...(input.ResponseContentLanguage && { ContentLanguage: input.ResponseContentLanguage }),
  ...(input.ResponseContentType && { ContentType: input.ResponseContentType }),
  ...(input.ResponseExpires && { Expires: input.ResponseExpires }),
});

/** The sum of the whole is told with the whole, to whoever asks. */
const checksumOf = ({ checksum }: StoredObject, input: ReadInput, range: ByteRange | undefined) =>
  input.ChecksumMode === 'ENABLED' && range === undefined
    ? { ...toChecksumMembers(checksum), ChecksumType: checksum.type }
    : {};

const readObject = (parts: S3Parts, input: ReadInput, caller: Caller): ReadOutput => {
  requireUnderstood(parts, input, UNDERSTOOD);
  const object = findObject(parts, caller, { bucket: input.Bucket, key: input.Key });
  checkRead(object, input);
  const { body, settings, etag, modifiedEpochMs } = object;
  const range = rangeOf(input.Range, body.length);
  const { StorageClass, ...told } = settings;
  return {
    ...told,
    ...overrides(input),
    // The ordinary class is not told. documented (GetObject)
    StorageClass: StorageClass === 'STANDARD' ? undefined : StorageClass,
    Body: range === undefined ? body : body.subarray(range.from, range.to + 1),
    ContentLength: range === undefined ? body.length : range.to - range.from + 1,
    ContentRange: range && `bytes ${range.from}-${range.to}/${body.length}`,
    AcceptRanges: 'bytes',
    ETag: `"${etag}"`,
    LastModified: new Date(Math.floor(modifiedEpochMs / 1000) * 1000),
    ServerSideEncryption: 'AES256',
    ...checksumOf(object, input, range),
  };
};

export const readOperations = (parts: S3Parts) => ({
  GetObject: operation<ReadInput, ReadOutput>({
    resources: ({ Bucket, Key }) => [objectArn(Bucket, Key)],
    run: (input, { caller }) => readObject(parts, input, caller),
  }),
  HeadObject: operation<ReadInput, Omit<ReadOutput, 'Body'>>({
    action: 'GetObject',
    resources: ({ Bucket, Key }) => [objectArn(Bucket, Key)],
    run: (input, { caller }) => {
      const { Body: _, ...told } = readObject(parts, input, caller);
      return told;
    },
  }),
});
