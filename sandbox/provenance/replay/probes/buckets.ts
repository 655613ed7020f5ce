import { CreateFunctionCommand, DeleteFunctionCommand } from '@aws-sdk/client-lambda';
import {
  CompleteMultipartUploadCommand,
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteBucketPolicyCommand,
  GetBucketPolicyCommand,
  GetObjectCommand,
  PutBucketPolicyCommand,
} from '@aws-sdk/client-s3';
import { arnsOf, type Probe } from '../probe';
import { OBJECT_KEY } from '../resources/buckets';

const refusals: Probe = {
  id: 's3-refusals',
  needs: ['bucket'],
  run: async (context) => {
    const { clients, names, ask } = context;
    const { s3 } = clients;
    const Bucket = context.names.bucketName;
    const absent = { Bucket: `${names.prefix}-absent`, Key: OBJECT_KEY };
    const read = (step: string, input: { Bucket: string; Key: string; Range?: string }) =>
      ask(step, async () => {
        const { ContentLength } = await s3.send(new GetObjectCommand(input));
        return { ContentLength };
      });
    await read('an object of a bucket that is not there', absent);
    await read('an object that is not there', { Bucket, Key: 'absent' });
    await read('a range that it has not', { Bucket, Key: OBJECT_KEY, Range: 'bytes=100-200' });
    await ask('a bucket that is not empty', () => s3.send(new DeleteBucketCommand({ Bucket })));
    await ask('a policy that there is not', () => s3.send(new GetBucketPolicyCommand({ Bucket })));
    await ask('an upload that there is not', () =>
      s3.send(new CompleteMultipartUploadCommand({ Bucket, Key: OBJECT_KEY, UploadId: 'none' })),
    );
    await ask(
      'a name with a capital',
      () => s3.send(new CreateBucketCommand({ Bucket: `${names.prefix}-Capital` })),
      () => s3.send(new DeleteBucketCommand({ Bucket: `${names.prefix}-Capital` })),
    );
  },
};

const policies: Probe = {
  id: 's3-bucket-policies',
  needs: ['bucket'],
  run: async (context) => {
    const { s3 } = context.clients;
    const Bucket = context.names.bucketName;
    const whole = {
      Effect: 'Deny',
      Principal: '*',
      Action: 's3:GetObject',
      Resource: `arn:aws:s3:::${Bucket}/none`,
    };
    const { Principal: _, ...nobody } = whole;
    const wrong: Readonly<Record<string, unknown>> = {
      'no statement': {},
      'no principal': nobody,
      'another bucket': { ...whole, Resource: 'arn:aws:s3:::another/none' },
      "another service's action": { ...whole, Action: 'sqs:SendMessage' },
      'an effect that is none': { ...whole, Effect: 'Perhaps' },
    };
    for (const [step, Statement] of Object.entries(wrong)) {
      const Policy = JSON.stringify({ Version: '2012-10-17', Statement: [Statement] });
      await context.ask(
        step,
        () => s3.send(new PutBucketPolicyCommand({ Bucket, Policy })),
        () => s3.send(new DeleteBucketPolicyCommand({ Bucket })),
      );
    }
    await context.ask('no JSON', () =>
      s3.send(new PutBucketPolicyCommand({ Bucket, Policy: '{' })),
    );
  },
};

/** Functions whose package is not there, or is none: each is refused. */
const packages: Probe = {
  id: 'lambda-packages',
  needs: ['bucket', 'function'],
  run: async (context) => {
    const { clients, names, place, ask } = context;
    const { lambda } = clients;
    const Bucket = context.names.bucketName;
    const FunctionName = `${names.prefix}-refused`;
    const create = (step: string, Code: { readonly S3Bucket: string; readonly S3Key: string }) =>
      ask(
        step,
        () =>
          lambda.send(
            new CreateFunctionCommand({
              FunctionName,
              Role: arnsOf(names, place).lambdaRole,
              Runtime: 'nodejs24.x',
              Handler: 'index.handler',
              Code,
            }),
          ),
        () => lambda.send(new DeleteFunctionCommand({ FunctionName })),
      );
    await create('no bucket', { S3Bucket: `${names.prefix}-absent`, S3Key: OBJECT_KEY });
    await create('no object', { S3Bucket: Bucket, S3Key: 'absent' });
    await create('an object that is no package', { S3Bucket: Bucket, S3Key: OBJECT_KEY });
  },
};

export const bucketProbes: readonly Probe[] = [refusals, policies, packages];
