import type {
  CreateFunctionUrlConfigRequest,
  DeleteFunctionUrlConfigRequest,
  FunctionUrlConfig,
  GetFunctionUrlConfigRequest,
  ListFunctionUrlConfigsRequest,
  ListFunctionUrlConfigsResponse,
} from '@aws-sdk/client-lambda';
import { type Cloud, operation } from '../../../service';
import type { LambdaContext } from '../context';
import { conflict, invalidValue, noSuchResource } from '../errors';
import {
  functionArn,
  functionResources,
  parseFunctionName,
  unqualifiedResources,
  type FunctionName,
} from '../names';
import { pageOf } from '../../paging';
import { type FunctionUrl, LATEST } from '../store/function-record';
import { resolveQualified, type FunctionStore } from '../store/function-store';
import { invalidMarker, pageLimit } from './listing';

/** A function URL as what serves it needs it. */
export interface ServedUrl {
  readonly named: FunctionName;
  /** Qualified where the URL is an alias's. */
  readonly functionArn: string;
  readonly config: FunctionUrl;
}

/** Undefined where no function URL has this id. */
export const findUrl = (cloud: Cloud, store: FunctionStore, id: string): ServedUrl | undefined => {
  for (const { name, urls } of store.all())
    for (const [qualifier, config] of urls) {
      const named = qualifier === LATEST ? { name } : { name, qualifier };
      if (config.id === id) return { named, functionArn: functionArn(cloud, named), config };
    }
  return undefined;
};

const describe = (cloud: Cloud, named: FunctionName, url: FunctionUrl): FunctionUrlConfig => ({
  FunctionUrl: `${cloud.endpoint()}/lambda-url/${url.id}/`,
  FunctionArn: functionArn(cloud, named),
  AuthType: url.authType,
  Cors: url.cors,
  InvokeMode: url.invokeMode,
  CreationTime: new Date(url.createdEpochMs).toISOString(),
  LastModifiedTime: new Date(url.modifiedEpochMs).toISOString(),
});

/**
 * A URL of the function or of an alias, never of a version. Its address is the sandbox's own.
 * documented (https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunctionUrlConfig.html)
 */
export const createUrl = (
  { cloud, store }: LambdaContext,
  request: CreateFunctionUrlConfigRequest,
): FunctionUrlConfig => {
  const named = parseFunctionName(cloud, request.FunctionName, request.Qualifier);
  const { record, arn } = resolveQualified(cloud, store, named);
  if (named.qualifier !== undefined && !record.aliases.has(named.qualifier))
    throw invalidValue(`Function URLs are given to aliases, not to versions: ${arn}`);
  const qualifier = named.qualifier ?? LATEST;
  if (record.urls.has(qualifier))
    throw conflict(
      `Failed to create function url config for [functionArn = ${arn}]. Error message:  FunctionUrlConfig exists ` +
        'for this Lambda function',
    );
  const nowEpochMs = cloud.clock.nowEpochMs();
  const url: FunctionUrl = {
    id: cloud.random.text(32, 'abcdefghijklmnopqrstuvwxyz234567'),
    authType: request.AuthType ?? 'AWS_IAM',
    cors: request.Cors,
    invokeMode: request.InvokeMode ?? 'BUFFERED',
    createdEpochMs: nowEpochMs,
    modifiedEpochMs: nowEpochMs,
  };
  record.urls.set(qualifier, url);
  return describe(cloud, named, url);
};

const getUrl = ({ cloud, store }: LambdaContext, request: GetFunctionUrlConfigRequest) => {
  const named = parseFunctionName(cloud, request.FunctionName, request.Qualifier);
  const { record } = resolveQualified(cloud, store, named);
  const qualifier = named.qualifier ?? LATEST;
  const url = record.urls.get(qualifier);
  if (url === undefined) throw noSuchResource();
  return { named, record, qualifier, url };
};

/** The function's own first, then those of its aliases by name (the order is assumed). */
const listUrls = (
  { cloud, store }: LambdaContext,
  request: ListFunctionUrlConfigsRequest,
): ListFunctionUrlConfigsResponse => {
  const { name } = parseFunctionName(cloud, request.FunctionName);
  const { urls } = store.get(name);
  const page = pageOf(
    [...urls.keys()].sort((left, right) => (left < right ? -1 : 1)),
    {
      token: request.Marker,
      limit: pageLimit(request.MaxItems),
      refuseToken: invalidMarker,
    },
  );
  return {
    FunctionUrlConfigs: page.items.flatMap((qualifier) => {
      const url = urls.get(qualifier);
      const named = qualifier === LATEST ? { name } : { name, qualifier };
      return url === undefined ? [] : [describe(cloud, named, url)];
    }),
    NextMarker: page.nextToken,
  };
};

export const urlOperations = (context: LambdaContext) => {
  const resources = (input: {
    FunctionName: string | undefined;
    Qualifier?: string | undefined;
  }): readonly string[] => functionResources(context.cloud, input.FunctionName, input.Qualifier);
  return {
    CreateFunctionUrlConfig: operation<
      CreateFunctionUrlConfigRequest,
      Omit<FunctionUrlConfig, 'LastModifiedTime'>
    >({
      resources,
      run: (request) => {
        const { LastModifiedTime: _, ...created } = createUrl(context, request);
        return created;
      },
    }),
    GetFunctionUrlConfig: operation<GetFunctionUrlConfigRequest, FunctionUrlConfig>({
      resources,
      run: (request) => {
        const { named, url } = getUrl(context, request);
        return describe(context.cloud, named, url);
      },
    }),
    ListFunctionUrlConfigs: operation<
      ListFunctionUrlConfigsRequest,
      ListFunctionUrlConfigsResponse
    >({
      resources: ({ FunctionName }) => unqualifiedResources(context.cloud, FunctionName),
      run: (request) => listUrls(context, request),
    }),
    DeleteFunctionUrlConfig: operation<DeleteFunctionUrlConfigRequest, void>({
      resources,
      run: (request) => {
        const { record, qualifier } = getUrl(context, request);
        record.urls.delete(qualifier);
      },
    }),
  };
};
