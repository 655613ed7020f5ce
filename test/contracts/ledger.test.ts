import type { Policy } from '../../config/schema/policy';
import { createLedger } from '../../adapters/aws/ledger/ledger';
import { publishPolicy } from '../../adapters/aws/ledger/policies';
import { readPolicyVersions } from '../../adapters/aws/ledger/policy-versions';
import { createTable } from '../../adapters/aws/ledger/table';
import { startScenario, type Scenario } from '../support/sandbox';
import { aClock, aClaimBook, aVerdictBook } from '../support/fakes';
import { aPostedBook } from '../support/telling';
import { aRelease, aVerdict, NOON, NOON_ISO } from '../support/releases';

let scenario: Scenario;
let ledger: ReturnType<typeof createLedger>;

beforeAll(async () => {
  scenario = await startScenario();
  ledger = createLedger(scenario.operator.dynamoDb, scenario.sandbox.ledgerTable, aClock());
});
afterAll(() => scenario.stop());

describe.each([
  ['the ledger', () => ledger.claims],
  ['the fake', aClaimBook],
])('claims in %s', (_, create) => {
  it('belong to the first who takes them, until they are done', async () => {
    const claims = create();
    expect(await claims.take('effect-1', 'event-1')).toEqual({ owner: 'event-1', done: false });
    expect(await claims.take('effect-1', 'event-2')).toEqual({ owner: 'event-1', done: false });
    expect(await claims.take('effect-1', 'event-1')).toEqual({ owner: 'event-1', done: false });
    await claims.finish('effect-1', 'event-1');
    expect(await claims.take('effect-1', 'event-2')).toEqual({ owner: 'event-1', done: true });
  });

  it('go to one of many who take them at once', async () => {
    const claims = create();
    const taken = await Promise.all(
      Array.from({ length: 10 }, (_unused, index) => claims.take('effect-2', `event-${index}`)),
    );
    expect(new Set(taken.map((claim) => claim.owner)).size).toBe(1);
  });
});

describe.each([
  ['the ledger', () => ledger.verdicts],
  ['the fake', aVerdictBook],
])('verdicts in %s', (_, create) => {
  it('stand as they were recorded first', async () => {
    const verdicts = create();
    const first = aVerdict({ executionId: 'hook-9', reportedAt: undefined, detail: 'a < b' });
    const second = aVerdict({ executionId: 'hook-9', outcome: 'failed', answer: 'Failed' });
    expect(await verdicts.find(aRelease(), 'hook-9')).toBeUndefined();
    expect(await verdicts.record(aRelease(), first)).toEqual(first);
    expect(await verdicts.record(aRelease(), second)).toEqual(first);
    expect(await verdicts.find(aRelease(), 'hook-9')).toEqual(first);
  });

  it('say when CodeDeploy was told', async () => {
    const verdicts = create();
    await verdicts.record(aRelease(), aVerdict({ executionId: 'hook-8', reportedAt: undefined }));
    await verdicts.markReported(aRelease(), 'hook-8', NOON);
    expect((await verdicts.find(aRelease(), 'hook-8'))?.reportedAt).toBe(NOON_ISO);
  });

  it('are not made up by the word that CodeDeploy was told', async () => {
    const verdicts = create();
    await verdicts.markReported(aRelease(), 'hook-7', NOON);
    expect(await verdicts.find(aRelease(), 'hook-7')).toBeUndefined();
  });
});

