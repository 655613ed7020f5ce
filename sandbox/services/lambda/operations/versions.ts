import { isDeepStrictEqual } from 'node:util';
import type {
  FunctionConfiguration,
  ListVersionsByFunctionRequest,
  ListVersionsByFunctionResponse,
  PublishVersionRequest,
} from '@aws-sdk/client-lambda';
import { type Cloud, operation } from '../../../service';
import { pageOf } from '../../paging';
import type { LambdaContext } from '../context';
import { checkRevision, invalidValue } from '../errors';
import { functionArn, unqualifiedResources } from '../names';
import { toConfiguration } from '../store/describe';
import { type FunctionRecord, type FunctionVersion, LATEST } from '../store/function-record';
import { findFunction } from '../store/function-store';
import { invalidMarker, pageLimit } from './listing';

export interface PublishRequest {
  readonly description?: string;
  readonly codeSha256?: string;
  readonly revisionId?: string;
}

/**
 * Freezes `$LATEST` under the next number; with the same code and configuration as last time it is the last version.
 * documented (https://docs.aws.amazon.com/lambda/latest/api/API_PublishVersion.html); that a changed description
 * alone makes no version is assumed.
 */
export const publishVersion = (
  { cloud, store }: LambdaContext,
  record: FunctionRecord,
  { description, codeSha256, revisionId }: PublishRequest,
): FunctionVersion => {
  const { latest, lastPublished } = record;
  checkRevision(revisionId, latest.revisionId, 'GetFunction/GetAlias');
  if (codeSha256 !== undefined && codeSha256 !== '' && codeSha256 !== latest.code.sha256)
    throw invalidValue(
      `CodeSHA256 (${codeSha256}) is different from current CodeSHA256 in $LATEST (${latest.code.sha256}). ` +
        'Please try again with the CodeSHA256 in $LATEST.',
    );
  if (
    lastPublished !== undefined &&
    record.versions.has(lastPublished.version) &&
    isSameContent(latest, lastPublished)
  )
    return lastPublished;
  const published: FunctionVersion = {
    ...latest,
    version: store.nextVersion(record.name),
    settings: { ...latest.settings, description: description ?? latest.settings.description },
    revisionId: cloud.random.uuid(),
  };
  record.versions.set(published.version, published);
  record.lastPublished = published;
  return published;
};

const isSameContent = (a: FunctionVersion, b: FunctionVersion): boolean =>
  a.code.sha256 === b.code.sha256 &&
  isDeepStrictEqual({ ...a.settings, description: '' }, { ...b.settings, description: '' });

export const describePublished = (
  cloud: Pick<Cloud, 'account' | 'region'>,
  record: FunctionRecord,
  version: FunctionVersion,
): FunctionConfiguration =>
  toConfiguration(
    record,
    version,
    functionArn(cloud, { name: record.name, qualifier: version.version }),
  );

export const versionOperations = (context: LambdaContext) => ({
  PublishVersion: operation<PublishVersionRequest, FunctionConfiguration>({
    resources: ({ FunctionName }) => unqualifiedResources(context.cloud, FunctionName),
    run: ({ FunctionName, Description, CodeSha256, RevisionId }) => {
      const record = findFunction(context.cloud, context.store, FunctionName);
      const version = publishVersion(context, record, {
        description: Description,
        codeSha256: CodeSha256,
        revisionId: RevisionId,
      });
      return describePublished(context.cloud, record, version);
    },
  }),
  ListVersionsByFunction: operation<ListVersionsByFunctionRequest, ListVersionsByFunctionResponse>({
    resources: ({ FunctionName }) => unqualifiedResources(context.cloud, FunctionName),
    run: ({ FunctionName, Marker, MaxItems }) => {
      const { cloud, store } = context;
      const record = findFunction(cloud, store, FunctionName);
      const latestArn = functionArn(cloud, { name: record.name, qualifier: LATEST });
      const all = [
        toConfiguration(record, record.latest, latestArn),
        ...[...record.versions.values()].map((version) =>
          describePublished(cloud, record, version),
        ),
      ];
      const limit = pageLimit(MaxItems);
      const page = pageOf(all, { token: Marker, limit, refuseToken: invalidMarker });
      return { Versions: [...page.items], NextMarker: page.nextToken };
    },
  }),
});
