import type {
  Concurrency,
  DeleteFunctionConcurrencyRequest,
  GetAccountSettingsResponse,
  GetFunctionConcurrencyRequest,
  PutFunctionConcurrencyRequest,
} from '@aws-sdk/client-lambda';
import { operation } from '../../../service';
import type { LambdaContext } from '../context';
import { invalidValue } from '../errors';
import { unqualifiedResources } from '../names';
import { findFunction } from '../store/function-store';

/** documented (https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html) */
const ACCOUNT_CONCURRENCY = 1000;
const LEAST_UNRESERVED = 100;

const reservedByAll = ({ store }: LambdaContext): number =>
  store.all().reduce((sum, record) => sum + (record.reservedConcurrency ?? 0), 0);

/** Throws InvalidParameterValueException where too little would be left for the other functions. */
export const reserveConcurrency = (
  context: LambdaContext,
  functionName: string | undefined,
  reserved: number,
): void => {
  const record = findFunction(context.cloud, context.store, functionName);
  const others = reservedByAll(context) - (record.reservedConcurrency ?? 0);
  if (reserved > 0 && ACCOUNT_CONCURRENCY - others - reserved < LEAST_UNRESERVED)
    throw invalidValue(
      "Specified ReservedConcurrentExecutions for function decreases account's " +
        `UnreservedConcurrentExecution below its minimum value of [${LEAST_UNRESERVED}].`,
    );
  record.reservedConcurrency = reserved;
};

export const concurrencyOperations = (context: LambdaContext) => {
  const { cloud, store } = context;
  const resources = ({ FunctionName }: { FunctionName: string | undefined }): readonly string[] =>
    unqualifiedResources(cloud, FunctionName);
  return {
    PutFunctionConcurrency: operation<PutFunctionConcurrencyRequest, Concurrency>({
      resources,
      run: ({ FunctionName, ReservedConcurrentExecutions }) => {
        reserveConcurrency(context, FunctionName, ReservedConcurrentExecutions ?? 0);
        return { ReservedConcurrentExecutions };
      },
    }),
    GetFunctionConcurrency: operation<GetFunctionConcurrencyRequest, Concurrency>({
      resources,
      run: ({ FunctionName }) => ({
        ReservedConcurrentExecutions: findFunction(cloud, store, FunctionName).reservedConcurrency,
      }),
    }),
    DeleteFunctionConcurrency: operation<DeleteFunctionConcurrencyRequest, void>({
      resources,
      run: ({ FunctionName }) => {
        delete findFunction(cloud, store, FunctionName).reservedConcurrency;
      },
    }),
    GetAccountSettings: operation<object, GetAccountSettingsResponse>({
      resources: () => ['*'],
      run: () => ({
        AccountLimit: {
          ConcurrentExecutions: ACCOUNT_CONCURRENCY,
          UnreservedConcurrentExecutions: ACCOUNT_CONCURRENCY - reservedByAll(context),
        },
        AccountUsage: { FunctionCount: store.all().length },
      }),
    }),
  };
};
