import type {
  CreateBucketOutput,
  CreateBucketRequest,
  DeleteBucketRequest,
  GetBucketLocationRequest,
  GetBucketVersioningOutput,
  GetBucketVersioningRequest,
  HeadBucketOutput,
  HeadBucketRequest,
  ListBucketsOutput,
  ListBucketsRequest,
} from '@aws-sdk/client-s3';
import { AwsError, operation } from '../../../service';
import { pageOf } from '../../paging';
import { bucketArn } from '../bucket-book';
import { checkBucketName } from '../bucket-name';
import { invalidArgument } from '../errors';
import type { S3Parts } from '../parts';
import { requireUnderstood } from '../understood';

const illegalLocation = (what: string): AwsError =>
  new AwsError(
    'IllegalLocationConstraintException',
    `The ${what} location constraint is incompatible for the region specific endpoint this request was sent to.`,
  );

/** Outside of us-east-1 a bucket's region must be named. `EU` is the old name of eu-west-1. documented (CreateBucket) */
const checkLocation = ({ cloud }: S3Parts, { CreateBucketConfiguration }: CreateBucketRequest) => {
  const given = CreateBucketConfiguration?.LocationConstraint;
  if (given === undefined) {
    if (cloud.region !== 'us-east-1') throw illegalLocation('unspecified');
  } else if (given !== cloud.region && !(given === 'EU' && cloud.region === 'eu-west-1'))
    throw illegalLocation(given);
};

/**
 * All buckets are this account's: one that is there is the caller's own.
 * documented (https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateBucket.html)
 */
const createBucket = (parts: S3Parts, input: CreateBucketRequest): CreateBucketOutput => {
  requireUnderstood(parts, input, ['Bucket', 'CreateBucketConfiguration', 'ObjectOwnership']);
  requireUnderstood(parts, input.CreateBucketConfiguration ?? {}, ['LocationConstraint']);
  if (input.ObjectOwnership !== undefined && input.ObjectOwnership !== 'BucketOwnerEnforced')
    requireUnderstood(parts, { ObjectOwnership: input.ObjectOwnership }, []);
  const name = checkBucketName(input.Bucket);
  checkLocation(parts, input);
  if (parts.book.find(name) !== undefined)
    throw new AwsError(
      'BucketAlreadyOwnedByYou',
      'Your previous request to create the named bucket succeeded and you already own it.',
      409,
    );
  parts.book.add(name);
  return { Location: `http://${name}.s3.amazonaws.com/`, BucketArn: bucketArn(name) };
};

const deleteBucket = (parts: S3Parts, input: DeleteBucketRequest): Record<string, never> => {
  requireUnderstood(parts, input, ['Bucket']);
  const bucket = parts.book.get(input.Bucket);
  if (bucket.objects.size > 0)
    throw new AwsError('BucketNotEmpty', 'The bucket you tried to delete is not empty', 409);
  parts.book.remove(bucket.name);
  return {};
};

const listBuckets = (parts: S3Parts, input: ListBucketsRequest): ListBucketsOutput => {
  requireUnderstood(parts, input, ['Prefix', 'BucketRegion', 'MaxBuckets', 'ContinuationToken']);
  const { Prefix, BucketRegion = parts.cloud.region, MaxBuckets, ContinuationToken } = input;
  const found = parts.book
    .all()
    .filter(({ name }) => name.startsWith(Prefix ?? '') && BucketRegion === parts.cloud.region);
  const page = pageOf(found, {
    token: ContinuationToken,
    limit: MaxBuckets ?? 10_000,
    refuseToken: () => {
      throw invalidArgument('The continuation token provided is incorrect');
    },
  });
  return {
    Buckets: page.items.map(({ name, createdEpochMs }) => ({
      Name: name,
      CreationDate: new Date(createdEpochMs),
      // Told only to who asks for pages or a region. documented
      ...(MaxBuckets === undefined && input.BucketRegion === undefined
        ? {}
        : { BucketRegion: parts.cloud.region, BucketArn: bucketArn(name) }),
    })),
    Owner: { ID: ownerIdOf(parts) },
    ContinuationToken: page.nextToken,
    Prefix,
  };
};

/** The canonical id of an account is 64 hexadecimal digits that tell nothing: these here are made up. */
export const ownerIdOf = ({ cloud }: Pick<S3Parts, 'cloud'>): string =>
  Buffer.from(cloud.account).toString('hex').padEnd(64, '0');

/** What each is authorised by: documented (https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html) */
export const bucketOperations = (parts: S3Parts) => ({
  CreateBucket: operation<CreateBucketRequest, CreateBucketOutput>({
    resources: ({ Bucket }) => [bucketArn(Bucket)],
    run: (input) => createBucket(parts, input),
  }),
  HeadBucket: operation<HeadBucketRequest, HeadBucketOutput>({
    action: 'ListBucket',
    resources: ({ Bucket }) => [bucketArn(Bucket)],
    run: (input) => {
      requireUnderstood(parts, input, ['Bucket']);
      const { name } = parts.book.get(input.Bucket);
      return { BucketRegion: parts.cloud.region, BucketArn: bucketArn(name) };
    },
  }),
  DeleteBucket: operation<DeleteBucketRequest, Record<string, never>>({
    resources: ({ Bucket }) => [bucketArn(Bucket)],
    run: (input) => deleteBucket(parts, input),
  }),
  ListBuckets: operation<ListBucketsRequest, ListBucketsOutput>({
    action: 'ListAllMyBuckets',
    resources: () => ['*'],
    run: (input) => listBuckets(parts, input),
  }),
  GetBucketLocation: operation<GetBucketLocationRequest, { readonly LocationConstraint: string }>({
    resources: ({ Bucket }) => [bucketArn(Bucket)],
    run: (input) => {
      requireUnderstood(parts, input, ['Bucket']);
      parts.book.get(input.Bucket);
      return { LocationConstraint: parts.cloud.region };
    },
  }),
  GetBucketVersioning: operation<GetBucketVersioningRequest, GetBucketVersioningOutput>({
    resources: ({ Bucket }) => [bucketArn(Bucket)],
    // Without a status it never was switched on: here nobody can.
    run: (input) => {
      requireUnderstood(parts, input, ['Bucket']);
      parts.book.get(input.Bucket);
      return {};
    },
  }),
});
