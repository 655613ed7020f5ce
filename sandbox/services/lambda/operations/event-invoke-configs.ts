import type {
  DestinationConfig,
  FunctionEventInvokeConfig,
  PutFunctionEventInvokeConfigRequest,
  GetFunctionEventInvokeConfigRequest,
} from '@aws-sdk/client-lambda';
import { operation } from '../../../service';
import type { LambdaContext } from '../context';
import { invalidValue, notFound, outOfConstraint } from '../errors';
import { functionArn, functionResources, parseFunctionName, type FunctionName } from '../names';
import { type AsyncConfig, LATEST } from '../store/function-record';
import { resolveQualified } from '../store/function-store';

const DESTINATION = /^arn:aws:(sqs|sns|lambda|events):/;

const destinationOf = (named: { Destination?: string | undefined } | undefined) => {
  const arn = named?.Destination;
  if (arn === undefined || arn === '') return undefined;
  if (!DESTINATION.test(arn))
    throw invalidValue(
      `The provided destination config DestinationConfig(onSuccess=null, onFailure=OnFailure(destination=${arn})) ` +
        'is invalid.',
    );
  return arn;
};

const checkRange = (
  member: string,
  value: number | undefined,
  [least, most]: readonly [number, number],
): void => {
  if (value === undefined) return;
  if (value < least)
    throw outOfConstraint(
      member,
      value,
      `Member must have value greater than or equal to ${least}`,
    );
  if (value > most)
    throw outOfConstraint(member, value, `Member must have value less than or equal to ${most}`);
};

/** Replaces the whole configuration of the qualifier. documented (API_PutFunctionEventInvokeConfig) */
export const putAsyncConfig = (
  { cloud, store }: LambdaContext,
  request: PutFunctionEventInvokeConfigRequest,
  kept?: AsyncConfig,
): FunctionEventInvokeConfig => {
  const named = parseFunctionName(cloud, request.FunctionName, request.Qualifier);
  const { record } = resolveQualified(cloud, store, named);
  checkRange('maximumRetryAttempts', request.MaximumRetryAttempts, [0, 2]);
  checkRange('maximumEventAgeInSeconds', request.MaximumEventAgeInSeconds, [60, 21_600]);
  const { OnFailure, OnSuccess } = request.DestinationConfig ?? {};
  const config: AsyncConfig = {
    maximumRetryAttempts: request.MaximumRetryAttempts ?? kept?.maximumRetryAttempts,
    maximumEventAgeSec: request.MaximumEventAgeInSeconds ?? kept?.maximumEventAgeSec,
    onFailureArn: OnFailure === undefined ? kept?.onFailureArn : destinationOf(OnFailure),
    onSuccessArn: OnSuccess === undefined ? kept?.onSuccessArn : destinationOf(OnSuccess),
    modifiedEpochMs: cloud.clock.nowEpochMs(),
  };
  record.asyncConfigs.set(named.qualifier ?? LATEST, config);
  return describe(cloud, named, config);
};

const describe = (
  cloud: LambdaContext['cloud'],
  named: FunctionName,
  config: AsyncConfig,
): FunctionEventInvokeConfig => {
  const destinations: DestinationConfig = {
    OnSuccess: config.onSuccessArn === undefined ? {} : { Destination: config.onSuccessArn },
    OnFailure: config.onFailureArn === undefined ? {} : { Destination: config.onFailureArn },
  };
  return {
    LastModified: new Date(config.modifiedEpochMs),
    FunctionArn: functionArn(cloud, { name: named.name, qualifier: named.qualifier ?? LATEST }),
    MaximumRetryAttempts: config.maximumRetryAttempts,
    MaximumEventAgeInSeconds: config.maximumEventAgeSec,
    DestinationConfig: destinations,
  };
};

const findConfig = (
  { cloud, store }: LambdaContext,
  request: GetFunctionEventInvokeConfigRequest,
) => {
  const named = parseFunctionName(cloud, request.FunctionName, request.Qualifier);
  const { record } = resolveQualified(cloud, store, named);
  const qualifier = named.qualifier ?? LATEST;
  const config = record.asyncConfigs.get(qualifier);
  if (config === undefined)
    throw notFound(
      `The function ${functionArn(cloud, { name: named.name, qualifier })} doesn't have an EventInvokeConfig`,
    );
  return { named, record, qualifier, config };
};

export const eventInvokeOperations = (context: LambdaContext) => {
  const resources = (input: {
    FunctionName: string | undefined;
    Qualifier?: string | undefined;
  }): readonly string[] => functionResources(context.cloud, input.FunctionName, input.Qualifier);
  return {
    PutFunctionEventInvokeConfig: operation<
      PutFunctionEventInvokeConfigRequest,
      FunctionEventInvokeConfig
    >({ resources, run: (request) => putAsyncConfig(context, request) }),
    UpdateFunctionEventInvokeConfig: operation<
      PutFunctionEventInvokeConfigRequest,
      FunctionEventInvokeConfig
    >({
      resources,
      run: (request) => putAsyncConfig(context, request, findConfig(context, request).config),
    }),
    GetFunctionEventInvokeConfig: operation<
      GetFunctionEventInvokeConfigRequest,
      FunctionEventInvokeConfig
    >({
      resources,
      run: (request) => {
        const { named, config } = findConfig(context, request);
        return describe(context.cloud, named, config);
      },
    }),
    DeleteFunctionEventInvokeConfig: operation<GetFunctionEventInvokeConfigRequest, void>({
      resources,
      run: (request) => {
        const { record, qualifier } = findConfig(context, request);
        record.asyncConfigs.delete(qualifier);
      },
    }),
  };
};
