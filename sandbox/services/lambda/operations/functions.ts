import type {
  CreateFunctionRequest,
  DeleteFunctionRequest,
  DeleteFunctionResponse,
  FunctionConfiguration,
  GetFunctionRequest,
  GetFunctionResponse,
  ListFunctionsRequest,
  ListFunctionsResponse,
  UpdateFunctionCodeRequest,
  UpdateFunctionConfigurationRequest,
} from '@aws-sdk/client-lambda';
import { type Caller, operation } from '../../../service';
import { pageOf } from '../../paging';
import { processKey, type LambdaContext } from '../context';
import { checkRevision, conflict, functionNotFound, invalidValue } from '../errors';
import { checkExecutionRole, passedToLambda } from '../execution-role';
import { functionArn, functionResources, parseFunctionName, unqualifiedResources } from '../names';
import { readCode } from '../store/code';
import { toConfiguration } from '../store/describe';
import { type FunctionRecord, type FunctionVersion, LATEST } from '../store/function-record';
import { findFunction, resolveQualified } from '../store/function-store';
import { changeSettings, newSettings } from '../store/settings';
import { invalidMarker, pageLimit } from './listing';
import { describePublished, publishVersion } from './versions';

/** documented (https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html); active at once: assumed. */
export const createFunction = async (
  context: LambdaContext,
  request: CreateFunctionRequest,
  caller?: Caller,
): Promise<FunctionConfiguration> => {
  const { cloud, store } = context;
  const { name } = parseFunctionName(cloud, request.FunctionName);
  if (store.find(name) !== undefined) throw conflict(`Function already exist: ${name}`);
  const settings = newSettings(name, request);
  checkExecutionRole(cloud, settings);
  const code = await readCode(request.Code ?? {}, context.packageAt, caller);
  const record = store.add(name, {
    version: LATEST,
    settings,
    code,
    revisionId: cloud.random.uuid(),
    modifiedEpochMs: cloud.clock.nowEpochMs(),
  });
  for (const [key, value] of Object.entries(request.Tags ?? {})) record.tags.set(key, value);
  if (request.Publish === true)
    return describePublished(cloud, record, publishVersion(context, record, {}));
  return toConfiguration(record, record.latest, functionArn(cloud, { name }));
};

/** Replaces `$LATEST`; what runs the old one ends when it is done. */
export const replaceLatest = (
  { cloud, runner }: LambdaContext,
  record: FunctionRecord,
  change: Partial<Pick<FunctionVersion, 'settings' | 'code'>>,
): void => {
  runner.retire(processKey(record, record.latest));
  record.latest = {
    ...record.latest,
    ...change,
    revisionId: cloud.random.uuid(),
    modifiedEpochMs: cloud.clock.nowEpochMs(),
  };
};

const updateCode = async (
  context: LambdaContext,
  request: UpdateFunctionCodeRequest,
  caller: Caller,
): Promise<FunctionConfiguration> => {
  const { cloud, store } = context;
  const record = findFunction(cloud, store, request.FunctionName);
  checkRevision(request.RevisionId, record.latest.revisionId, 'GetFunction/GetAlias');
  const code = await readCode(request, context.packageAt, caller);
  const architectures = request.Architectures ?? record.latest.settings.architectures;
  const settings = { ...record.latest.settings, architectures };
  const arn = functionArn(cloud, { name: record.name });
  if (request.DryRun === true)
    return toConfiguration(record, { ...record.latest, code, settings }, arn);
  replaceLatest(context, record, { code, settings });
  if (request.Publish === true)
    return describePublished(cloud, record, publishVersion(context, record, {}));
  return toConfiguration(record, record.latest, arn);
};

const updateConfiguration = (
  context: LambdaContext,
  request: UpdateFunctionConfigurationRequest,
): FunctionConfiguration => {
  const { cloud, store } = context;
  const record = findFunction(cloud, store, request.FunctionName);
  checkRevision(request.RevisionId, record.latest.revisionId, 'GetFunction/GetAlias');
  const settings = changeSettings(record.latest.settings, request);
  checkExecutionRole(cloud, settings);
  replaceLatest(context, record, { settings });
  return toConfiguration(record, record.latest, functionArn(cloud, { name: record.name }));
};

