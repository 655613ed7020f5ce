import { createBundles } from '../../../../../sandbox/services/codedeploy/platforms/server/bundles';
import { zipOf } from '../../../functions/a-function';

const APP_SPEC = 'version: 0.0\nos: linux\nhooks:\n  ApplicationStart:\n    - location: start.sh\n';
const at = { bucket: 'releases', key: 'v1.zip' };

/** Bundles over a bucket that holds one archive. */
const bundlesWith = (archive: Uint8Array | undefined) =>
  createBundles(() => ({
    hasBucket: () => true,
    read: (bucket, key) => (`${bucket}/${key}` === 'releases/v1.zip' ? archive : undefined),
    put: () => undefined,
  }));

it('takes the AppSpec out of a zip in S3', () => {
  const bundles = bundlesWith(zipOf({ 'appspec.yml': APP_SPEC, 'start.sh': 'true' }));
  expect(bundles.read({ revisionType: 'S3', s3Location: { ...at, bundleType: 'zip' } })).toEqual({
    spec: {
      os: 'linux',
      hooks: { ApplicationStart: [expect.objectContaining({ location: 'start.sh' })] },
    },
  });
});

it('takes one that was put by hand before that', () => {
  const bundles = bundlesWith(zipOf({ 'appspec.yml': APP_SPEC }));
  bundles.put(at, 'version: 0.0\nos: windows\n');
  expect(bundles.read({ s3Location: at })).toEqual({ spec: { os: 'windows', hooks: {} } });
});

it.each([
  ['no archive', undefined, 'zip', 'The specified key does not exist.'],
  [
    'an archive without AppSpec',
    zipOf({ 'app/appspec.yml': APP_SPEC }),
    'zip',
    'did not find an AppSpec',
  ],
  ['what is no archive', Buffer.from('hello'), 'zip', 'not a zip archive'],
  ['another kind of archive', Buffer.from(''), 'tgz', 'does not unpack a bundle of the type tgz'],
] as const)('says what is wrong with %s', (_what, archive, bundleType, fault) => {
  const read = bundlesWith(archive).read({ s3Location: { ...at, bundleType } });
  expect(read).toEqual({ fault: expect.stringContaining(fault) });
});
