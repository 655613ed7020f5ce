import type { SeededRandom } from '../service';
import { SlackError } from './wire/slack-error';

/** A channel as the sandbox is told of it. The bot is a member unless `member` says otherwise. */
export interface ChannelSeed {
  /** With or without the leading `#`. */
  readonly name: string;
  /** Drawn from the run's seed where absent. */
  readonly id?: string;
  readonly member?: boolean;
  readonly private?: boolean;
  readonly archived?: boolean;
}
export interface Channel {
  readonly id: string;
  /** Without `#`. */
  readonly name: string;
  readonly member: boolean;
  readonly private: boolean;
  readonly archived: boolean;
}

export interface Channels {
  readonly all: readonly Channel[];
  /** By id alone: what every method takes. Throws `channel_not_found`. */
  byId(id: string | undefined): Channel;
  /** By id, `#name` or name: what posting takes. Throws `channel_not_found`. */
  byIdOrName(idOrName: string | undefined): Channel;
}

const CHANNEL_ID_LENGTH = 9;

/**
 * A private channel that the bot is not in answers as if it did not exist: assumed. Names are for posting only:
 * documented for chat.postMessage (https://docs.slack.dev/reference/methods/chat.postMessage); that the other
 * methods refuse them is assumed.
 */
export const createChannels = (seeds: readonly ChannelSeed[], random: SeededRandom): Channels => {
  const all = seeds.map((seed): Channel => ({
    id: seed.id ?? `C0${random.text(CHANNEL_ID_LENGTH)}`,
    name: seed.name.replace(/^#/, ''),
    member: seed.member ?? true,
    private: seed.private ?? false,
    archived: seed.archived ?? false,
  }));
  const pick = (channel: Channel | undefined): Channel => {
    if (channel === undefined || (channel.private && !channel.member))
      throw new SlackError('channel_not_found');
    return channel;
  };
  return {
    all,
    byId: (id) => pick(all.find((channel) => channel.id === id)),
    byIdOrName: (idOrName) =>
      pick(
        all.find(
          (channel) => channel.id === idOrName || channel.name === idOrName?.replace(/^#/, ''),
        ),
      ),
  };
};

/**
 * `not_in_channel` and `is_archived`: documented (https://docs.slack.dev/reference/methods/chat.postMessage).
 * The imitated token does not have `chat:write.public`, with which a public channel needs no invitation.
 */
export const assertMayPost = (channel: Channel): void => {
  if (channel.archived) throw new SlackError('is_archived');
  if (!channel.member) throw new SlackError('not_in_channel');
};