const getFunction = (
  { cloud, store }: LambdaContext,
  request: GetFunctionRequest,
): GetFunctionResponse => {
  const named = parseFunctionName(cloud, request.FunctionName, request.Qualifier);
  const { record, version, arn } = resolveQualified(cloud, store, named);
  return {
    Configuration: toConfiguration(record, version, arn),
    Code: { RepositoryType: 'S3' },
    ...(record.tags.size === 0 ? {} : { Tags: Object.fromEntries(record.tags) }),
    ...(record.reservedConcurrency === undefined
      ? {}
      : { Concurrency: { ReservedConcurrentExecutions: record.reservedConcurrency } }),
  };
};

const listFunctions = (
  { cloud, store }: LambdaContext,
  request: ListFunctionsRequest,
): ListFunctionsResponse => {
  const all = store.all().flatMap((record) => {
    const latest = functionArn(cloud, { name: record.name, qualifier: LATEST });
    if (request.FunctionVersion !== 'ALL')
      return [toConfiguration(record, record.latest, functionArn(cloud, { name: record.name }))];
    const published = [...record.versions.values()].map((version) =>
      describePublished(cloud, record, version),
    );
    return [toConfiguration(record, record.latest, latest), ...published];
  });
  const page = pageOf(all, {
    token: request.Marker,
    limit: pageLimit(request.MaxItems),
    refuseToken: invalidMarker,
  });
  return { Functions: [...page.items], NextMarker: page.nextToken };
};

/** Without qualifier everything goes; a version goes unless an alias points to it. The sentences are assumed. */
const deleteFunction = (
  { cloud, store, runner }: LambdaContext,
  request: DeleteFunctionRequest,
): void => {
  const { name, qualifier } = parseFunctionName(cloud, request.FunctionName, request.Qualifier);
  const record = store.get(name);
  if (qualifier === LATEST)
    throw invalidValue('$LATEST version cannot be deleted without deleting the function.');
  if (qualifier === undefined) {
    for (const version of [record.latest, ...record.versions.values()])
      runner.retire(processKey(record, version));
    return store.remove(name);
  }
  const version = record.versions.get(qualifier);
  if (version === undefined) throw functionNotFound(functionArn(cloud, { name, qualifier }));
  const users = [...record.aliases.values()].filter(
    (alias) => alias.version === qualifier || qualifier in alias.additional,
  );
  if (users.length > 0)
    throw conflict(
      `Unable to delete version because the following aliases reference it: [${users.map((alias) => alias.name).join(', ')}]`,
    );
  runner.retire(processKey(record, version));
  record.versions.delete(qualifier);
};

export const functionOperations = (context: LambdaContext) => ({
  CreateFunction: operation<CreateFunctionRequest, FunctionConfiguration>({
    resources: ({ FunctionName }) => unqualifiedResources(context.cloud, FunctionName),
    passes: ({ Role }) => passedToLambda(Role),
    run: (request, { caller }) => createFunction(context, request, caller),
  }),
  GetFunction: operation<GetFunctionRequest, GetFunctionResponse>({
    resources: ({ FunctionName, Qualifier }) =>
      functionResources(context.cloud, FunctionName, Qualifier),
    run: (request) => getFunction(context, request),
  }),
  GetFunctionConfiguration: operation<GetFunctionRequest, FunctionConfiguration>({
    resources: ({ FunctionName, Qualifier }) =>
      functionResources(context.cloud, FunctionName, Qualifier),
    run: (request) => getFunction(context, request).Configuration ?? {},
  }),
  ListFunctions: operation<ListFunctionsRequest, ListFunctionsResponse>({
    resources: () => ['*'],
    run: (request) => listFunctions(context, request),
  }),
  UpdateFunctionCode: operation<UpdateFunctionCodeRequest, FunctionConfiguration>({
    resources: ({ FunctionName }) => unqualifiedResources(context.cloud, FunctionName),
    run: (request, { caller }) => updateCode(context, request, caller),
  }),
  UpdateFunctionConfiguration: operation<UpdateFunctionConfigurationRequest, FunctionConfiguration>(
    {
      resources: ({ FunctionName }) => unqualifiedResources(context.cloud, FunctionName),
      passes: ({ Role }) => passedToLambda(Role),
      run: (request) => updateConfiguration(context, request),
    },
  ),
  DeleteFunction: operation<DeleteFunctionRequest, DeleteFunctionResponse>({
    resources: ({ FunctionName, Qualifier }) =>
      functionResources(context.cloud, FunctionName, Qualifier),
    run: (request) => {
      deleteFunction(context, request);
      return { StatusCode: 204 };
    },
  }),
});