describe.each([
  ['the ledger', () => ledger.posted],
  ['the fake', aPostedBook],
])('posted messages in %s', (_, create) => {
  const claim = (owner: string, nowEpochMs: number) => ({
    owner,
    nowEpochMs,
    untilEpochMs: nowEpochMs + 30_000,
  });

  it('are claimed by one, and by another once that one was silent', async () => {
    const posted = create();
    expect(await posted.claim('run-1', 'run', claim('a', NOON))).toEqual({ taken: true });
    expect((await posted.claim('run-1', 'run', claim('b', NOON + 1_000))).taken).toBe(false);
    expect(await posted.claim('run-1', 'run', claim('b', NOON + 31_000))).toEqual({
      taken: true,
      unfinishedSinceEpochMs: NOON,
    });
  });

  it('are unfinished since the first who claimed them, however many followed', async () => {
    const posted = create();
    await posted.claim('run-4', 'run', claim('a', NOON));
    await posted.claim('run-4', 'run', claim('b', NOON + 31_000));
    expect(await posted.claim('run-4', 'run', claim('c', NOON + 62_000))).toEqual({
      taken: true,
      unfinishedSinceEpochMs: NOON,
    });
  });

  it('are never claimed again once they are posted', async () => {
    const posted = create();
    await posted.claim('run-2', 'run', claim('a', NOON));
    await posted.posted('run-2', 'run', { channel: 'C1', ts: '1.2', contentHash: 'x' });
    expect(await posted.read('run-2', 'run')).toEqual({
      channel: 'C1',
      ts: '1.2',
      contentHash: 'x',
    });
    expect((await posted.claim('run-2', 'run', claim('b', NOON + 60_000))).taken).toBe(false);
  });

  it('are not known before anybody claimed them', async () => {
    expect(await create().read('run-3', 'run')).toBeUndefined();
  });
});

describe('releases and runs in the ledger', () => {
  it('grow by facts that come twice and in any order', async () => {
    const release = aRelease({ deploymentId: 'd-FACTS0001' });
    const failed = {
      heard: { state: 'failed', at: '2026-11-02T12:05:00Z' },
      errorMessage: 'no route',
    } as const;
    await ledger.releases.note(release, failed);
    await ledger.releases.note(release, { application: 'shop', group: 'checkout', runId: 'run-1' });
    await ledger.releases.note(release, {
      heard: { state: 'started', at: NOON_ISO },
      runId: 'run-2',
    });
    await ledger.releases.note(release, failed);
    await ledger.verdicts.record(
      release,
      aVerdict({ executionId: 'hook-2', startedAt: '2026-11-02T12:04:00Z' }),
    );
    await ledger.verdicts.record(release, aVerdict({ executionId: 'hook-1' }));
    const record = await ledger.releases.read(release);
    expect(record).toMatchObject({
      deploymentId: 'd-FACTS0001',
      application: 'shop',
      runId: 'run-1',
      errorMessage: 'no route',
      heard: { started: NOON_ISO, failed: '2026-11-02T12:05:00Z' },
    });
    expect(record?.verdicts.map((verdict) => verdict.executionId)).toEqual(['hook-1', 'hook-2']);
    expect(await ledger.releases.read(aRelease({ deploymentId: 'd-NONE00001' }))).toBeUndefined();
  });

  it('keep apart what carries another account or region', async () => {
    const release = aRelease({ deploymentId: 'd-SAME00001' });
    await ledger.releases.note(release, { application: 'shop' });
    expect(await ledger.releases.read({ ...release, region: 'us-east-1' })).toBeUndefined();
    expect(await ledger.releases.read({ ...release, account: '210987654321' })).toBeUndefined();
  });

  it('know a run by its deployments and its pipeline', async () => {
    const pipeline = { name: 'shop-delivery', executionId: 'e-1', startedBy: 'ana' };
    await ledger.runs.note('run-1', { deploymentId: 'd-1' });
    await ledger.runs.note('run-1', { deploymentId: 'd-2', pipeline });
    await ledger.runs.note('run-1', {
      deploymentId: 'd-1',
      heard: { state: 'started', at: NOON_ISO },
    });
    expect(await ledger.runs.read('run-1')).toEqual({
      pipeline,
      heard: { started: NOON_ISO },
      deploymentIds: ['d-1', 'd-2'],
    });
    expect(await ledger.runs.read('run-9')).toBeUndefined();
  });
});

