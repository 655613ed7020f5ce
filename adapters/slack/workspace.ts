import { WebClient } from '@slack/web-api';
import * as z from 'zod/mini';
import { UnavailableError } from '../../domain/errors';
import type { MessageMark, Workspace } from '../../domain/conversation/ports';
import { renderMessage } from './blocks';

/** The name under which our mark stands in a message's metadata. */
const EVENT_TYPE = 'slipway_run';
const GONE = ['message_not_found', 'cant_update_message', 'edit_window_closed'];

/**
 * A Slack workspace. One try per call, no sleeping inside: a limit that was hit is the queue's to wait for. The
 * client's own retries would post a message twice when an answer is lost.
 */
export const createWorkspace = (settings: {
  readonly apiUrl: string;
  readonly token: () => Promise<string>;
}): Workspace => {
  const connect = async (): Promise<WebClient> =>
    new WebClient(await settings.token(), {
      slackApiUrl: settings.apiUrl,
      timeout: 5_000,
      retryConfig: { retries: 0 },
      rejectRateLimitedCalls: true,
      allowAbsoluteUrls: false,
    });
  return {
    post: async (channel, message, mark) => {
      const client = await connect();
      const posted = await client.chat.postMessage({
        channel,
        ...renderMessage(message),
        metadata: toMetadata(mark),
        thread_ts: mark.threadTs,
        unfurl_links: false,
        unfurl_media: false,
      });
      if (posted.ts === undefined || posted.channel === undefined)
        throw new UnavailableError('Slack posted a message and did not say where.', true);
      return { channel: posted.channel, ts: posted.ts };
    },
    update: async (channel, ts, message) => {
      const client = await connect();
      try {
        await client.chat.update({ channel, ts, ...renderMessage(message) });
        return 'updated';
      } catch (thrown) {
        if (GONE.includes(slackErrorOf(thrown) ?? '')) return 'gone';
        throw thrown;
      }
    },
    findPosted: async (channelOrName, mark, sinceEpochMs) => {
      const client = await connect();
      const channel = await toChannelId(client, channelOrName);
      if (channel === undefined) return undefined;
      const since = {
        channel,
        oldest: String(sinceEpochMs / 1000 - 5),
        include_all_metadata: true,
      };
      const { messages = [] } =
        mark.threadTs === undefined
          ? await client.conversations.history({ ...since, limit: 200 })
          : await client.conversations.replies({ ...since, ts: mark.threadTs, limit: 200 });
      const ts = messages.find((message) => carries(message.metadata, mark))?.ts;
      return ts === undefined ? undefined : { channel, ts };
    },
    tellAlone: async (user, { channel, threadTs }, message) => {
      const client = await connect();
      await client.chat.postEphemeral({
        channel,
        user,
        ...renderMessage(message),
        thread_ts: threadTs,
      });
    },
  };
};

const CHANNEL_ID = /^[CG][A-Z0-9]{8,}$/;

/** Slack posts by name and looks by id only. Undefined where no channel that we see has the name. */
const toChannelId = async (client: WebClient, channel: string): Promise<string | undefined> => {
  if (CHANNEL_ID.test(channel)) return channel;
  const name = channel.replace(/^#/, '');
  let cursor: string | undefined;
  do {
    const page = await client.conversations.list({
      types: 'public_channel,private_channel',
      exclude_archived: true,
      limit: 1_000,
      cursor,
    });
    const found = page.channels?.find((it) => it.name === name);
    if (found !== undefined) return found.id;
    cursor = page.response_metadata?.next_cursor;
  } while (cursor !== undefined && cursor !== '');
  return undefined;
};

const toMetadata = ({ runId, part }: MessageMark) => ({
  event_type: EVENT_TYPE,
  event_payload: { run_id: runId, kind: part.split('#')[0] ?? part, part },
});

const Metadata = z.object({
  event_type: z.literal(EVENT_TYPE),
  event_payload: z.object({ run_id: z.string(), part: z.string() }),
});

const carries = (metadata: unknown, { runId, part }: MessageMark): boolean => {
  const { data } = Metadata.safeParse(metadata);
  return data?.event_payload.run_id === runId && data.event_payload.part === part;
};

const PlatformError = z.object({ data: z.object({ error: z.string() }) });

/** Slack's own name of an error, e.g. `channel_not_found`. */
export const slackErrorOf = (thrown: unknown): string | undefined =>
  PlatformError.safeParse(thrown).data?.data.error;
