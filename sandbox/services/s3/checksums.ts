import { createHash } from 'node:crypto';
import type { ChecksumAlgorithm, ChecksumType } from '@aws-sdk/client-s3';
import { AwsError } from '../../service';
import { crc32, crc32c, crc64nvme } from './crc';
import { invalidRequest, notHere } from './errors';

/** The members of an input or an output that hold a checksum, by the algorithm's name. */
const MEMBERS = {
  CRC32: 'ChecksumCRC32',
  CRC32C: 'ChecksumCRC32C',
  CRC64NVME: 'ChecksumCRC64NVME',
  SHA1: 'ChecksumSHA1',
  SHA256: 'ChecksumSHA256',
} as const;
export type Algorithm = keyof typeof MEMBERS;
type Member = (typeof MEMBERS)[Algorithm];
export type ChecksumMembers = { readonly [Name in Member]?: string };

export const ALGORITHMS = ['CRC32', 'CRC32C', 'CRC64NVME', 'SHA1', 'SHA256'] as const;
export const checksumMembers: readonly string[] = Object.values(MEMBERS);

export interface Checksum {
  readonly algorithm: Algorithm;
  /** In base 64; of parts, with how many there are: `…==-3`. */
  readonly value: string;
  readonly type: ChecksumType;
}

const hash =
  (name: 'sha1' | 'sha256') =>
  (bytes: Uint8Array): Buffer =>
    createHash(name).update(bytes).digest();
const SUMS: Readonly<Record<Algorithm, (bytes: Uint8Array) => Buffer>> = {
  CRC32: crc32,
  CRC32C: crc32c,
  CRC64NVME: crc64nvme,
  SHA1: hash('sha1'),
  SHA256: hash('sha256'),
};

export const sumOf = (algorithm: Algorithm, bytes: Uint8Array): string =>
  SUMS[algorithm](bytes).toString('base64');

export const md5Of = (bytes: Uint8Array): Buffer => createHash('md5').update(bytes).digest();

/** Throws NotImplemented for one that the sandbox cannot compute. */
export const toAlgorithm = (name: ChecksumAlgorithm | undefined): Algorithm | undefined => {
  const found = ALGORITHMS.find((it) => it === name);
  if (name !== undefined && found === undefined) throw notHere(`the checksum ${name}`);
  return found;
};

/** The checksum that came with a request. Throws InvalidRequest for more than one. */
const givenChecksum = (
  input: ChecksumMembers,
): { readonly algorithm: Algorithm; readonly value: string } | undefined => {
  const given = ALGORITHMS.flatMap((algorithm) => {
    const value = input[MEMBERS[algorithm]];
    return value === undefined ? [] : [{ algorithm, value }];
  });
  if (given.length > 1)
    throw invalidRequest(
      'Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.',
    );
  return given[0];
};

/**
 * The checksum that a body is kept with: the client's, once it was found to be true, else CRC-64/NVME. Throws
 * BadDigest. documented (https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity-upload.html)
 */
export const checkBody = (
  body: Uint8Array,
  input: ChecksumMembers & {
    readonly ContentMD5?: string;
    readonly ChecksumAlgorithm?: ChecksumAlgorithm;
  },
): Checksum => {
  if (input.ContentMD5 !== undefined) checkMd5(body, input.ContentMD5);
  const given = givenChecksum(input);
  const algorithm = given?.algorithm ?? toAlgorithm(input.ChecksumAlgorithm) ?? 'CRC64NVME';
  const value = sumOf(algorithm, body);
  if (given !== undefined && given.value !== value)
    throw new AwsError(
      'BadDigest',
      `The ${algorithm} you specified did not match the calculated checksum.`,
    );
  return { algorithm, value, type: 'FULL_OBJECT' };
};

const checkMd5 = (body: Uint8Array, given: string): void => {
  const bytes = Buffer.from(given, 'base64');
  if (bytes.length !== 16)
    throw new AwsError('InvalidDigest', 'The Content-MD5 you specified was invalid.');
  if (!bytes.equals(md5Of(body)))
    throw new AwsError(
      'BadDigest',
      'The Content-MD5 you specified did not match what we received.',
    );
};

/** As an answer tells it. */
export const toChecksumMembers = (checksum: Checksum | undefined): ChecksumMembers =>
  checksum === undefined ? {} : { [MEMBERS[checksum.algorithm]]: checksum.value };
