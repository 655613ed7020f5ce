import { UnavailableError } from '../errors';
import type { Clock } from '../ports';
import type { OpenGates, Releases, Validations } from '../releases/ports';
import type { ReleaseKey } from '../releases/release';
import type { WaitingGate } from './gate-view';
import type { MessagePlace, PostedMessages, Runs, Workspace } from './ports';
import type { RunPart } from './run-parts';
import { channelOf, decideParts } from './run-parts';
import type { RunView } from './run-view';
import { toRunView } from './run-view';

export interface TellingPorts {
  readonly runs: Runs;
  readonly releases: Releases;
  readonly openGates: Pick<OpenGates, 'list'>;
  readonly validations: Pick<Validations, 'read'>;
  readonly posted: PostedMessages;
  readonly workspace: Workspace;
  readonly clock: Clock;
  /** A short text that differs where the content differs. */
  readonly hash: (content: string) => string;
}
export interface TellingSettings {
  readonly account: string;
  readonly region: string;
  readonly defaultChannel: string;
}

export interface Teller {
  tellRun(runId: string, owner: string): Promise<void>;
  /** Throws UnavailableError while it is not known which run the release belongs to. */
  tellRelease(deploymentId: string, owner: string): Promise<void>;
}

/** While one publisher posts, no other does: longer than a call to Slack may take. */
const CLAIM_MS = 30_000;

/**
 * Brings Slack up to what is known of a run: its one message, then its thread. Fails open: whoever waits for a
 * release never waits for this. Throws where it must be tried again; what was posted is not posted twice.
 */
export const createTeller = (ports: TellingPorts, settings: TellingSettings): Teller => {
  const keyOf = (deploymentId: string): ReleaseKey => ({
    account: settings.account,
    region: settings.region,
    deploymentId,
  });
  const tellRun = async (runId: string, owner: string): Promise<void> => {
    const view = await readView(ports, runId, keyOf);
    const channel = channelOf(view, settings.defaultChannel);
    const parts = decideParts(view);
    const parent = await tellPart(ports, { ...parts.parent, runId, channel, owner });
    for (const reply of parts.replies)
      await tellPart(ports, {
        ...reply,
        runId,
        channel: parent.channel,
        owner,
        threadTs: parent.ts,
      });
  };
  return {
    tellRun,
    tellRelease: async (deploymentId, owner) => {
      const record = await ports.releases.read(keyOf(deploymentId));
      if (record?.runId === undefined)
        throw new UnavailableError(
          `It is not known yet which run the release ${deploymentId} belongs to.`,
          true,
        );
      await tellRun(record.runId, owner);
    },
  };
};

const readView = async (
  ports: TellingPorts,
  runId: string,
  keyOf: (deploymentId: string) => ReleaseKey,
): Promise<RunView> => {
  const run = (await ports.runs.read(runId)) ?? { heard: {}, deploymentIds: [] };
  // Before the releases: a gate that has ended since then has its verdict there.
  const gates = await readGates(ports, run.deploymentIds);
  const records = await Promise.all(run.deploymentIds.map((id) => ports.releases.read(keyOf(id))));
  return toRunView(runId, run, {
    records: records.filter((record) => record !== undefined),
    gates,
    nowEpochMs: ports.clock.nowEpochMs(),
  });
};

/** One question to the ledger for all releases, and one for each of their gates that waits. */
const readGates = async (
  { openGates, validations }: TellingPorts,
  deploymentIds: readonly string[],
): Promise<readonly WaitingGate[]> => {
  if (deploymentIds.length === 0) return [];
  const open = (await openGates.list()).filter(({ release }) =>
    deploymentIds.includes(release.deploymentId),
  );
  const gates = await Promise.all(
    open.map(async (due) => ({ due, standing: await validations.read(due) })),
  );
  return gates.flatMap(({ due, standing }) => (standing === undefined ? [] : [{ due, standing }]));
};

interface Telling extends RunPart {
  readonly runId: string;
  readonly channel: string;
  readonly owner: string;
  readonly threadTs?: string;
}

const tellPart = async (ports: TellingPorts, telling: Telling): Promise<MessagePlace> => {
  const contentHash = ports.hash(JSON.stringify(telling.message));
  const standing = await ports.posted.read(telling.runId, telling.part);
  if (standing !== undefined && 'ts' in standing) {
    if (standing.contentHash === contentHash) return standing;
    const place = await updateOrRepost(ports, telling, standing);
    await ports.posted.posted(telling.runId, telling.part, { ...place, contentHash });
    return place;
  }
  const place = await postOnce(ports, telling);
  await ports.posted.posted(telling.runId, telling.part, { ...place, contentHash });
  return place;
};

/** A message that somebody deleted is posted anew. */
const updateOrRepost = async (
  { workspace }: TellingPorts,
  telling: Telling,
  place: MessagePlace,
): Promise<MessagePlace> =>
  (await workspace.update(place.channel, place.ts, telling.message)) === 'updated'
    ? { channel: place.channel, ts: place.ts }
    : workspace.post(telling.channel, telling.message, markOf(telling));

/**
 * Posting has no idempotency key: after a try that never said how it ended, the message is looked for first, and
 * what it says is brought up to date.
 */
const postOnce = async (ports: TellingPorts, telling: Telling): Promise<MessagePlace> => {
  const nowEpochMs = ports.clock.nowEpochMs();
  const claim = await ports.posted.claim(telling.runId, telling.part, {
    owner: telling.owner,
    nowEpochMs,
    untilEpochMs: nowEpochMs + CLAIM_MS,
  });
  if (!claim.taken)
    throw new UnavailableError(
      `Somebody else is posting ${telling.part} of run ${telling.runId}.`,
      true,
    );
  const found =
    claim.unfinishedSinceEpochMs === undefined
      ? undefined
      : await ports.workspace.findPosted(
          telling.channel,
          markOf(telling),
          claim.unfinishedSinceEpochMs,
        );
  return found === undefined
    ? ports.workspace.post(telling.channel, telling.message, markOf(telling))
    : updateOrRepost(ports, telling, found);
};

const markOf = ({ runId, part, threadTs }: Telling) => ({ runId, part, threadTs });
