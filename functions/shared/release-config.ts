import * as z from 'zod/mini';
import scopeFile from '../../config/scope.yml';
import { Scope } from '../../config/schema/scope';
import { environment } from './environment';
import { parseInput } from './parse';

const ReleaseEnvironment = z.object({
  ...environment,
  /** Absent where the stack has no probe. */
  PROBE_FUNCTION: z.optional(z.string().check(z.minLength(1))),
  /** Where Lambda talks to this function; no check may ask there. */
  AWS_LAMBDA_RUNTIME_API: z.optional(z.string()),
});

/**
 * What every function that judges releases is told by its environment. Throws InvalidInputError with every fault at
 * once.
 */
export const readReleaseConfig = (variables: unknown) => {
  const env = parseInput(ReleaseEnvironment, 'The environment', variables);
  return {
    account: env.ACCOUNT_ID,
    region: env.AWS_REGION,
    ledgerTable: env.LEDGER_TABLE,
    publishQueueUrl: env.PUBLISH_QUEUE_URL,
    topics: { notices: env.NOTICES_TOPIC_ARN, pages: env.PAGES_TOPIC_ARN },
    probeFunction: env.PROBE_FUNCTION,
    runtimeApi: env.AWS_LAMBDA_RUNTIME_API,
    scope: parseInput(Scope, 'config/scope.yml', scopeFile),
  };
};

/** For the functions that hand gates over to the release-validation machine. */
export const readReleaseValidationArn = (variables: unknown): string =>
  parseInput(
    z.object({ RELEASE_VALIDATION_ARN: z.string().check(z.startsWith('arn:')) }),
    'The environment',
    variables,
  ).RELEASE_VALIDATION_ARN;
