import type {
  CreateFunctionUrlConfigRequest,
  DeleteFunctionUrlConfigRequest,
  FunctionUrlConfig,
  GetFunctionUrlConfigRequest,
} from '@aws-sdk/client-lambda';
import { type Cloud, operation } from '../../../service';
import type { LambdaContext } from '../context';
import { conflict, invalidValue, noSuchResource } from '../errors';
import { functionArn, functionResources, parseFunctionName, type FunctionName } from '../names';
import { type FunctionUrl, LATEST } from '../store/function-record';
import { resolveQualified, type FunctionStore } from '../store/function-store';

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
    DeleteFunctionUrlConfig: operation<DeleteFunctionUrlConfigRequest, void>({
      resources,
      run: (request) => {
        const { record, qualifier } = getUrl(context, request);
        record.urls.delete(qualifier);
      },
    }),
  };
};
