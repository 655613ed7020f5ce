import { AwsError } from '../../service';

const SHAPE = /^[a-z0-9](?:[a-z0-9.-]{1,61})[a-z0-9]$/;
const RESERVED = /^(?:xn--|sthree-|amzn-s3-demo-)|(?:-s3alias|--ol-s3|\.mrap|--x-s3|--table-s3)$/;

/**
 * Throws InvalidBucketName.
 * documented (https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html)
 */
export const checkBucketName = (name = ''): string => {
  const isAddress = /^\d+\.\d+\.\d+\.\d+$/.test(name);
  if (!SHAPE.test(name) || name.includes('..') || isAddress || RESERVED.test(name))
    throw new AwsError('InvalidBucketName', 'The specified bucket is not valid.');
  return name;
};
