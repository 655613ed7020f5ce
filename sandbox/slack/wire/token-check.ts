import { type Arguments, textArgument } from './arguments';
import { SlackError } from './slack-error';

/**
 * The token comes as a bearer header or as the argument `token`. None is `not_authed`, another `invalid_auth`.
 * documented (https://docs.slack.dev/reference/methods/chat.postMessage)
 */
export const createTokenCheck =
  (botToken: string) =>
  (authorization: string | undefined, args: Arguments): void => {
    const token = /^Bearer +(.+)$/i.exec(authorization ?? '')?.[1] ?? textArgument(args, 'token');
    if (token === undefined) throw new SlackError('not_authed');
    if (token !== botToken) throw new SlackError('invalid_auth');
  };
