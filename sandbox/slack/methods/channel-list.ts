import type { Channel } from '../channels';
import { countArgument, textArgument } from '../wire/arguments';
import { SlackError } from '../wire/slack-error';
import type { Methods, WorkspaceParts } from '../workspace-parts';

const DEFAULT_LIMIT = 100;
const MOST_LIMIT = 1_000;

/**
 * Channels that the bot may see, by pages. Private ones only where `types` asks for them and the bot is a member.
 * documented (https://docs.slack.dev/reference/methods/conversations.list); the form of cursors is assumed.
 */
export const createChannelList = ({ channels }: WorkspaceParts): Methods => ({
  'conversations.list': (args) => {
    const types = (textArgument(args, 'types') ?? 'public_channel').split(',');
    const limit = Math.min(countArgument(args, 'limit', DEFAULT_LIMIT), MOST_LIMIT);
    const withoutArchived = textArgument(args, 'exclude_archived') === 'true';
    const seen = channels.all
      .filter((it) =>
        it.private
          ? it.member && types.includes('private_channel')
          : types.includes('public_channel'),
      )
      .filter((it) => !(withoutArchived && it.archived));
    const start = readCursor(textArgument(args, 'cursor'));
    const next = start + limit < seen.length ? toCursor(start + limit) : '';
    return {
      channels: seen.slice(start, start + limit).map(toApiChannel),
      response_metadata: { next_cursor: next },
    };
  },
});

const toApiChannel = ({ id, name, member, private: isPrivate, archived }: Channel) => ({
  id,
  name,
  name_normalized: name,
  is_channel: !isPrivate,
  is_private: isPrivate,
  is_archived: archived,
  is_member: member,
});

const toCursor = (offset: number): string => Buffer.from(`offset:${offset}`).toString('base64');

const readCursor = (cursor: string | undefined): number => {
  if (cursor === undefined || cursor === '') return 0;
  const digits = /^offset:(\d+)$/.exec(Buffer.from(cursor, 'base64').toString('utf8'))?.[1];
  if (digits === undefined) throw new SlackError('invalid_cursor');
  return Number(digits);
};
