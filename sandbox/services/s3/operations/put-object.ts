import type { PutObjectOutput, PutObjectRequest } from '@aws-sdk/client-s3';
import { operation } from '../../../service';
import { objectArn } from '../bucket-book';
import { checkBody, checksumMembers, toChecksumMembers } from '../checksums';
import type { S3Parts } from '../parts';
import { checkWrite } from '../preconditions';
import { SETTINGS, toSettings } from '../settings';
import { requireKey, storeObject } from '../store-object';
import { requireUnderstood } from '../understood';

/** What is put; the SDK's type has a stream, the wire a body that came whole. */
export type PutInput = Omit<PutObjectRequest, 'Body'> & { readonly Body?: Uint8Array };

const UNDERSTOOD = [
  ...['Bucket', 'Key', 'Body', 'ContentMD5', 'IfMatch', 'IfNoneMatch'],
  ...SETTINGS,
  ...checksumMembers,
];

/** documented (https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html) */
export const putObject = (parts: S3Parts, input: PutInput): PutObjectOutput => {
  requireUnderstood(parts, input, UNDERSTOOD);
  const key = requireKey(input.Key);
  const bucket = parts.book.get(input.Bucket);
  const body = input.Body ?? new Uint8Array();
  const checksum = checkBody(body, input);
  checkWrite(bucket.objects.get(key), input);
  const { etag } = storeObject(parts, bucket, { key, body, settings: toSettings(input), checksum });
  return {
    ETag: `"${etag}"`,
    ...toChecksumMembers(checksum),
    ChecksumType: checksum.type,
    ServerSideEncryption: 'AES256',
  };
};

export const putOperations = (parts: S3Parts) => ({
  PutObject: operation<PutInput, PutObjectOutput>({
    resources: ({ Bucket, Key }) => [objectArn(Bucket, Key)],
    run: (input) => putObject(parts, input),
  }),
});
