import type { Cloud } from '../../service';
import type { Checksum, Algorithm } from './checksums';
import { noSuchBucket } from './errors';

/** What an object says of itself beside its bytes; given with it, and given back. */
export interface ObjectSettings {
  readonly ContentType: string;
  readonly CacheControl?: string;
  readonly ContentDisposition?: string;
  readonly ContentEncoding?: string;
  readonly ContentLanguage?: string;
  readonly Expires?: Date;
  readonly WebsiteRedirectLocation?: string;
  readonly Metadata: Readonly<Record<string, string>>;
  readonly StorageClass: string;
}

export interface StoredObject {
  readonly key: string;
  readonly body: Uint8Array;
  /** Without quotes: the MD5 of the body in hexadecimal, or of its parts with how many there were. */
  readonly etag: string;
  readonly modifiedEpochMs: number;
  readonly settings: ObjectSettings;
  readonly checksum: Checksum;
}

export interface UploadedPart {
  readonly number: number;
  readonly body: Uint8Array;
  readonly etag: string;
  readonly modifiedEpochMs: number;
  readonly checksum: Checksum;
}

/** An object that comes in parts and is not there yet. */
export interface Upload {
  readonly id: string;
  readonly key: string;
  readonly startedEpochMs: number;
  readonly settings: ObjectSettings;
  readonly algorithm?: Algorithm;
  readonly checksumType?: Checksum['type'];
  readonly parts: Map<number, UploadedPart>;
}

export interface Bucket {
  readonly name: string;
  readonly createdEpochMs: number;
  readonly objects: Map<string, StoredObject>;
  readonly uploads: Map<string, Upload>;
  /** As JSON text. */
  policy?: string;
}

export interface BucketBook {
  /** Throws NoSuchBucket. */
  get(name: string | undefined): Bucket;
  find(name: string): Bucket | undefined;
  /** By name. */
  all(): readonly Bucket[];
  add(name: string): Bucket;
  remove(name: string): void;
}

/** As S3 orders keys: by the bytes of UTF-8, where JavaScript compares halves of surrogate pairs. */
export const compareKeys = (one: string, other: string): number =>
  Buffer.compare(Buffer.from(one), Buffer.from(other));

export const bucketArn = (name: string | undefined): string => `arn:aws:s3:::${name ?? ''}`;
export const objectArn = (bucket: string | undefined, key: string | undefined): string =>
  `${bucketArn(bucket)}/${key ?? ''}`;

export const createBucketBook = ({ clock }: Pick<Cloud, 'clock'>): BucketBook => {
  const buckets = new Map<string, Bucket>();
  return {
    get: (name = '') => {
      const bucket = buckets.get(name);
      if (bucket === undefined) throw noSuchBucket();
      return bucket;
    },
    find: (name) => buckets.get(name),
    all: () => [...buckets.values()].sort((one, other) => compareKeys(one.name, other.name)),
    add: (name) => {
      const bucket: Bucket = {
        name,
        createdEpochMs: clock.nowEpochMs(),
        objects: new Map(),
        uploads: new Map(),
      };
      buckets.set(name, bucket);
      return bucket;
    },
    remove: (name) => void buckets.delete(name),
  };
};
