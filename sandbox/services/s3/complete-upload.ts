import type { CompletedPart } from '@aws-sdk/client-s3';
import { AwsError } from '../../service';
import type { Upload, UploadedPart } from './bucket-book';
import { type Checksum, md5Of, sumOf, toChecksumMembers } from './checksums';

/** Of every part but the last. documented (https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html) */
const SMALLEST_PART_BYTES = 5 * 1024 * 1024;

const invalidPart = (): AwsError =>
  new AwsError(
    'InvalidPart',
    "One or more of the specified parts could not be found.  The part may not have been uploaded, or the specified entity tag may not match the part's entity tag.",
  );

const sumsOf = (members: object): readonly (readonly [string, unknown])[] =>
  Object.entries(members).filter(([name, value]) => name.startsWith('Checksum') && value);

const isPart = (part: UploadedPart, named: CompletedPart): boolean => {
  const own = new Map<string, unknown>(Object.entries(toChecksumMembers(part.checksum)));
  return (
    named.ETag?.replaceAll('"', '') === part.etag &&
    sumsOf(named).every(([name, value]) => own.get(name) === value)
  );
};

/**
 * The parts that the client names, in its order. Throws InvalidPart, InvalidPartOrder, EntityTooSmall.
 * documented (https://docs.aws.amazon.com/AmazonS3/latest/API/API_CompleteMultipartUpload.html)
 */
export const chooseParts = (
  upload: Upload,
  named: readonly CompletedPart[],
): readonly UploadedPart[] => {
  const parts = named.map((each) => {
    const part = upload.parts.get(each.PartNumber ?? 0);
    if (part === undefined || !isPart(part, each)) throw invalidPart();
    return part;
  });
  if (parts.some((part, index) => part.number <= (parts[index - 1]?.number ?? 0)))
    throw new AwsError(
      'InvalidPartOrder',
      'The list of parts was not in ascending order. Parts must be ordered by part number.',
    );
  if (parts.slice(0, -1).some(({ body }) => body.length < SMALLEST_PART_BYTES))
    throw new AwsError(
      'EntityTooSmall',
      'Your proposed upload is smaller than the minimum allowed size',
    );
  return parts;
};

/**
 * The ETag of an object that came in parts is the MD5 of its parts' MD5s. Its checksum is the whole's, or a sum of
 * sums in the same way.
 * documented (https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity-upload.html)
 */
export const joinParts = (
  { algorithm = 'CRC64NVME', checksumType }: Upload,
  parts: readonly UploadedPart[],
): { readonly body: Uint8Array; readonly etag: string; readonly checksum: Checksum } => {
  const body = new Uint8Array(Buffer.concat(parts.map((part) => part.body)));
  const end = `-${parts.length}`;
  const etag = md5Of(Buffer.concat(parts.map((part) => Buffer.from(part.etag, 'hex'))));
  const type = checksumType ?? (algorithm === 'CRC64NVME' ? 'FULL_OBJECT' : 'COMPOSITE');
  const sums = Buffer.concat(parts.map(({ checksum }) => Buffer.from(checksum.value, 'base64')));
  const value = type === 'FULL_OBJECT' ? sumOf(algorithm, body) : sumOf(algorithm, sums) + end;
  return { body, etag: etag.toString('hex') + end, checksum: { algorithm, type, value } };
};