describe('policies in the ledger', () => {
  const policy = (overrides: Partial<Policy> = {}): Policy => ({
    application: 'bank',
    deploymentGroup: '*',
    mode: 'observe',
    channel: 'releases',
    checks: { BeforeAllowTraffic: [], AfterAllowTraffic: [] },
    score: { passPct: 95, marginalPct: 75 },
    rollback: { alarms: [], watchMin: 60, maxPerDay: 3 },
    freezes: [],
    changeCalendars: [],
    approvers: [],
    ...overrides,
  });
  const ledgerTable = () => createTable(scenario.operator.dynamoDb, scenario.sandbox.ledgerTable);
  const publish = (it: Policy) => publishPolicy(ledgerTable(), it, { who: 'ana', at: NOON_ISO });

  it('count up by version when they change, and only then', async () => {
    const changes = [{ path: 'mode', before: '"observe"', after: '"enforce"' }];
    expect(await publish(policy())).toEqual({ version: 1, changed: true, changes: [] });
    expect(await publish(policy())).toEqual({ version: 1, changed: false, changes: [] });
    expect(await publish(policy({ mode: 'enforce' }))).toEqual({
      version: 2,
      changed: true,
      changes,
    });
    expect(await ledger.policies.read('bank', 'loans')).toEqual({
      version: 2,
      policy: policy({ mode: 'enforce' }),
    });
  });

  it('keep every version with who published it, when, and what changed', async () => {
    await publish(policy({ application: 'mill' }));
    await publish(policy({ application: 'mill', channel: 'two' }));
    const by = { who: 'ana', at: NOON_ISO };
    expect(await readPolicyVersions(ledgerTable(), 'mill', '*')).toEqual([
      { version: 1, by, changes: [], body: policy({ application: 'mill' }) },
      {
        version: 2,
        by,
        changes: [{ path: 'channel', before: '"releases"', after: '"two"' }],
        body: policy({ application: 'mill', channel: 'two' }),
      },
    ]);
    expect(await readPolicyVersions(ledgerTable(), 'mill', 'own')).toEqual([]);
  });

  it('are read where they were stored before a member had its default', async () => {
    const { approvers: _, score: __, ...older } = policy({ application: 'forge' });
    const item = { pk: { S: 'policy#forge/*' }, version: { N: '4' } };
    const body = { S: JSON.stringify(older) };
    await ledgerTable().putIf({ ...item, sk: { S: 'current' }, body }, 'attribute_not_exists(pk)');
    await ledgerTable().putIf(
      { ...item, sk: { S: 'version#000004' }, body },
      'attribute_not_exists(pk)',
    );
    const today = policy({ application: 'forge' });
    expect(await ledger.policies.read('forge', 'x')).toEqual({ version: 4, policy: today });
    expect(await publish(today)).toEqual({ version: 4, changed: false, changes: [] });
    expect(await readPolicyVersions(ledgerTable(), 'forge', '*')).toMatchObject([
      { version: 4, by: { who: 'unknown', at: '' }, changes: [] },
    ]);
  });

  it('are published by one of two who do so at the same time', async () => {
    const both = ['one', 'two'].map((channel) => publish(policy({ application: 'race', channel })));
    const ended = await Promise.allSettled(both);
    const lost = ended.filter((it) => it.status === 'rejected');
    const versions = await readPolicyVersions(ledgerTable(), 'race', '*');
    // Whoever reads after the other has written publishes the next version.
    expect(versions).toHaveLength(2 - lost.length);
    for (const { reason } of lost) expect(String(reason)).toContain('at the same time: try again');
  });

  it('are taken from the group first, then from the application', async () => {
    await publish(policy({ application: 'inn' }));
    await publish(policy({ application: 'inn', deploymentGroup: 'rooms', channel: 'rooms' }));
    expect((await ledger.policies.read('inn', 'rooms'))?.policy.channel).toBe('rooms');
    expect((await ledger.policies.read('inn', 'bar'))?.policy.channel).toBe('releases');
    expect(await ledger.policies.read('farm', 'bar')).toBeUndefined();
  });

  it('say what to do when they cannot be read', async () => {
    const table = ledgerTable();
    const item = {
      pk: { S: 'policy#broken/*' },
      sk: { S: 'current' },
      version: { N: '1' },
      body: { S: '{' },
    };
    await table.putIf(item, 'attribute_not_exists(pk)');
    await expect(ledger.policies.read('broken', 'x')).rejects.toThrow(
      'The policy of broken/* in the ledger cannot be read: publish it again with `slipway policy publish`.',
    );
  });
});
