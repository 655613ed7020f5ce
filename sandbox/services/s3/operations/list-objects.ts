import type {
  EncodingType,
  ListObjectsOutput,
  ListObjectsRequest,
  ListObjectsV2Output,
  ListObjectsV2Request,
} from '@aws-sdk/client-s3';
import { operation } from '../../../service';
import { bucketArn, type StoredObject } from '../bucket-book';
import { invalidArgument } from '../errors';
import { type KeyListing, listKeys } from '../key-listing';
import type { S3Parts } from '../parts';
import { requireUnderstood } from '../understood';
import { ownerIdOf } from './buckets';

/** documented (https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html) */
const MOST_KEYS = 1_000;

/** Keys may hold what XML cannot: clients ask for them as in a URL, and read them back. */
const encoderOf = (encoding: EncodingType | undefined) => (text: string) =>
  encoding === 'url' ? encodeURIComponent(text).replaceAll('%2F', '/') : text;

const mostOf = (given = MOST_KEYS): number => {
  if (!Number.isInteger(given) || given < 0)
    throw invalidArgument('Argument max-keys must be an integer between 0 and 2147483647');
  return Math.min(given, MOST_KEYS);
};

const tokenOf = (key: string): string => Buffer.from(key).toString('base64');
const keyOf = (token: string): string => {
  const key = Buffer.from(token, 'base64').toString();
  if (key === '' || tokenOf(key) !== token)
    throw invalidArgument('The continuation token provided is incorrect');
  return key;
};

interface Contents {
  readonly owner: { readonly ID: string } | undefined;
  readonly encode: (text: string) => string;
}

const toContent = (object: StoredObject, { owner, encode }: Contents) => ({
  Key: encode(object.key),
  LastModified: new Date(object.modifiedEpochMs),
  ETag: `"${object.etag}"`,
  ChecksumAlgorithm: [object.checksum.algorithm],
  ChecksumType: object.checksum.type,
  Size: object.body.length,
  StorageClass: object.settings.StorageClass,
  Owner: owner,
});

const contentsOf = (
  objects: ReadonlyMap<string, StoredObject>,
  { keys, commonPrefixes }: KeyListing,
  how: Contents,
) => ({
  Contents: keys.flatMap((key) => {
    const object = objects.get(key);
    return object === undefined ? [] : [toContent(object, how)];
  }),
  CommonPrefixes: commonPrefixes.map((Prefix) => ({ Prefix: how.encode(Prefix) })),
});

type Listed<Output> = Omit<Output, 'Contents'> & {
  readonly Contents: readonly ReturnType<typeof toContent>[];
};

const V2 = ['Prefix', 'Delimiter', 'MaxKeys', 'ContinuationToken', 'StartAfter', 'FetchOwner'];

const listV2 = (parts: S3Parts, input: ListObjectsV2Request): Listed<ListObjectsV2Output> => {
  requireUnderstood(parts, input, ['Bucket', 'EncodingType', ...V2]);
  const { Prefix = '', Delimiter, ContinuationToken, StartAfter, EncodingType } = input;
  const { name, objects } = parts.book.get(input.Bucket);
  const most = mostOf(input.MaxKeys);
  const listing = listKeys(objects.keys(), {
    prefix: Prefix,
    delimiter: Delimiter ?? '',
    after: ContinuationToken === undefined ? (StartAfter ?? '') : keyOf(ContinuationToken),
    most,
  });
  const encode = encoderOf(EncodingType);
  const owner = input.FetchOwner === true ? { ID: ownerIdOf(parts) } : undefined;
  return {
    Name: name,
    Prefix: encode(Prefix),
    Delimiter: Delimiter && encode(Delimiter),
    MaxKeys: most,
    KeyCount: listing.keys.length + listing.commonPrefixes.length,
    IsTruncated: listing.next !== undefined,
    ContinuationToken,
    NextContinuationToken: listing.next === undefined ? undefined : tokenOf(listing.next),
    StartAfter: StartAfter && encode(StartAfter),
    EncodingType,
    ...contentsOf(objects, listing, { owner, encode }),
  };
};

/** The next marker is only told where there is a delimiter: else it is the last key. documented (ListObjects) */
const listV1 = (parts: S3Parts, input: ListObjectsRequest): Listed<ListObjectsOutput> => {
  requireUnderstood(parts, input, [
    ...['Bucket', 'Prefix', 'Delimiter', 'MaxKeys', 'Marker', 'EncodingType'],
  ]);
  const { Prefix = '', Delimiter, Marker = '', EncodingType } = input;
  const { name, objects } = parts.book.get(input.Bucket);
  const most = mostOf(input.MaxKeys);
  const order = { prefix: Prefix, delimiter: Delimiter ?? '', after: Marker, most };
  const listing = listKeys(objects.keys(), order);
  const encode = encoderOf(EncodingType);
  return {
    Name: name,
    Prefix: encode(Prefix),
    Delimiter: Delimiter && encode(Delimiter),
    Marker: encode(Marker),
    NextMarker:
      Delimiter === undefined || listing.next === undefined ? undefined : encode(listing.next),
    MaxKeys: most,
    IsTruncated: listing.next !== undefined,
    EncodingType,
    ...contentsOf(objects, listing, { owner: { ID: ownerIdOf(parts) }, encode }),
  };
};

/** Keys that a policy's conditions may ask for. documented (the service authorization reference) */
const conditionsOf = ({ Prefix, Delimiter, MaxKeys }: ListObjectsV2Request) => ({
  's3:prefix': Prefix ?? '',
  's3:delimiter': Delimiter ?? '',
  's3:max-keys': String(MaxKeys ?? MOST_KEYS),
});

export const listOperations = (parts: S3Parts) => ({
  ListObjectsV2: operation<ListObjectsV2Request, Listed<ListObjectsV2Output>>({
    action: 'ListBucket',
    resources: ({ Bucket }) => [bucketArn(Bucket)],
    context: conditionsOf,
    run: (input) => listV2(parts, input),
  }),
  ListObjects: operation<ListObjectsRequest, Listed<ListObjectsOutput>>({
    action: 'ListBucket',
    resources: ({ Bucket }) => [bucketArn(Bucket)],
    context: conditionsOf,
    run: (input) => listV1(parts, input),
  }),
});
