import { AwsError } from '../../service';
import type { Bucket, ObjectSettings, StoredObject } from './bucket-book';
import { type Checksum, md5Of } from './checksums';
import type { S3Parts } from './parts';

/** documented (https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html) */
const LONGEST_KEY_BYTES = 1_024;

export const requireKey = (key = ''): string => {
  if (Buffer.byteLength(key) > LONGEST_KEY_BYTES)
    throw new AwsError('KeyTooLongError', 'Your key is too long');
  return key;
};

/** Puts a whole object in the place of what was there. */
export const storeObject = (
  { cloud }: Pick<S3Parts, 'cloud'>,
  bucket: Bucket,
  object: {
    readonly key: string;
    readonly body: Uint8Array;
    readonly settings: ObjectSettings;
    readonly checksum: Checksum;
    /** Of an object that came in parts; else the body's MD5. */
    readonly etag?: string;
  },
): StoredObject => {
  const stored = {
    ...object,
    etag: object.etag ?? md5Of(object.body).toString('hex'),
    modifiedEpochMs: cloud.clock.nowEpochMs(),
  };
  bucket.objects.set(object.key, stored);
  return stored;
};
