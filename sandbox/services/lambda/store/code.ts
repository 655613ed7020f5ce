import { createHash } from 'node:crypto';
import type { FunctionCode as CodeRequest } from '@aws-sdk/client-lambda';
import { unzipSync } from 'fflate';
import { AwsError, type Caller } from '../../../service';
import { invalidValue } from '../errors';
import type { FunctionCode } from './function-record';

/**
 * The bytes of a package by its place in S3; undefined where there is none. Throws S3's errors, also for a caller who
 * may not read it: a template's packages are read for nobody.
 */
export type PackageAt = (
  bucket: string,
  key: string,
  caller?: Caller,
) => Uint8Array | undefined | Promise<Uint8Array | undefined>;

/** documented (https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html) */
const LARGEST_UNZIPPED_BYTES = 250 * 1024 * 1024;

/** Fetches and checks a package. Throws InvalidParameterValueException, AccessDeniedException. */
export const readCode = async (
  code: CodeRequest,
  packageAt: PackageAt | undefined,
  caller?: Caller,
): Promise<FunctionCode> => {
  const zip = code.ZipFile ?? (await fetchPackage(code, packageAt, caller));
  checkZip(zip);
  return { zip, sha256: createHash('sha256').update(zip).digest('base64') };
};

/** assumed, after what users report: how S3's refusals are told */
const refusalOf = (error: Pick<AwsError, 'code' | 'message'>, place: string): AwsError =>
  error.code.startsWith('AccessDenied')
    ? new AwsError(
        'AccessDeniedException',
        `Your access has been denied by S3, please make sure your request credentials have permission to GetObject for ${place}. S3 Error Code: AccessDenied. S3 Error Message: ${error.message}`,
        403,
      )
    : invalidValue(
        `Error occurred while GetObject. S3 Error Code: ${error.code}. S3 Error Message: ${error.message}`,
      );

const fetchPackage = async (
  { S3Bucket: bucket, S3Key: key, S3ObjectVersion: version }: CodeRequest,
  packageAt: PackageAt | undefined,
  caller: Caller | undefined,
): Promise<Uint8Array> => {
  if (bucket === undefined || key === undefined)
    throw invalidValue('Please provide a source for function code.');
  if (version !== undefined)
    throw new AwsError(
      'NotImplemented',
      'The sandbox does not have versions of objects in S3.',
      501,
    );
  try {
    const zip = await packageAt?.(bucket, key, caller);
    if (zip !== undefined) return zip;
  } catch (error) {
    throw error instanceof AwsError ? refusalOf(error, `${bucket}/${key}`) : error;
  }
  throw refusalOf({ code: 'NoSuchKey', message: 'The specified key does not exist.' }, '');
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
