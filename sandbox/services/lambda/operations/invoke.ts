import type { InvocationRequest, InvocationResponse } from '@aws-sdk/client-lambda';
import { AwsError, operation, type Call } from '../../../service';
import type { LambdaContext } from '../context';
import { tooLarge } from '../errors';
import type { Invoked } from '../invocation/invoker';
import { functionResources, parseFunctionName, type FunctionName } from '../names';
import { resolveQualified } from '../store/function-store';

/** documented (https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html) */
const LARGEST_SYNC_BYTES = 6 * 1024 * 1024;
const LARGEST_ASYNC_BYTES = 1024 * 1024;
const LOG_TAIL_BYTES = 4 * 1024;

/** Throws InvalidRequestContentException for what is not JSON, RequestTooLargeException for too much of it. */
export const checkPayload = (payload: string, limitBytes: number): void => {
  if (Buffer.byteLength(payload) > limitBytes) throw tooLarge(limitBytes);
  try {
    JSON.parse(payload);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new AwsError(
      'InvalidRequestContentException',
      `Could not parse request body into json: Could not parse payload into json: ${reason}`,
    );
  }
};

/** assumed: a call without payload gives the function an empty object. */
const payloadText = (payload: Uint8Array | string | undefined): string => {
  const text = payload === undefined ? '' : Buffer.from(payload).toString('utf8');
  return text === '' ? '{}' : text;
};

const invokeNow = async (
  { invoker }: LambdaContext,
  named: FunctionName,
  { payload, wantsLog }: { payload: string; wantsLog: boolean },
  { requestId }: Call,
): Promise<InvocationResponse> => {
  checkPayload(payload, LARGEST_SYNC_BYTES);
  const invoked = await invoker.invoke(named, payload, requestId);
  return {
    StatusCode: 200,
    ExecutedVersion: invoked.executedVersion,
    Payload: Buffer.from(invoked.payload),
    ...(invoked.functionError === undefined ? {} : { FunctionError: invoked.functionError }),
    ...(wantsLog ? { LogResult: logTail(invoked, requestId) } : {}),
  };
};

/** documented (https://docs.aws.amazon.com/lambda/latest/dg/nodejs-logging.html): the last 4 KB, base64. */
const logTail = (
  { lines, durationMs, memoryMiB, executedVersion }: Invoked,
  requestId: string,
): string => {
  const text = [
    `START RequestId: ${requestId} Version: ${executedVersion}`,
    ...lines,
    `END RequestId: ${requestId}`,
    `REPORT RequestId: ${requestId}\tDuration: ${durationMs.toFixed(2)} ms\tBilled Duration: ` +
      `${Math.ceil(durationMs)} ms\tMemory Size: ${memoryMiB} MB`,
    '',
  ].join('\n');
  return Buffer.from(text).subarray(-LOG_TAIL_BYTES).toString('base64');
};

const invoke = (
  context: LambdaContext,
  request: InvocationRequest,
  call: Call,
): InvocationResponse | Promise<InvocationResponse> => {
  const { cloud, store, asyncQueue } = context;
  const named = parseFunctionName(cloud, request.FunctionName, request.Qualifier);
  resolveQualified(cloud, store, named);
  const payload = payloadText(request.Payload);
  switch (request.InvocationType) {
    case 'DryRun':
      return { StatusCode: 204 };
    case 'Event':
      checkPayload(payload, LARGEST_ASYNC_BYTES);
      asyncQueue.enqueue(named, payload, call.requestId);
      return { StatusCode: 202 };
    case 'RequestResponse':
    case undefined:
      return invokeNow(context, named, { payload, wantsLog: request.LogType === 'Tail' }, call);
  }
};

export const invokeOperations = (context: LambdaContext) => ({
  Invoke: operation<InvocationRequest, InvocationResponse>({
    action: 'InvokeFunction',
    resources: ({ FunctionName, Qualifier }) =>
      functionResources(context.cloud, FunctionName, Qualifier),
    run: (request, call) => invoke(context, request, call),
  }),
});
