import type { ObjectCannedACL, StorageClass } from '@aws-sdk/client-s3';
import { AwsError } from '../../service';
import type { ObjectSettings } from './bucket-book';

interface GivenSettings {
  readonly ACL?: ObjectCannedACL;
  readonly ContentType?: string;
  readonly CacheControl?: string;
  readonly ContentDisposition?: string;
  readonly ContentEncoding?: string;
  readonly ContentLanguage?: string;
  readonly Expires?: Date;
  readonly WebsiteRedirectLocation?: string;
  readonly Metadata?: Readonly<Record<string, string>>;
  readonly StorageClass?: StorageClass;
  readonly ServerSideEncryption?: string;
}

/** The members that `toSettings` reads. */
export const SETTINGS = [
  'ACL',
  'ContentType',
  'CacheControl',
  'ContentDisposition',
  'ContentEncoding',
  'ContentLanguage',
  'Expires',
  'WebsiteRedirectLocation',
  'Metadata',
  'StorageClass',
  'ServerSideEncryption',
] as const;

/** Those that an object can be read from at once; archives are not here. */
const STORAGE_CLASSES: readonly string[] = [
  ...['STANDARD', 'STANDARD_IA', 'ONEZONE_IA', 'INTELLIGENT_TIERING', 'GLACIER_IR'],
  'REDUCED_REDUNDANCY',
];

/** documented (https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html) */
const MOST_METADATA_BYTES = 2_048;

/**
 * What an object is kept with. Throws AccessControlListNotSupported, as a bucket does whose owner owns everything in
 * it, which buckets are made to be
 * (documented: https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html), MetadataTooLarge,
 * and InvalidArgument for encryption with other keys than S3's own, which the sandbox has not.
 */
export const toSettings = (given: GivenSettings): ObjectSettings => {
  const { ACL, ServerSideEncryption, Metadata = {}, StorageClass = 'STANDARD' } = given;
  if (ACL !== undefined && ACL !== 'bucket-owner-full-control')
    throw new AwsError('AccessControlListNotSupported', 'The bucket does not allow ACLs');
  if (ServerSideEncryption !== undefined && ServerSideEncryption !== 'AES256')
    throw new AwsError(
      'NotImplemented',
      `The sandbox does not have ServerSideEncryption ${ServerSideEncryption} of S3.`,
      501,
    );
  if (!STORAGE_CLASSES.includes(StorageClass))
    throw new AwsError('InvalidStorageClass', 'The storage class you specified is not valid');
  const bytes = Object.entries(Metadata).reduce(
    (sum, [name, value]) => sum + Buffer.byteLength(name) + Buffer.byteLength(value),
    0,
  );
  if (bytes > MOST_METADATA_BYTES)
    throw new AwsError(
      'MetadataTooLarge',
      'Your metadata headers exceed the maximum allowed metadata size',
    );
  // What is given is a whole request: only what an object keeps is taken from it.
  return {
    ContentType: given.ContentType ?? 'binary/octet-stream',
    CacheControl: given.CacheControl,
    ContentDisposition: given.ContentDisposition,
    ContentEncoding: given.ContentEncoding,
    ContentLanguage: given.ContentLanguage,
    Expires: given.Expires,
    WebsiteRedirectLocation: given.WebsiteRedirectLocation,
    Metadata,
    StorageClass,
  };
};
