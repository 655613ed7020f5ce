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
    findPosted: async (channel, mark, sinceEpochMs) => {
      const client = await connect();
      const since = {
        channel,
        oldest: String(sinceEpochMs / 1000 - 5),
        include_all_metadata: true,
      };
      try {
        const { messages = [] } =
          mark.threadTs === undefined
            ? await client.conversations.history({ ...since, limit: 100 })
            : await client.conversations.replies({ ...since, ts: mark.threadTs, limit: 100 });
        const ts = messages.find((message) => carries(message.metadata, mark))?.ts;
        return ts === undefined ? undefined : { channel, ts };
      } catch (thrown) {
        if (slackErrorOf(thrown) === 'channel_not_found') return undefined;
        throw thrown;
      }
    },
  };
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
