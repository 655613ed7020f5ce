import { createLogs } from '../../../sandbox/services/logs';
import { createS3 } from '../../../sandbox/services/s3/s3';
import { aMessagingCloud, create, refusalOf } from '../../support/messaging-cloud';

describe('a template', () => {
  it('can have log groups', async () => {
    const logs = createLogs(aMessagingCloud().cloud);
    const group = { LogGroupName: '/aws/lambda/hook', RetentionInDays: 14 };
    expect(await create(logs, 'AWS::Logs::LogGroup', group)).toEqual({
      ref: '/aws/lambda/hook',
      attributes: { Arn: 'arn:aws:logs:eu-west-1:123456789012:log-group:/aws/lambda/hook:*' },
    });
  });

  it('can have its deployment bucket, named or not, and the policy of that', async () => {
    const s3 = createS3(aMessagingCloud().cloud, { authorise: () => undefined });
    const bucket = await create(s3, 'AWS::S3::Bucket', {});
    expect(bucket.ref).toMatch(/^thing-[a-z0-9]{12}$/);
    expect(bucket.attributes['Arn']).toBe(`arn:aws:s3:::${bucket.ref}`);
    const policy = { Bucket: bucket.ref, PolicyDocument: { Statement: [] } };
    expect((await create(s3, 'AWS::S3::BucketPolicy', policy)).ref).toBe(bucket.ref);
  });

  it('is refused with every wrong property named', async () => {
    const s3 = createS3(aMessagingCloud().cloud, { authorise: () => undefined });
    expect(await refusalOf(create(s3, 'AWS::S3::BucketPolicy', {}))).toMatch(
      /^ValidationException: .*resource Thing: Bucket: .*; PolicyDocument: /,
    );
  });
});
