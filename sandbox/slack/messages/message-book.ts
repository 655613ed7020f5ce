import type { SlackRow } from '../../console/snapshot';
import type { Channel } from '../channels';
import type { Metadata } from './metadata';

/** A message as the workspace keeps it. An edit replaces it whole, under the same `ts`. */
export interface Message {
  readonly channel: Channel;
  readonly ts: string;
  /** Who wrote it: the bot's user, or a person. */
  readonly userId: string;
  readonly text: string;
  readonly blocks: readonly unknown[];
  readonly attachments: readonly unknown[];
  readonly metadata?: Metadata | undefined;
  /** The parent's `ts`, for a reply. */
  readonly threadTs?: string | undefined;
  /** A reply that the channel sees too. */
  readonly broadcast: boolean;
  readonly editedEpochMs?: number | undefined;
  /** Whether clients mark it as edited: not where only its blocks changed. */
  readonly edited?: { readonly user: string; readonly ts: string } | undefined;
  /** Only this person sees it. No method finds it again. */
  readonly ephemeralFor?: string | undefined;
}

export interface MessageBook {
  add(message: Message): void;
  replace(message: Message): void;
  /** Undefined for none, and for one that only one person sees. */
  find(channelId: string, ts: string): Message | undefined;
  /** What the methods see of the channel, oldest first; ephemeral ones are left out. */
  inChannel(channelId: string): readonly Message[];
  /** The whole workspace, oldest first. */
  rows(): readonly SlackRow[];
}

export const createMessageBook = (): MessageBook => {
  // A Map keeps the order of first insertion, and `ts` only grows: this is oldest first.
  const messages = new Map<string, Message>();
  const visible = (message: Message): boolean => message.ephemeralFor === undefined;
  const keep = (message: Message): void => void messages.set(message.ts, message);
  return {
    add: keep,
    replace: keep,
    find: (channelId, ts) => {
      const message = messages.get(ts);
      return message?.channel.id === channelId && visible(message) ? message : undefined;
    },
    inChannel: (channelId) =>
      [...messages.values()].filter(
        (message) => message.channel.id === channelId && visible(message),
      ),
    rows: () => [...messages.values()].map(toRow),
  };
};

const toRow = (message: Message): SlackRow => ({
  channel: message.channel.name,
  ts: message.ts,
  kind: kindOf(message),
  text: message.text,
  ...(message.threadTs === undefined ? {} : { threadTs: message.threadTs }),
  ...(message.editedEpochMs === undefined
    ? {}
    : { editedAt: new Date(message.editedEpochMs).toISOString() }),
  ...(message.ephemeralFor === undefined ? {} : { ephemeralFor: message.ephemeralFor }),
  author: message.userId,
  blocks: message.blocks,
});

const kindOf = (message: Message): string => {
  const kind = message.metadata?.event_payload['kind'];
  if (typeof kind === 'string') return kind;
  return message.ephemeralFor === undefined ? 'message' : 'ephemeral';
};
