import { createHash } from 'node:crypto';
import type { FunctionCode as CodeRequest } from '@aws-sdk/client-lambda';
import { unzipSync } from 'fflate';
import { invalidValue } from '../errors';
import type { FunctionCode } from './function-record';

/** The bytes of a package by its place in S3; undefined where there is none. */
export type PackageAt = (
  bucket: string,
  key: string,
) => Uint8Array | undefined | Promise<Uint8Array | undefined>;

/** documented (https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html) */
const LARGEST_UNZIPPED_BYTES = 250 * 1024 * 1024;

/** Fetches and checks a package. Throws InvalidParameterValueException. */
export const readCode = async (
  { ZipFile, S3Bucket, S3Key }: CodeRequest,
  packageAt: PackageAt | undefined,
): Promise<FunctionCode> => {
  const zip = ZipFile ?? (await fetchPackage(S3Bucket, S3Key, packageAt));
  checkZip(zip);
  return { zip, sha256: createHash('sha256').update(zip).digest('base64') };
};

const fetchPackage = async (
  bucket: string | undefined,
  key: string | undefined,
  packageAt: PackageAt | undefined,
): Promise<Uint8Array> => {
  if (bucket === undefined || key === undefined)
    throw invalidValue('Please provide a source for function code.');
  const zip = await packageAt?.(bucket, key);
  if (zip === undefined)
    throw invalidValue(
      'Error occurred while GetObject. S3 Error Code: NoSuchKey. S3 Error Message: The specified key does not exist.',
    );
  return zip;
};

const checkZip = (zip: Uint8Array): void => {
  let unzippedBytes = 0;
  try {
    // The filter sees every entry of the directory and unpacks none.
    unzipSync(zip, {
      filter: ({ originalSize }) => {
        unzippedBytes += originalSize;
        return false;
      },
    });
  } catch {
    throw invalidValue(
      'Could not unzip uploaded file. Please check your file, then try to upload again.',
    );
  }
  if (unzippedBytes >= LARGEST_UNZIPPED_BYTES)
    throw invalidValue(`Unzipped size must be smaller than ${LARGEST_UNZIPPED_BYTES} bytes`);
};
