import {
  BucketLocationConstraint,
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import type { Resource } from '../resource';

/** Of the one object in the bucket: text, and no function's package. */
export const OBJECT_KEY = 'package.zip';

const isLocation = (region: string): region is BucketLocationConstraint =>
  Object.values<string>(BucketLocationConstraint).includes(region);

export const bucket: Resource = {
  describe: ({ bucketName }) => `a bucket ${bucketName}, with objects of a few bytes`,
  needs: [],
  make: async ({ clients: { s3 }, names: { bucketName: Bucket }, place: { region } }) => {
    // S3's first region is not named.
    const settings = isLocation(region)
      ? { CreateBucketConfiguration: { LocationConstraint: region } }
      : {};
    await s3.send(new CreateBucketCommand({ Bucket, ...settings }));
    await s3.send(new PutObjectCommand({ Bucket, Key: OBJECT_KEY, Body: 'no package' }));
  },
  remove: async ({ clients: { s3 }, names: { bucketName: Bucket } }) => {
    await s3.send(new DeleteObjectCommand({ Bucket, Key: OBJECT_KEY }));
    await s3.send(new DeleteBucketCommand({ Bucket }));
  },
};
