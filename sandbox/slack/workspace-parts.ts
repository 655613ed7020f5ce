import type { Clock } from '../clock';
import type { Journal, SeededRandom } from '../service';
import type { Arguments } from './wire/arguments';
import type { Channels } from './channels';
import type { MessageBook } from './messages/message-book';
import type { RateLimits } from './rate-limits';
import type { Timestamps } from './messages/timestamps';

/** What the methods share. */
export interface WorkspaceParts {
  readonly clock: Clock;
  readonly journal: Journal;
  readonly random: SeededRandom;
  readonly channels: Channels;
  readonly book: MessageBook;
  readonly timestamps: Timestamps;
  readonly limits: RateLimits;
}

export interface MethodCall {
  /** Where the caller reached the sandbox: `http://127.0.0.1:N`. */
  readonly origin: string;
}

/** One method of the Web API: what is answered beside `"ok":true`. Throws SlackError to refuse. */
export type Method = (args: Arguments, call: MethodCall) => Readonly<Record<string, unknown>>;
export type Methods = Readonly<Record<string, Method>>;
