import type { Message, MessageBook } from './message-book';
import { APP_ID, BOT_ID, BOT_USER_ID, TEAM_ID } from '../people';

interface Shown {
  readonly book: MessageBook;
  /**
   * Without it the metadata's payload is held back and its type alone is told. assumed
   * (https://github.com/Automattic/matrix-appservice-slack/pull/8: the payload needs it)
   */
  readonly allMetadata: boolean;
}

/**
 * A message as the methods answer it. documented (https://docs.slack.dev/reference/events/message). The `block_id`
 * that Slack makes up for blocks without one is left out.
 */
export const toApiMessage = (
  message: Message,
  { book, allMetadata }: Shown,
): Readonly<Record<string, unknown>> => ({
  type: 'message',
  ...(message.broadcast ? { subtype: 'thread_broadcast' } : {}),
  user: message.userId,
  ...(message.userId === BOT_USER_ID ? { bot_id: BOT_ID, app_id: APP_ID } : {}),
  team: TEAM_ID,
  text: message.text,
  ts: message.ts,
  ...(message.blocks.length > 0 ? { blocks: message.blocks } : {}),
  ...(message.attachments.length > 0 ? { attachments: message.attachments } : {}),
  ...(message.edited === undefined ? {} : { edited: message.edited }),
  ...metadataFields(message, allMetadata),
  ...threadFields(message, book),
});

const metadataFields = ({ metadata }: Message, all: boolean) => {
  if (metadata === undefined) return {};
  return { metadata: all ? metadata : { event_type: metadata.event_type } };
};

const threadFields = (message: Message, book: MessageBook) => {
  if (message.threadTs !== undefined)
    return { thread_ts: message.threadTs, parent_user_id: BOT_USER_ID };
  const replies = book
    .inChannel(message.channel.id)
    .filter(({ threadTs }) => threadTs === message.ts);
  if (replies.length === 0) return {};
  return {
    thread_ts: message.ts,
    reply_count: replies.length,
    reply_users: [...new Set(replies.map(({ userId }) => userId))],
    latest_reply: replies.at(-1)?.ts,
  };
};
