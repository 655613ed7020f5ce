import { text } from 'node:stream/consumers';
import { PutParameterCommand } from '@aws-sdk/client-ssm';
import { createSsmClient } from '../adapters/aws/clients';
import { SLACK_BOT_TOKEN, SLACK_SIGNING_SECRET } from '../adapters/aws/parameters';
import { print } from './print';
import { UsageError } from './usage-error';

/** What each secret has to look like: a wrong one is found here, not when Slack refuses it at night. */
const SECRETS = {
  'slack-bot-token': { parameter: SLACK_BOT_TOKEN, form: /^xoxb-[\w-]+$/, looks: 'xoxb-…' },
  'slack-signing-secret': {
    parameter: SLACK_SIGNING_SECRET,
    form: /^[0-9a-f]{32}$/,
    looks: '32 hexadecimal digits',
  },
} as const;

export const secretNames = Object.keys(SECRETS);

/** `slipway secrets set NAME`: reads the value from standard input, so that no shell history keeps it. */
export const setSecret = async (name: string): Promise<void> => {
  const secret = Object.entries(SECRETS).find(([known]) => known === name)?.[1];
  if (secret === undefined)
    throw new UsageError(`There is no secret ${name}. There is: ${secretNames.join(', ')}.`);
  if (process.stdin.isTTY)
    throw new UsageError(`Give the secret on standard input: slipway secrets set ${name} < FILE`);
  const value = (await text(process.stdin)).trim();
  if (!secret.form.test(value))
    throw new UsageError(`That does not look like a ${name}: it should be ${secret.looks}.`);
  await createSsmClient()
    .send(
      new PutParameterCommand({
        Name: secret.parameter,
        Value: value,
        Type: 'SecureString',
        Overwrite: true,
      }),
    )
    .catch((cause: unknown) => {
      const why = cause instanceof Error ? cause.message : String(cause);
      throw new UsageError(`${secret.parameter} cannot be written: ${why}`, { cause });
    });
  print(`${secret.parameter} is set`);
};
