import type { Clock } from '../clock';
import { RateLimited } from './wire/slack-error';

/** Messages that a channel takes at once before one a second applies. Slack names no number: assumed. */
export const MESSAGE_BURST = 5;

const WINDOW_MS = 60_000;
const MESSAGE_INTERVAL_MS = 1000;

/**
 * Calls per minute and method: Slack's tiers 2 (20), 3 (50) and 4 (100), documented on each method's page and in
 * https://docs.slack.dev/apis/web-api/rate-limits. "At least" there is "at most" here, and there is no burst above
 * it: assumed, and the stricter reading. Methods without a row have a special tier that is not imitated.
 */
const CALLS_PER_MINUTE: Readonly<Record<string, number>> = {
  'chat.update': 50,
  'conversations.list': 20,
  'conversations.history': 50,
  'conversations.replies': 50,
  'usergroups.users.list': 20,
  'chat.postEphemeral': 100,
  'users.info': 100,
  'views.open': 100,
};

export interface RateLimits {
  /** Counts one call of the method. Throws RateLimited where the minute is used up; refused calls do not count. */
  spendCall(method: string): void;
  /** Counts one message to the channel: one a second after the burst. Throws RateLimited. */
  spendMessage(channelId: string): void;
}

/** Every limit runs on the sandbox clock, so that a virtual second is a second to Slack too. */
export const createRateLimits = (clock: Clock): RateLimits => {
  const calls = new Map<string, readonly number[]>();
  // When a channel's bucket would be full again: the generic cell rate algorithm, which needs no refill timer.
  const fullAtEpochMs = new Map<string, number>();
  return {
    spendCall: (method) => {
      const limit = CALLS_PER_MINUTE[method];
      if (limit === undefined) return;
      const now = clock.nowEpochMs();
      const recent = (calls.get(method) ?? []).filter((at) => at > now - WINDOW_MS);
      const oldest = recent[0];
      if (oldest !== undefined && recent.length >= limit)
        throw new RateLimited(toWholeSeconds(oldest + WINDOW_MS - now));
      calls.set(method, [...recent, now]);
    },
    spendMessage: (channelId) => {
      const now = clock.nowEpochMs();
      const fullAt = Math.max(now, fullAtEpochMs.get(channelId) ?? 0);
      const waitMs = fullAt + MESSAGE_INTERVAL_MS - now - MESSAGE_BURST * MESSAGE_INTERVAL_MS;
      if (waitMs > 0) throw new RateLimited(toWholeSeconds(waitMs));
      fullAtEpochMs.set(channelId, fullAt + MESSAGE_INTERVAL_MS);
    },
  };
};

const toWholeSeconds = (ms: number): number => Math.max(1, Math.ceil(ms / 1000));
