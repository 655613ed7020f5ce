import type { PostedMessage, PostedMessages } from '../../../domain/conversation/ports';
import type { Clock } from '../../../domain/ports';
import type { Item, ItemKey, Table } from './table';
import { ttlEpochSec } from './table';

/** What was posted of a run. The right to post is a claim that ends, so a publisher that died is followed. */
export const createPostedMessages = (table: Table, clock: Clock): PostedMessages => ({
  read: async (runId, part) => {
    const item = await table.get(keyOf(runId, part));
    return item && toPosted(item);
  },
  claim: async (runId, part, { owner, nowEpochMs, untilEpochMs }) => {
    const key = keyOf(runId, part);
    const before = await table.get(key);
    const since = before?.ts === undefined ? before?.claimedEpochMs?.N : undefined;
    const taken = await table.putIf(
      {
        pk: { S: key.pk },
        sk: { S: key.sk },
        owner: { S: owner },
        // Of the first who may have posted it: a follower that fails too must not hide that message.
        claimedEpochMs: { N: since ?? String(nowEpochMs) },
        claimedUntilEpochMs: { N: String(untilEpochMs) },
        ttl: { N: String(ttlEpochSec(nowEpochMs, 'run')) },
      },
      'attribute_not_exists(pk) OR (attribute_not_exists(ts) AND claimedUntilEpochMs < :now)',
      { ':now': { N: String(nowEpochMs) } },
    );
    return { taken, unfinishedSinceEpochMs: since === undefined ? undefined : Number(since) };
  },
  posted: (runId, part, { channel, ts, contentHash }) =>
    table.note(keyOf(runId, part), {
      set: { channel, ts, contentHash },
      ttlEpochSec: ttlEpochSec(clock.nowEpochMs(), 'run'),
    }),
});

const keyOf = (runId: string, part: string): ItemKey => ({
  pk: `run#${runId}`,
  sk: `message#${part}`,
});

const toPosted = (item: Item): PostedMessage => {
  const { channel, ts, contentHash, claimedUntilEpochMs } = item;
  return channel?.S === undefined || ts?.S === undefined
    ? { claimedUntilEpochMs: Number(claimedUntilEpochMs?.N ?? 0) }
    : { channel: channel.S, ts: ts.S, contentHash: contentHash?.S ?? '' };
};
