import * as z from 'zod/mini';
import { parseInput } from '../shared/parse';

const Environment = z.object({ SLACK_ACTIONS_QUEUE_URL: z.url() });

/** Throws InvalidInputError with every fault of the environment at once. */
export const readConfig = () => ({
  queueUrl: parseInput(Environment, 'The environment', process.env).SLACK_ACTIONS_QUEUE_URL,
});
