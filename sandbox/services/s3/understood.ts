import { accessDenied, notHere } from './errors';
import type { S3Parts } from './parts';

/** What clients send that changes nothing that anybody could see here. */
const WITHOUT_EFFECT: readonly string[] = [
  'ChecksumAlgorithm',
  'ChecksumMode',
  'ContentLength',
  'RequestPayer',
];

/**
 * Refuses what an operation would have to obey and cannot: a setting that is passed over in silence is found out on
 * AWS. Throws NotImplemented with the member's name, and AccessDenied where the bucket is said to be somebody else's.
 */
export const requireUnderstood = (
  { cloud }: Pick<S3Parts, 'cloud'>,
  input: object,
  members: readonly string[],
): void => {
  const given = new Map<string, unknown>(Object.entries(input));
  const owner = given.get('ExpectedBucketOwner');
  if (owner !== undefined && owner !== cloud.account) throw accessDenied();
  for (const [name, value] of given)
    if (
      value !== undefined &&
      name !== 'ExpectedBucketOwner' &&
      !WITHOUT_EFFECT.includes(name) &&
      !members.includes(name)
    )
      throw notHere(`${name} of S3`);
};
