import { flagArgument, textArgument } from '../wire/arguments';
import { toApiMessage } from '../messages/api-message';
import { assertMayPost } from '../channels';
import { parseContent } from '../messages/content';
import type { Message } from '../messages/message-book';
import { parseMetadata } from '../messages/metadata';
import { BOT_USER_ID, isUser } from '../people';
import { SlackError } from '../wire/slack-error';
import type { Method, Methods, WorkspaceParts } from '../workspace-parts';

/** Beyond it the text is cut off; documented (https://docs.slack.dev/reference/methods/chat.postMessage). */
export const LONGEST_POSTED_TEXT = 40_000;
/** Beyond it `msg_too_long`; documented (https://docs.slack.dev/reference/methods/chat.update). */
export const LONGEST_UPDATED_TEXT = 4000;

export const createChatMethods = (parts: WorkspaceParts): Methods => ({
  'chat.postMessage': createPostMessage(parts),
  'chat.update': createUpdate(parts),
  'chat.postEphemeral': createPostEphemeral(parts),
  'chat.getPermalink': createGetPermalink(parts),
});

const createPostMessage =
  ({ channels, book, timestamps, limits, journal }: WorkspaceParts): Method =>
  (args) => {
    const channel = channels.byIdOrName(textArgument(args, 'channel'));
    assertMayPost(channel);
    const { text = '', blocks = [], attachments = [] } = parseContent(args);
    const metadata = parseMetadata(args) ?? undefined;
    const threadTs = findThread(book.find(channel.id, textArgument(args, 'thread_ts') ?? ''), args);
    limits.spendMessage(channel.id);
    const message: Message = {
      channel,
      ts: timestamps.next(),
      userId: BOT_USER_ID,
      text: text.slice(0, LONGEST_POSTED_TEXT),
      blocks,
      attachments,
      metadata,
      threadTs,
      broadcast: threadTs !== undefined && flagArgument(args, 'reply_broadcast'),
    };
    book.add(message);
    const { ts } = message;
    journal.record({ kind: 'slack', channel: channel.name, ts, action: 'posted', text });
    return { channel: channel.id, ts, message: toApiMessage(message, { book, allMetadata: true }) };
  };

/** A reply's own `ts` leads to its parent. That a thread which is not there is refused, and how, is assumed. */
const findThread = (
  parent: Message | undefined,
  args: Parameters<Method>[0],
): string | undefined => {
  if (textArgument(args, 'thread_ts') === undefined) return undefined;
  if (parent === undefined) throw new SlackError('thread_not_found');
  return parent.threadTs ?? parent.ts;
};

/**
 * Text without blocks removes the blocks, metadata and attachments stay where they are not given, an update of
 * blocks is not marked as edited: documented (https://docs.slack.dev/reference/methods/chat.update). That blocks
 * without text leave the text empty is assumed.
 */
const createUpdate =
  ({ channels, book, clock, timestamps, journal }: WorkspaceParts): Method =>
  (args) => {
    const channel = channels.byId(textArgument(args, 'channel'));
    if (channel.archived) throw new SlackError('is_inactive');
    const before = book.find(channel.id, textArgument(args, 'ts') ?? '');
    if (before === undefined) throw new SlackError('message_not_found');
    if (before.userId !== BOT_USER_ID) throw new SlackError('cant_update_message');
    const content = parseContent(args);
    const { text = '', blocks = [] } = content;
    if (text.length > LONGEST_UPDATED_TEXT) throw new SlackError('msg_too_long');
    const metadata = parseMetadata(args);
    const after: Message = {
      ...before,
      text,
      blocks,
      attachments: content.attachments ?? before.attachments,
      metadata: metadata === undefined ? before.metadata : (metadata ?? undefined),
      editedEpochMs: clock.nowEpochMs(),
      ...(blocks.length === 0 ? { edited: { user: BOT_USER_ID, ts: timestamps.next() } } : {}),
    };
    book.replace(after);
    const { ts } = after;
    journal.record({ kind: 'slack', channel: channel.name, ts, action: 'updated', text });
    const message = toApiMessage(after, { book, allMetadata: true });
    return { channel: channel.id, ts, text, message };
  };

/** documented (https://docs.slack.dev/reference/methods/chat.postEphemeral). Everybody is in every channel. */
const createPostEphemeral =
  ({ channels, book, timestamps, journal }: WorkspaceParts): Method =>
  (args) => {
    const channel = channels.byIdOrName(textArgument(args, 'channel'));
    assertMayPost(channel);
    const userId = textArgument(args, 'user');
    if (userId === undefined || !isUser(userId)) throw new SlackError('user_not_in_channel');
    const { text = '', blocks = [], attachments = [] } = parseContent(args);
    const threadTs = findThread(book.find(channel.id, textArgument(args, 'thread_ts') ?? ''), args);
    const ts = timestamps.next();
    book.add({
      ...{ channel, ts, userId: BOT_USER_ID, text, blocks, attachments },
      ...{ threadTs, broadcast: false, ephemeralFor: userId },
    });
    journal.record({ kind: 'slack', channel: channel.name, ts, action: 'posted', text });
    return { message_ts: ts };
  };

/**
 * The path has Slack's shape, documented (https://docs.slack.dev/reference/methods/chat.getPermalink); the host is
 * the sandbox, whose console shows the message.
 */
const createGetPermalink =
  ({ channels, book }: WorkspaceParts): Method =>
  (args, { origin }) => {
    const channel = channels.byId(textArgument(args, 'channel'));
    const message = book.find(channel.id, textArgument(args, 'message_ts') ?? '');
    if (message === undefined) throw new SlackError('message_not_found');
    const path = `/console/archives/${channel.id}/p${message.ts.replace('.', '')}`;
    const thread =
      message.threadTs === undefined ? '' : `?thread_ts=${message.threadTs}&cid=${channel.id}`;
    return { channel: channel.id, permalink: `${origin}${path}${thread}` };
  };
