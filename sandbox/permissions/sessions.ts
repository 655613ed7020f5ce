import { AwsError, type Caller, type Cloud } from '../service';

/** Keys that a role's session signs with. */
export interface SessionKeys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
}

/** Who holds which access key. */
export interface SessionBook {
  /** Without an end: a function's, which Lambda renews. */
  issue(caller: Caller, expiresEpochMs?: number): SessionKeys;
  /**
   * Throws UnrecognizedClientException for a key that nobody has, or with another session's token, and
   * ExpiredTokenException once it has ended.
   */
  holderOf(accessKeyId: string, sessionToken: string | undefined): Caller;
}

// Access keys hold base 32: letters, and the digits from 2 to 7.
const KEY_ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const SECRET_ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

interface Session {
  readonly caller: Caller;
  readonly sessionToken: string;
  readonly expiresEpochMs: number;
}

export const createSessionBook = ({
  random,
  clock,
}: Pick<Cloud, 'random' | 'clock'>): SessionBook => {
  const sessions = new Map<string, Session>();
  return {
    issue: (caller, expiresEpochMs = Number.POSITIVE_INFINITY) => {
      const accessKeyId = `ASIA${random.text(16, KEY_ALPHABET)}`;
      const sessionToken = random.text(120, SECRET_ALPHABET);
      sessions.set(accessKeyId, { caller, sessionToken, expiresEpochMs });
      return { accessKeyId, sessionToken, secretAccessKey: random.text(40, SECRET_ALPHABET) };
    },
    holderOf: (accessKeyId, sessionToken) => {
      const session = sessions.get(accessKeyId);
      if (session === undefined || session.sessionToken !== sessionToken)
        throw new AwsError(
          'UnrecognizedClientException',
          'The security token included in the request is invalid.',
          403,
        );
      if (session.expiresEpochMs <= clock.nowEpochMs())
        throw new AwsError(
          'ExpiredTokenException',
          'The security token included in the request is expired',
          403,
        );
      return session.caller;
    },
  };
};
