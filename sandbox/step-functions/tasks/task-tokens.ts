import { AwsError, type SeededRandom } from '../../service';
import { StateFailure } from '../engine/failure';
import type { Json } from '../json';

/** What a token's task does when its answer comes. */
export interface TokenListener {
  onSuccess(output: Json): void;
  onFailure(failure: StateFailure): void;
  onHeartbeat(): void;
}

/** The tokens of tasks that wait for a callback. */
export interface TaskTokens {
  create(): string;
  open(token: string, listener: TokenListener): void;
  /** From now on the token answers TaskTimedOut. */
  close(token: string): void;
  /** These three throw AwsError InvalidToken, TaskDoesNotExist or TaskTimedOut. */
  succeed(token: string, output: Json): void;
  fail(token: string, error: string | undefined, cause: string | undefined): void;
  beat(token: string): void;
}

const PREFIX = 'AQCkAAAAKgAAAAMAAAAAAAAAA';
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const LENGTH = 200;

/**
 * Tokens look like AWS's but carry nothing. A token that was never given out is TaskDoesNotExist, one whose task
 * is over TaskTimedOut. documented (https://docs.aws.amazon.com/step-functions/latest/apireference/API_SendTaskSuccess.html);
 * texts assumed
 */
export const createTaskTokens = (random: SeededRandom): TaskTokens => {
  const listeners = new Map<string, TokenListener | 'created' | 'closed'>();
  const find = (token: string): TokenListener => {
    if (!token.startsWith(PREFIX) || token.length !== PREFIX.length + LENGTH)
      throw new AwsError('InvalidToken', "Invalid Token: 'Invalid token'");
    const found = listeners.get(token);
    if (found === undefined || found === 'created')
      throw new AwsError('TaskDoesNotExist', `Task does not exist: '${token}'`);
    if (found === 'closed')
      throw new AwsError('TaskTimedOut', "Task Timed Out: 'Provided task does not exist anymore'");
    return found;
  };
  const settle = (token: string): TokenListener => {
    const listener = find(token);
    listeners.set(token, 'closed');
    return listener;
  };
  return {
    create: () => {
      const token = PREFIX + random.text(LENGTH, ALPHABET);
      listeners.set(token, 'created');
      return token;
    },
    open: (token, listener) => void listeners.set(token, listener),
    close: (token) => void listeners.set(token, 'closed'),
    succeed: (token, output) => settle(token).onSuccess(output),
    fail: (token, error, cause) => settle(token).onFailure(new StateFailure(error, cause)),
    beat: (token) => find(token).onHeartbeat(),
  };
};
