import { createTeller, type TellingPorts } from '../../../domain/conversation/tell-run';
import { aWorkspace, tellingPorts } from '../../support/telling';
import { anAskingGate } from '../../support/conversation';
import { aReleaseRecord, aVerdict, NOON, NOON_ISO } from '../../support/releases';

const SETTINGS = { account: '123456789012', region: 'eu-west-1', defaultChannel: 'releases' };
const RUN = '123456789012/eu-west-1/release/d-GOOD00001';
const tell = (ports: TellingPorts, owner = 'message-1') =>
  createTeller(ports, SETTINGS).tellRun(RUN, owner);

it('posts one message for a run, and its verdicts in its thread', async () => {
  const ports = tellingPorts();
  await tell(ports);
  expect(ports.workspace.posts).toEqual([
    { channel: 'releases', part: 'run', threadTs: undefined },
    { channel: 'C-releases', part: 'verdict#hook-1', threadTs: '1' },
  ]);
});

it('changes nothing when there is nothing new', async () => {
  const ports = tellingPorts();
  await tell(ports);
  await tell(ports, 'message-2');
  expect(ports.workspace.posts).toHaveLength(2);
  expect(ports.workspace.updates).toEqual([]);
});

it('updates the one message when the story goes on', async () => {
  const ports = tellingPorts();
  await tell(ports);
  ports.records[0] = aReleaseRecord({
    heard: { started: NOON_ISO, succeeded: NOON_ISO },
    verdicts: [aVerdict()],
  });
  await tell(ports, 'message-2');
  expect(ports.workspace.posts).toHaveLength(2);
  expect(ports.workspace.updates).toEqual([{ channel: 'C-releases', ts: '1' }]);
});

it('posts anew what somebody deleted', async () => {
  const ports = tellingPorts({
    workspace: { ...aWorkspace(), update: async () => 'gone' as const },
  });
  await tell(ports);
  ports.records[0] = aReleaseRecord({ heard: { failed: NOON_ISO } });
  await tell(ports, 'message-2');
  expect(ports.workspace.posts.map((post) => post.part)).toEqual(['run', 'verdict#hook-1', 'run']);
});

it('lets only one of two publishers post', async () => {
  const ports = tellingPorts();
  await ports.posted.claim(RUN, 'run', {
    owner: 'other',
    nowEpochMs: NOON,
    untilEpochMs: NOON + 1,
  });
  await expect(tell(ports)).rejects.toThrow('Somebody else is posting run of run');
  expect(ports.workspace.posts).toEqual([]);
});

it('finds its message again after a post whose answer was lost', async () => {
  const ports = tellingPorts();
  // given a publisher that posted and died before it said so
  await ports.posted.claim(RUN, 'run', {
    owner: 'dead',
    nowEpochMs: NOON - 60_000,
    untilEpochMs: NOON - 30_000,
  });
  ports.workspace.lost.push({ part: 'run', place: { channel: 'C-releases', ts: '0' } });
  // when
  await tell(ports);
  // then
  expect(ports.workspace.posts).toEqual([
    { channel: 'C-releases', part: 'verdict#hook-1', threadTs: '0' },
  ]);
});

it('brings a message that it found again up to date: what it says may be old', async () => {
  const ports = tellingPorts();
  await ports.posted.claim(RUN, 'run', {
    owner: 'dead',
    nowEpochMs: NOON - 60_000,
    untilEpochMs: NOON - 30_000,
  });
  ports.workspace.lost.push({ part: 'run', place: { channel: 'C-releases', ts: '0' } });
  await tell(ports);
  expect(ports.workspace.updates).toEqual([{ channel: 'C-releases', ts: '0' }]);
});

it('posts after all when the lost post never happened', async () => {
  const ports = tellingPorts();
  await ports.posted.claim(RUN, 'run', {
    owner: 'dead',
    nowEpochMs: NOON - 60_000,
    untilEpochMs: NOON - 30_000,
  });
  await tell(ports);
  expect(ports.workspace.posts.map((post) => post.part)).toEqual(['run', 'verdict#hook-1']);
});

it('tells a release by the run that it joined', async () => {
  const ports = tellingPorts();
  ports.records[0] = aReleaseRecord({ runId: RUN });
  await createTeller(ports, SETTINGS).tellRelease('d-GOOD00001', 'message-1');
  expect(ports.workspace.posts).toHaveLength(1);
});

it.each([
  ['nothing was heard of it', []],
  ['its run is not known', [aReleaseRecord()]],
])('puts a release off while %s', async (_, records) => {
  const ports = tellingPorts();
  ports.records.splice(0, 1, ...records);
  await expect(createTeller(ports, SETTINGS).tellRelease('d-GOOD00001', 'm')).rejects.toThrow(
    'It is not known yet which run the release d-GOOD00001 belongs to.',
  );
});

it('tells a run of which nothing is known yet', async () => {
  const ports = tellingPorts({
    runs: { note: async () => undefined, read: async () => undefined },
  });
  await tell(ports);
  expect(ports.workspace.posts.map((post) => post.part)).toEqual(['run']);
});

describe('a gate that waits', () => {
  const withGate = (gate = anAskingGate()) => {
    const ports = tellingPorts();
    ports.records[0] = aReleaseRecord();
    ports.open.set('hook-1', gate.due);
    ports.standing.set('hook-1', gate.standing);
    return ports;
  };

  it('has its question in the thread, whose place the verdict takes', async () => {
    // given
    const ports = withGate();
    await tell(ports);
    expect(ports.workspace.posts.map((post) => post.part)).toEqual(['run', 'verdict#hook-1']);
    // when
    ports.open.clear();
    ports.records[0] = aReleaseRecord({ verdicts: [aVerdict()] });
    await tell(ports, 'message-2');
    // then
    expect(ports.workspace.posts).toHaveLength(2);
    expect(ports.workspace.updates).toEqual([
      { channel: 'C-releases', ts: '1' },
      { channel: 'C-releases', ts: '2' },
    ]);
  });

  it('is left out where it is of another run, or never opened', async () => {
    const other = withGate(
      anAskingGate({ release: { ...anAskingGate().due.release, deploymentId: 'd-OTHER0001' } }),
    );
    await tell(other);
    const unopened = withGate();
    unopened.standing.clear();
    await tell(unopened);
    for (const { workspace } of [other, unopened])
      expect(workspace.posts.map((post) => post.part)).toEqual(['run']);
  });

  it('is not asked for where a run has no release', async () => {
    const ports = withGate();
    let asked = 0;
    const list = async () => {
      asked += 1;
      return [];
    };
    const runs = { ...ports.runs, read: async () => ({ heard: {}, deploymentIds: [] }) };
    await tell({ ...ports, runs, openGates: { list } });
    expect(asked).toBe(0);
  });
});
