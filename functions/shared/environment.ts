import * as z from 'zod/mini';

/** What every function's environment has; the keys that a function needs beside them stand in its config.ts. */
export const environment = {
  ACCOUNT_ID: z.string().check(z.regex(/^\d{12}$/)),
  AWS_REGION: z.string().check(z.minLength(1)),
  LEDGER_TABLE: z.string().check(z.minLength(1)),
  PUBLISH_QUEUE_URL: z.url(),
  NOTICES_TOPIC_ARN: z.string().check(z.startsWith('arn:')),
  PAGES_TOPIC_ARN: z.string().check(z.startsWith('arn:')),
};
