import type { StoredObject } from './bucket-book';
import { noSuchKey, notHere, notModified, preconditionFailed } from './errors';

export interface ReadConditions {
  readonly IfMatch?: string;
  readonly IfNoneMatch?: string;
  readonly IfModifiedSince?: Date;
  readonly IfUnmodifiedSince?: Date;
}

const bare = (tag: string): string =>
  tag
    .trim()
    .replace(/^W\//, '')
    .replace(/^"(.*)"$/, '$1');

const names = (tags: string, etag: string): boolean =>
  tags.split(',').some((tag) => bare(tag) === '*' || bare(tag) === etag);

/** HTTP's dates have no milliseconds. */
const isLater = ({ modifiedEpochMs }: StoredObject, than: Date): boolean =>
  Math.floor(modifiedEpochMs / 1000) > Math.floor(than.getTime() / 1000);

/**
 * Throws PreconditionFailed, or NotModified. A condition on the ETag that holds wins over one on the date.
 * documented (https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html)
 */
export const checkRead = (object: StoredObject, conditions: ReadConditions): void => {
  const { IfMatch, IfNoneMatch, IfModifiedSince, IfUnmodifiedSince } = conditions;
  if (IfMatch !== undefined) {
    if (!names(IfMatch, object.etag)) throw preconditionFailed();
  } else if (IfUnmodifiedSince !== undefined && isLater(object, IfUnmodifiedSince))
    throw preconditionFailed();
  if (IfNoneMatch !== undefined) {
    if (names(IfNoneMatch, object.etag)) throw notModified();
  } else if (IfModifiedSince !== undefined && !isLater(object, IfModifiedSince))
    throw notModified();
};

/**
 * Of writes: only where there is no such object yet, or only over the one that is meant. Throws PreconditionFailed,
 * NoSuchKey where the one that is meant is gone.
 * documented (https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html)
 */
export const checkWrite = (
  existing: StoredObject | undefined,
  { IfMatch, IfNoneMatch }: Pick<ReadConditions, 'IfMatch' | 'IfNoneMatch'>,
): void => {
  if (IfNoneMatch !== undefined) {
    if (IfNoneMatch !== '*')
      throw notHere('If-None-Match of anything but * for writes, as S3 has not');
    if (existing !== undefined) throw preconditionFailed();
  }
  if (IfMatch === undefined) return;
  if (existing === undefined) throw noSuchKey();
  if (!names(IfMatch, existing.etag)) throw preconditionFailed();
};
