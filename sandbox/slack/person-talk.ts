import { isUser } from './people';
import { SlackError } from './wire/slack-error';
import type { WorkspaceParts } from './workspace-parts';

export interface Utterance {
  readonly userId: string;
  /** Name or id. */
  readonly channel: string;
  readonly text: string;
  readonly threadTs?: string;
}
/** Returns the message's `ts`. Throws SlackError where the person or channel is not there. */
export type PersonTalk = (utterance: Utterance) => string;

/** People share the channels with the bot: what they write stands in its history, and the bot cannot edit it. */
export const createPersonTalk =
  ({ channels, book, timestamps, journal }: WorkspaceParts): PersonTalk =>
  ({ userId, channel: name, text, threadTs }) => {
    if (!isUser(userId)) throw new SlackError('user_not_found');
    const channel = channels.byIdOrName(name);
    const ts = timestamps.next();
    const plain = { blocks: [], attachments: [], broadcast: false };
    book.add({ channel, ts, userId, text, threadTs, ...plain });
    journal.record({ kind: 'slack', channel: channel.name, ts, action: 'posted', text });
    return ts;
  };
