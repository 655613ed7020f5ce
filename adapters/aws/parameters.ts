import type { SSMClient } from '@aws-sdk/client-ssm';
import { GetParameterCommand } from '@aws-sdk/client-ssm';
import { UnavailableError } from '../../domain/errors';
import type { Clock } from '../../domain/ports';
import type { BreakGlass } from '../../domain/releases/ports';

export const BREAK_GLASS = '/slipway/break-glass';
export const SLACK_BOT_TOKEN = '/slipway/slack/bot-token';
export const SLACK_SIGNING_SECRET = '/slipway/slack/signing-secret';

/**
 * `off` (or nothing) is closed; anything else opens it, and the text says why: `on: payment incident 4711`.
 */
export const createBreakGlass = (client: SSMClient): BreakGlass => ({
  read: async () => {
    const { Parameter } = await client.send(new GetParameterCommand({ Name: BREAK_GLASS }));
    const value = (Parameter?.Value ?? 'off').trim();
    return value === '' || value.toLowerCase() === 'off'
      ? { broken: false }
      : { broken: true, why: value };
  },
});

const SECRET_LIFE_MS = 5 * 60_000;
/** Whoever asks for it anew does not make more calls than this: anybody can send a wrong signature. */
const ANEW_AFTER_MS = 10_000;

/**
 * Reads a SecureString and keeps it for five minutes, so that a rotated one is seen soon; ten seconds for a reader who
 * found that it does not fit. Never logs it.
 */
export const createSecret = (client: SSMClient, name: string, clock: Clock) => {
  let kept: { readonly value: string; readonly readAtEpochMs: number } | undefined;
  return async ({ anew = false }: { readonly anew?: boolean } = {}): Promise<string> => {
    const nowEpochMs = clock.nowEpochMs();
    const lifeMs = anew ? ANEW_AFTER_MS : SECRET_LIFE_MS;
    if (kept !== undefined && kept.readAtEpochMs + lifeMs > nowEpochMs) return kept.value;
    const { Parameter } = await client.send(
      new GetParameterCommand({ Name: name, WithDecryption: true }),
    );
    const value = Parameter?.Value ?? '';
    if (value === '')
      throw new UnavailableError(
        `Parameter ${name} is empty: set it with \`slipway secrets set\`.`,
        false,
      );
    kept = { value, readAtEpochMs: nowEpochMs };
    return value;
  };
};
