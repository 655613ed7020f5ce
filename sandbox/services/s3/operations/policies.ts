import type {
  DeleteBucketPolicyRequest,
  GetBucketPolicyOutput,
  GetBucketPolicyRequest,
  PutBucketPolicyRequest,
} from '@aws-sdk/client-s3';
import { parsePolicy } from '../../../permissions/policy';
import { matchesWildcard } from '../../../permissions/wildcard';
import { AwsError, operation } from '../../../service';
import { bucketArn, type Bucket } from '../bucket-book';
import type { S3Parts } from '../parts';
import { requireUnderstood } from '../understood';

const malformed = (message: string): AwsError => new AwsError('MalformedPolicy', message);

const isOfBucket = (pattern: string, { name }: Bucket): boolean =>
  pattern === bucketArn(name) ||
  pattern.startsWith(`${bucketArn(name)}/`) ||
  matchesWildcard(pattern, bucketArn(name));

/**
 * Gives the bucket a policy, as text or as a template holds it. Throws MalformedPolicy: it must name principals, and
 * nothing outside of the bucket.
 * documented (https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-policies.html); the sentences are assumed
 */
export const putPolicy = (bucket: Bucket, document: unknown): void => {
  const text = typeof document === 'string' ? document : JSON.stringify(document);
  const statements = ((): ReturnType<typeof parsePolicy> => {
    try {
      return parsePolicy(text);
    } catch (error) {
      throw malformed(error instanceof Error ? error.message : 'Policies must be valid JSON');
    }
  })();
  for (const { principals, resources } of statements) {
    if (principals === undefined) throw malformed('Missing required field Principal');
    if (!resources.negated && !resources.patterns.every((it) => isOfBucket(it, bucket)))
      throw malformed('Policy has invalid resource');
  }
  bucket.policy = text;
};

export const policyOperations = (parts: S3Parts) => ({
  PutBucketPolicy: operation<PutBucketPolicyRequest, Record<string, never>>({
    resources: ({ Bucket }) => [bucketArn(Bucket)],
    run: (input) => {
      requireUnderstood(parts, input, ['Bucket', 'Policy', 'ContentMD5']);
      putPolicy(parts.book.get(input.Bucket), input.Policy);
      return {};
    },
  }),
  GetBucketPolicy: operation<GetBucketPolicyRequest, GetBucketPolicyOutput>({
    resources: ({ Bucket }) => [bucketArn(Bucket)],
    run: (input) => {
      requireUnderstood(parts, input, ['Bucket']);
      const { policy } = parts.book.get(input.Bucket);
      if (policy === undefined)
        throw new AwsError('NoSuchBucketPolicy', 'The bucket policy does not exist', 404);
      return { Policy: policy };
    },
  }),
  DeleteBucketPolicy: operation<DeleteBucketPolicyRequest, Record<string, never>>({
    resources: ({ Bucket }) => [bucketArn(Bucket)],
    run: (input) => {
      requireUnderstood(parts, input, ['Bucket']);
      parts.book.get(input.Bucket).policy = undefined;
      return {};
    },
  }),
});
