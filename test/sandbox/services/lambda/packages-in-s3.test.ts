import { createPackageReader } from '../../../../sandbox/services/s3/package-reader';
import { readCode } from '../../../../sandbox/services/lambda/store/code';
import { AwsError, type Caller } from '../../../../sandbox/service';
import { zipOf } from '../../functions/a-function';

const ZIP = zipOf({ 'index.js': 'exports.handler = 1' });
const CALLER: Caller = { kind: 'role', arn: 'arn:aws:sts::123456789012:assumed-role/ci/ci' };

/** One package in one bucket, and callers who may read what the test says. */
const reader = (mayRead: (resource: string) => boolean = () => true) =>
  createPackageReader(
    {
      hasBucket: (bucket) => bucket === 'code',
      read: (bucket, key) => (`${bucket}/${key}` === 'code/f.zip' ? ZIP : undefined),
      put: () => undefined,
    },
    {
      authorise: (_caller, action, resources) => {
        if (!resources.every(mayRead))
          throw new AwsError('AccessDeniedException', `not authorized to perform: ${action}`);
      },
    },
  );
const at = (S3Bucket: string, S3Key: string) => ({ S3Bucket, S3Key });

it('reads the package of a function out of its bucket', async () => {
  const { zip } = await readCode(at('code', 'f.zip'), reader(), CALLER);
  expect(zip).toBe(ZIP);
});

it('reads it with the permissions of whoever names it', async () => {
  const blind = reader((resource) => resource !== 'arn:aws:s3:::code/f.zip');
  await expect(readCode(at('code', 'f.zip'), blind, CALLER)).rejects.toMatchObject({
    ...{ code: 'AccessDeniedException', statusCode: 403 },
    message:
      'Your access has been denied by S3, please make sure your request credentials have permission to GetObject for code/f.zip. S3 Error Code: AccessDenied. S3 Error Message: not authorized to perform: s3:GetObject',
  });
  // A template names it for nobody.
  expect((await readCode(at('code', 'f.zip'), blind)).zip).toBe(ZIP);
});

it.each([
  ['NoSuchKey', at('code', 'none.zip'), 'The specified key does not exist.'],
  ['NoSuchBucket', at('nowhere', 'f.zip'), 'The specified bucket does not exist'],
])('tells %s as Lambda does', async (code, place, words) => {
  await expect(readCode(place, reader(), CALLER)).rejects.toMatchObject({
    code: 'InvalidParameterValueException',
    message: `Error occurred while GetObject. S3 Error Code: ${code}. S3 Error Message: ${words}`,
  });
});

it('has no versions of objects', async () => {
  const code = { ...at('code', 'f.zip'), S3ObjectVersion: '1' };
  await expect(readCode(code, reader(), CALLER)).rejects.toMatchObject({ code: 'NotImplemented' });
});
