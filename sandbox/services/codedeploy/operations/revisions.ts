import { createHash } from 'node:crypto';

import type {
  BundleType,
  ComputePlatform,
  GenericRevisionInfo,
  GetApplicationRevisionInput,
  GetApplicationRevisionOutput,
  ListApplicationRevisionsInput,
  ListApplicationRevisionsOutput,
  RegisterApplicationRevisionInput,
  RevisionLocation,
  S3Location,
} from '@aws-sdk/client-codedeploy';

import { AwsError, operation } from '../../../service';
import { applicationArn } from '../arns';
import type { Application, DeploymentGroup, RegisteredRevision } from '../state';
import { findApplication, isOneOf } from './checks';
import type { Parts } from './parts';
import { pageOf } from './paging';

/**
 * Takes an AppSpec given in the request itself, and for hosts an archive in S3: that it is there is found out by the
 * hosts that fetch it. The sandbox reaches no GitHub: revisions there do not exist. A `sha256` that is given must be
 * that of the content (assumed).
 */
export const requireRevision = (
  revision: RevisionLocation | undefined,
  platform: ComputePlatform,
): RevisionLocation => {
  if (revision === undefined)
    throw new AwsError('RevisionRequiredException', 'The revision was not specified');
  if (revision.revisionType === 'S3' && platform === 'Server') {
    requireArchive(revision.s3Location);
    return revision;
  }
  if (revision.revisionType === 'S3' || revision.revisionType === 'GitHub')
    throw new AwsError(
      'RevisionDoesNotExistException',
      `The sandbox has no ${revision.revisionType}: give the AppSpec as AppSpecContent`,
    );
  const text =
    revision.revisionType === 'AppSpecContent' ? revision.appSpecContent : revision.string;
  const { content, sha256 } = text ?? {};
  if (content === undefined || content === '')
    throw new AwsError('InvalidRevisionException', 'The revision has no content');
  const actual = createHash('sha256').update(content).digest('hex');
  if (sha256 !== undefined && sha256 !== actual)
    throw new AwsError(
      'InvalidRevisionException',
      `The SHA256 hash of the revision is ${actual}, not ${sha256}`,
    );
  return revision;
};

const BUNDLE_TYPES: Readonly<Record<BundleType, true>> = {
  tar: true,
  tgz: true,
  zip: true,
  YAML: true,
  JSON: true,
};

/** Assumed: API_S3Location calls no member required, and says what each is for. */
const requireArchive = (location: S3Location | undefined): void => {
  const { bucket = '', key = '', bundleType } = location ?? {};
  if (bucket !== '' && key !== '' && isOneOf(BUNDLE_TYPES, bundleType)) return;
  throw new AwsError(
    'InvalidRevisionException',
    'An S3 location needs a bucket, a key and a bundle type',
  );
};

const keyOf = (revision: RevisionLocation): string => JSON.stringify(revision);

/** Every revision that is deployed is registered with its application. */
export const registerUse = (
  group: DeploymentGroup,
  revision: RevisionLocation,
  nowEpochMs: number,
): void => {
  const { revisions } = group.application;
  const entry: RegisteredRevision = revisions.get(keyOf(revision)) ?? {
    revision,
    description: 'Application revision registered by Deployment',
    registerEpochMs: nowEpochMs,
    groups: new Set(),
  };
  entry.firstUsedEpochMs ??= nowEpochMs;
  entry.lastUsedEpochMs = nowEpochMs;
  entry.groups.add(group.settings.deploymentGroupName);
  revisions.set(keyOf(revision), entry);
};

export const revisionOperations = ({ cloud, state }: Parts) => ({
  ListApplicationRevisions: operation<
    ListApplicationRevisionsInput,
    ListApplicationRevisionsOutput
  >({
    resources: ({ applicationName }) => [applicationArn(cloud, applicationName)],
    run: (input) => {
      const sorted = sortRevisions(findApplication(state, input.applicationName), input);
      const page = pageOf(sorted, input.nextToken, ({ revision }) => keyOf(revision));
      return {
        revisions: page.items.map(({ revision }) => revision),
        nextToken: page.nextToken,
      };
    },
  }),
  GetApplicationRevision: operation<GetApplicationRevisionInput, GetApplicationRevisionOutput>({
    resources: ({ applicationName }) => [applicationArn(cloud, applicationName)],
    run: ({ applicationName, revision }) => {
      const application = findApplication(state, applicationName);
      if (revision === undefined)
        throw new AwsError('RevisionRequiredException', 'The revision was not specified');
      const entry = application.revisions.get(keyOf(revision));
      if (entry === undefined)
        throw new AwsError('RevisionDoesNotExistException', 'No such revision is registered');
      return { applicationName, revision, revisionInfo: toInfo(entry) };
    },
  }),
  RegisterApplicationRevision: operation<RegisterApplicationRevisionInput, Record<string, never>>({
    resources: ({ applicationName }) => [applicationArn(cloud, applicationName)],
    run: ({ applicationName, description, revision }) => {
      const application = findApplication(state, applicationName);
      const checked = requireRevision(revision, application.computePlatform);
      const known = application.revisions.get(keyOf(checked));
      application.revisions.set(keyOf(checked), {
        groups: new Set(),
        ...known,
        revision: checked,
        description,
        registerEpochMs: cloud.clock.nowEpochMs(),
      });
      return {};
    },
  }),
});

const SORT_KEYS = {
  registerTime: ({ registerEpochMs }: RegisteredRevision) => registerEpochMs,
  firstUsedTime: ({ firstUsedEpochMs = 0 }: RegisteredRevision) => firstUsedEpochMs,
  lastUsedTime: ({ lastUsedEpochMs = 0 }: RegisteredRevision) => lastUsedEpochMs,
} as const;

const sortRevisions = (
  { revisions }: Application,
  { sortBy = 'registerTime', sortOrder = 'ascending' }: ListApplicationRevisionsInput,
): readonly RegisteredRevision[] => {
  if (!Object.hasOwn(SORT_KEYS, sortBy))
    throw new AwsError('InvalidSortByException', `Cannot sort by ${sortBy}`);
  if (sortOrder !== 'ascending' && sortOrder !== 'descending')
    throw new AwsError('InvalidSortOrderException', `Cannot sort ${String(sortOrder)}`);
  const timeOf = SORT_KEYS[sortBy];
  const sign = sortOrder === 'ascending' ? 1 : -1;
  return [...revisions.values()].sort((a, b) => sign * (timeOf(a) - timeOf(b)));
};

const toInfo = (entry: RegisteredRevision): GenericRevisionInfo => ({
  description: entry.description,
  deploymentGroups: [...entry.groups],
  registerTime: new Date(entry.registerEpochMs),
  firstUsedTime: toDate(entry.firstUsedEpochMs),
  lastUsedTime: toDate(entry.lastUsedEpochMs),
});

const toDate = (epochMs: number | undefined): Date | undefined =>
  epochMs === undefined ? undefined : new Date(epochMs);
