import * as z from 'zod/mini';
import scopeFile from '../../config/scope.yml';
import { Scope } from '../../config/schema/scope';
import { parseInput } from '../shared/parse';
import { slackApiUrl } from '../shared/slack-api-url';

const Environment = z.object({
  ACCOUNT_ID: z.string().check(z.regex(/^\d{12}$/)),
  AWS_REGION: z.string().check(z.minLength(1)),
  LEDGER_TABLE: z.string().check(z.minLength(1)),
  SLACK_API_URL: slackApiUrl,
});

/** Throws InvalidInputError with every fault of the environment at once. */
export const readConfig = () => {
  const env = parseInput(Environment, 'The environment', process.env);
  return {
    account: env.ACCOUNT_ID,
    region: env.AWS_REGION,
    ledgerTable: env.LEDGER_TABLE,
    slackApiUrl: env.SLACK_API_URL,
    defaultChannel: parseInput(Scope, 'config/scope.yml', scopeFile).slack.defaultChannel,
  };
};
