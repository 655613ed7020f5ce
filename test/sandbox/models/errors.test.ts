import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { commonErrors, ownErrors } from '../../../sandbox/provenance/models/common-errors';
import { createPublishedModels } from '../../support/model-watch';

const SERVICES = join(__dirname, '../../../sandbox/services');

/** Folders of the sandbox's services, each with the name that its calls are signed with. */
const SIGNING_NAMES: Readonly<Record<string, string>> = {
  cloudwatch: 'monitoring',
  codedeploy: 'codedeploy',
  codepipeline: 'codepipeline',
  dynamodb: 'dynamodb',
  ecs: 'ecs',
  eventbridge: 'events',
  iam: 'iam',
  lambda: 'lambda',
  s3: 's3',
  sns: 'sns',
  sqs: 'sqs',
  ssm: 'ssm',
  'step-functions': 'states',
};

/** Thrown to other services inside the sandbox, and never answered to a client. */
const INSIDE: Readonly<Record<string, readonly string[]>> = {
  // What SNS would answer CodeDeploy, which only notes that a trigger failed.
  codedeploy: ['AuthorizationError'],
  // The port's code for a queue that is not there, as dead letters name it.
  sqs: ['AWS.SimpleQueueService.NonExistentQueue'],
};

/** What a service answers though its model leaves it out: its list of error codes has it. */
const LISTED: Readonly<Record<string, readonly string[]>> = {
  // https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html; NotModified is a status without a body.
  s3: [
    ...['AccessControlListNotSupported', 'AccessDenied', 'BadDigest', 'BucketNotEmpty'],
    ...['EntityTooSmall', 'IllegalLocationConstraintException', 'InvalidArgument'],
    ...['InvalidBucketName', 'InvalidDigest', 'InvalidPart', 'InvalidPartOrder', 'InvalidRange'],
    ...['InvalidRequest', 'InvalidStorageClass', 'KeyTooLongError', 'MalformedPolicy'],
    ...['MalformedXML', 'MetadataTooLarge', 'NoSuchBucketPolicy', 'PreconditionFailed'],
    'NotModified',
  ],
};

const sourcesIn = (folder: string): readonly string[] =>
  readdirSync(join(SERVICES, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts') && !path.endsWith('provenance.ts'))
    .map((path) => readFileSync(join(SERVICES, folder, path), 'utf8'));

/** Codes that the folder's files throw, written out: `new AwsError('X'`. */
const codesIn = (folder: string): readonly string[] => [
  ...new Set(
    sourcesIn(folder)
      .flatMap((text) => [...text.matchAll(/new AwsError\(\s*'([\w.]+)'/g)])
      .flatMap(([, code]) => (code === undefined ? [] : [code])),
  ),
];

const modelOf = createPublishedModels();
if (modelOf === undefined)
  process.stdout.write('not checked: errors of the models (botocore is not installed)\n');

describe('error codes', () => {
  it('are looked for in every service that has a folder', () => {
    const folders = readdirSync(SERVICES, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name);
    expect(Object.keys(SIGNING_NAMES).sort()).toEqual(folders.sort());
  });

  it.each(Object.entries(SIGNING_NAMES))(
    "that %s throws are its model's, or common to all",
    (folder, signingName) => {
      const declared = modelOf?.(signingName)?.allErrors();
      if (declared === undefined) return;
      const known = [...declared, ...commonErrors, ...ownErrors, ...(LISTED[folder] ?? [])];
      known.push(...(INSIDE[folder] ?? []));
      expect(codesIn(folder).filter((code) => !known.includes(code))).toEqual([]);
    },
  );
});
