import type {
  DeleteObjectOutput,
  DeleteObjectRequest,
  DeleteObjectsOutput,
  DeleteObjectsRequest,
  ObjectIdentifier,
} from '@aws-sdk/client-s3';
import { AwsError, type Caller, operation } from '../../../service';
import { type Bucket, objectArn } from '../bucket-book';
import { preconditionFailed } from '../errors';
import type { S3Parts } from '../parts';
import { checkRead } from '../preconditions';
import { requireUnderstood } from '../understood';

/** documented (https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjects.html) */
const MOST_KEYS = 1_000;

/** A key that is not there is deleted like any other. Throws PreconditionFailed. */
const remove = (bucket: Bucket, key: string, etag: string | undefined): void => {
  const object = bucket.objects.get(key);
  if (etag !== undefined) {
    if (object === undefined) throw preconditionFailed();
    checkRead(object, { IfMatch: etag });
  }
  bucket.objects.delete(key);
};

type Outcome = Required<Pick<DeleteObjectsOutput, 'Deleted' | 'Errors'>>;

/** Each key is authorised by itself, and one that is refused keeps none of the others. */
const removeOne = (
  parts: S3Parts,
  { bucket, caller }: { readonly bucket: Bucket; readonly caller: Caller },
  { Key = '', ETag, ...others }: ObjectIdentifier,
): Outcome => {
  try {
    requireUnderstood(parts, others, []);
    parts.authorise(caller, 's3:DeleteObject', [objectArn(bucket.name, Key)]);
    remove(bucket, Key, ETag);
    return { Deleted: [{ Key }], Errors: [] };
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    const Code = error.code === 'AccessDeniedException' ? 'AccessDenied' : error.code;
    return { Deleted: [], Errors: [{ Key, Code, Message: error.message }] };
  }
};

const removeAll = (
  parts: S3Parts,
  input: DeleteObjectsRequest,
  caller: Caller,
): DeleteObjectsOutput => {
  requireUnderstood(parts, input, ['Bucket', 'Delete']);
  const bucket = parts.book.get(input.Bucket);
  const { Objects = [], Quiet = false } = input.Delete ?? {};
  if (Objects.length === 0 || Objects.length > MOST_KEYS)
    throw new AwsError(
      'MalformedXML',
      'The XML you provided was not well-formed or did not validate against our published schema',
    );
  const outcomes = Objects.map((each) => removeOne(parts, { bucket, caller }, each));
  return {
    Deleted: Quiet ? [] : outcomes.flatMap((it) => it.Deleted),
    Errors: outcomes.flatMap((it) => it.Errors),
  };
};

export const deleteOperations = (parts: S3Parts) => ({
  DeleteObject: operation<DeleteObjectRequest, DeleteObjectOutput>({
    resources: ({ Bucket, Key }) => [objectArn(Bucket, Key)],
    run: (input) => {
      requireUnderstood(parts, input, ['Bucket', 'Key', 'IfMatch']);
      remove(parts.book.get(input.Bucket), input.Key ?? '', input.IfMatch);
      return {};
    },
  }),
  DeleteObjects: operation<DeleteObjectsRequest, DeleteObjectsOutput>({
    action: 'DeleteObject',
    resources: () => [],
    run: (input, { caller }) => removeAll(parts, input, caller),
  }),
});
