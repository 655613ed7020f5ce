import type {
  ChannelPlace,
  MessagePlace,
  PostedMessage,
  PostedMessages,
  Workspace,
} from '../../domain/conversation/ports';
import type { TellingPorts } from '../../domain/conversation/tell-run';
import type { ReleaseRecord } from '../../domain/releases/ports';
import { aClock, aGateBook } from './fakes';
import { aReleaseRecord, aVerdict } from './releases';

export interface FakeWorkspace extends Workspace {
  readonly posts: { channel: string; part: string; threadTs?: string }[];
  readonly updates: MessagePlace[];
  /** Messages that stand in the channel though nobody was told so. */
  readonly lost: { part: string; place: MessagePlace }[];
  /** What was told to one person alone. */
  readonly alone: { userId: string; place: ChannelPlace; status: string }[];
}

export const aWorkspace = (): FakeWorkspace => {
  const posts: FakeWorkspace['posts'] = [];
  const updates: FakeWorkspace['updates'] = [];
  const lost: FakeWorkspace['lost'] = [];
  const alone: FakeWorkspace['alone'] = [];
  return {
    posts,
    updates,
    lost,
    alone,
    tellAlone: async (userId, place, { status }) => {
      alone.push({ userId, place, status });
    },
    post: async (channel, _message, { part, threadTs }) => {
      posts.push({ channel, part, threadTs });
      return {
        channel: channel.startsWith('C-') ? channel : `C-${channel}`,
        ts: String(posts.length),
      };
    },
    update: async (channel, ts) => {
      updates.push({ channel, ts });
      return 'updated';
    },
    findPosted: async (_channel, { part }) => lost.find((it) => it.part === part)?.place,
  };
};

export const aPostedBook = (): PostedMessages => {
  const kept = new Map<string, PostedMessage & { since?: number }>();
  const keyOf = (runId: string, part: string) => `${runId} ${part}`;
  return {
    read: async (runId, part) => kept.get(keyOf(runId, part)),
    claim: async (runId, part, { nowEpochMs, untilEpochMs }) => {
      const before = kept.get(keyOf(runId, part));
      const open =
        before === undefined || (!('ts' in before) && before.claimedUntilEpochMs < nowEpochMs);
      const since = before?.since ?? nowEpochMs;
      if (open) kept.set(keyOf(runId, part), { claimedUntilEpochMs: untilEpochMs, since });
      return { taken: open, unfinishedSinceEpochMs: before?.since };
    },
    posted: async (runId, part, message) => {
      kept.set(keyOf(runId, part), message);
    },
  };
};

/** A run with one release in progress that has one verdict. */
export const tellingPorts = (
  overrides: Partial<Omit<TellingPorts, 'workspace'>> & { readonly workspace?: FakeWorkspace } = {},
) => {
  const records: ReleaseRecord[] = [aReleaseRecord({ verdicts: [aVerdict()] })];
  const workspace: FakeWorkspace = aWorkspace();
  const { openGates, validations, open, standing } = aGateBook();
  return {
    ...{ records, openGates, validations, open, standing },
    runs: {
      note: async () => undefined,
      read: async () => ({ heard: {}, deploymentIds: ['d-GOOD00001'] }),
    },
    releases: { note: async () => undefined, read: async () => records[0] },
    posted: aPostedBook(),
    workspace,
    clock: aClock(),
    hash: (content: string) => content,
    ...overrides,
  };
};
