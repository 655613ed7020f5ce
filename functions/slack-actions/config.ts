import * as z from 'zod/mini';
import { slackApiUrl } from '../shared/slack-api-url';
import { parseInput } from '../shared/parse';

const Environment = z.object({
  LEDGER_TABLE: z.string().check(z.minLength(1)),
  PUBLISH_QUEUE_URL: z.url(),
  SLACK_API_URL: slackApiUrl,
});

/** Throws InvalidInputError with every fault of the environment at once. */
export const readConfig = () => {
  const env = parseInput(Environment, 'The environment', process.env);
  return {
    ledgerTable: env.LEDGER_TABLE,
    publishQueueUrl: env.PUBLISH_QUEUE_URL,
    slackApiUrl: env.SLACK_API_URL,
  };
};
