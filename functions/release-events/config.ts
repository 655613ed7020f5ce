import * as z from 'zod/mini';
import scopeFile from '../../config/scope.yml';
import { Scope } from '../../config/schema/scope';
import { environment } from '../shared/environment';
import { parseInput } from '../shared/parse';

/** Throws InvalidInputError with every fault of the environment at once. */
export const readConfig = () => {
  const env = parseInput(z.object(environment), 'The environment', process.env);
  return {
    ledgerTable: env.LEDGER_TABLE,
    publishQueueUrl: env.PUBLISH_QUEUE_URL,
    topics: { notices: env.NOTICES_TOPIC_ARN, pages: env.PAGES_TOPIC_ARN },
    scope: parseInput(Scope, 'config/scope.yml', scopeFile),
  };
};
