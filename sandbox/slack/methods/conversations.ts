import { type Arguments, countArgument, flagArgument, textArgument } from '../wire/arguments';
import { toApiMessage } from '../messages/api-message';
import type { Channel } from '../channels';
import type { Message } from '../messages/message-book';
import { SlackError } from '../wire/slack-error';
import { compareTimestamps, isTimestamp } from '../messages/timestamps';
import type { Method, Methods, WorkspaceParts } from '../workspace-parts';

const DEFAULT_HISTORY = 100;
const MOST_HISTORY = 999;
const DEFAULT_REPLIES = 1000;
const CURSOR_PREFIX = 'next_ts:';

export const createConversationMethods = (parts: WorkspaceParts): Methods => ({
  'conversations.history': createHistory(parts),
  'conversations.replies': createReplies(parts),
});

/**
 * Newest first, without the replies of threads unless they were broadcast. documented
 * (https://docs.slack.dev/reference/methods/conversations.history); `not_in_channel` likewise.
 */
const createHistory =
  ({ channels, book }: WorkspaceParts): Method =>
  (args) => {
    const channel = readable(channels.byId(textArgument(args, 'channel')));
    const limit = Math.min(countArgument(args, 'limit', DEFAULT_HISTORY), MOST_HISTORY);
    const found = book
      .inChannel(channel.id)
      .filter((message) => message.threadTs === undefined || message.broadcast)
      .filter(withinTimes(args))
      .reverse();
    const from = readCursor(args);
    const rest =
      from === undefined ? found : found.filter(({ ts }) => compareTimestamps(ts, from) <= 0);
    const allMetadata = flagArgument(args, 'include_all_metadata');
    return {
      messages: rest.slice(0, limit).map((message) => toApiMessage(message, { book, allMetadata })),
      ...toPaging(rest[limit]),
      pin_count: 0,
    };
  };

/** The parent, then its replies, oldest first. documented (https://docs.slack.dev/reference/methods/conversations.replies) */
const createReplies =
  ({ channels, book }: WorkspaceParts): Method =>
  (args) => {
    const channel = readable(channels.byId(textArgument(args, 'channel')));
    const parent = book.find(channel.id, textArgument(args, 'ts') ?? '');
    if (parent === undefined) throw new SlackError('thread_not_found');
    const limit = Math.min(countArgument(args, 'limit', DEFAULT_REPLIES), DEFAULT_REPLIES);
    const within = withinTimes(args);
    const found = book
      .inChannel(channel.id)
      .filter(
        (message) => message === parent || (message.threadTs === parent.ts && within(message)),
      );
    const from = readCursor(args);
    const rest =
      from === undefined ? found : found.filter(({ ts }) => compareTimestamps(ts, from) >= 0);
    const allMetadata = flagArgument(args, 'include_all_metadata');
    return {
      messages: rest.slice(0, limit).map((message) => toApiMessage(message, { book, allMetadata })),
      ...toPaging(rest[limit]),
    };
  };

const readable = (channel: Channel): Channel => {
  if (!channel.member) throw new SlackError('not_in_channel');
  return channel;
};

/** `oldest` and `latest` themselves are left out unless `inclusive`. */
const withinTimes = (args: Arguments): ((message: Message) => boolean) => {
  const oldest = readTimestamp(args, 'oldest');
  const latest = readTimestamp(args, 'latest');
  // Timestamps differ by whole microseconds or seconds, so that one is the least difference.
  const least = flagArgument(args, 'inclusive') ? 0 : 1;
  return ({ ts }) =>
    (oldest === undefined || compareTimestamps(ts, oldest) >= least) &&
    (latest === undefined || compareTimestamps(latest, ts) >= least);
};

const readTimestamp = (args: Arguments, name: 'oldest' | 'latest'): string | undefined => {
  const ts = textArgument(args, name);
  if (ts !== undefined && !isTimestamp(ts)) throw new SlackError(`invalid_ts_${name}`);
  return ts;
};

const readCursor = (args: Arguments): string | undefined => {
  const cursor = textArgument(args, 'cursor');
  if (cursor === undefined) return undefined;
  const decoded = Buffer.from(cursor, 'base64').toString('utf8');
  const ts = decoded.slice(CURSOR_PREFIX.length);
  if (!decoded.startsWith(CURSOR_PREFIX) || !isTimestamp(ts))
    throw new SlackError('invalid_cursor');
  return ts;
};

/** Where the next page begins, if there is one. */
const toPaging = (next: Message | undefined) =>
  next === undefined
    ? { has_more: false }
    : {
        has_more: true,
        response_metadata: {
          next_cursor: Buffer.from(`${CURSOR_PREFIX}${next.ts}`).toString('base64'),
        },
      };
