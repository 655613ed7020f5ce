import type { Identity } from '../../permissions/identity';
import type { Caller, ObjectsPort } from '../../service';
import { objectArn } from './bucket-book';
import { noSuchBucket, noSuchKey } from './errors';

/**
 * Reads an object under the permissions of whoever names it to another service; as CloudFormation, where nobody does.
 * Throws AccessDeniedException, NoSuchBucket, NoSuchKey.
 */
export const createPackageReader =
  (objects: ObjectsPort, { authorise }: Pick<Identity, 'authorise'>) =>
  (bucket: string, key: string, caller?: Caller): Uint8Array => {
    if (caller !== undefined) authorise(caller, 's3:GetObject', [objectArn(bucket, key)]);
    const body = objects.read(bucket, key);
    if (body !== undefined) return body;
    throw objects.hasBucket(bucket) ? noSuchKey() : noSuchBucket();
  };
