import type { LambdaClient } from '@aws-sdk/client-lambda';
import { InvokeCommand } from '@aws-sdk/client-lambda';

export interface Invocation {
  /** Name or ARN. */
  readonly functionName: string;
  /** A version; absent: what the name leads to. */
  readonly version?: string;
  readonly payload: unknown;
}
export interface InvocationAnswer {
  readonly executedVersion: string;
  /** Lambda's word where the function failed. */
  readonly functionError?: string;
  readonly text: string;
}

/** Invokes and waits for the answer, which may say that the function failed. Throws where Lambda did not invoke. */
export const invoke = async (
  lambda: LambdaClient,
  { functionName, version, payload }: Invocation,
  signal: AbortSignal,
): Promise<InvocationAnswer> => {
  const answer = await lambda.send(
    new InvokeCommand({
      FunctionName: functionName,
      Qualifier: version,
      Payload: Buffer.from(JSON.stringify(payload)),
    }),
    { abortSignal: signal },
  );
  return {
    executedVersion: answer.ExecutedVersion ?? 'unknown',
    functionError: answer.FunctionError,
    text: Buffer.from(answer.Payload ?? []).toString('utf8'),
  };
};
