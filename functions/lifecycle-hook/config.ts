import * as z from 'zod/mini';
import scopeFile from '../../config/scope.yml';
import { Scope } from '../../config/schema/scope';
import { LAMBDA_HOOKS } from '../../domain/releases/release';
import { environment } from '../shared/environment';
import { parseInput } from '../shared/parse';

const Environment = z.object({
  ...environment,
  /** The hook that this function stands for: CodeDeploy's payload does not say it. */
  LIFECYCLE_EVENT: z.enum(LAMBDA_HOOKS),
});

/** Throws InvalidInputError with every fault of the environment at once. */
export const readConfig = () => {
  const env = parseInput(Environment, 'The environment', process.env);
  return {
    hook: env.LIFECYCLE_EVENT,
    account: env.ACCOUNT_ID,
    region: env.AWS_REGION,
    ledgerTable: env.LEDGER_TABLE,
    publishQueueUrl: env.PUBLISH_QUEUE_URL,
    topics: { notices: env.NOTICES_TOPIC_ARN, pages: env.PAGES_TOPIC_ARN },
    scope: parseInput(Scope, 'config/scope.yml', scopeFile),
  };
};
