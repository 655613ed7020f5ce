import * as z from 'zod/mini';

/** Slack's own host, or this machine: no configuration can send the token elsewhere. */
export const slackApiUrl = z._default(
  z
    .string()
    .check(z.regex(/^(https:\/\/slack\.com\/api\/|http:\/\/127\.0\.0\.1:\d+\/slack\/api\/)$/)),
  'https://slack.com/api/',
);
