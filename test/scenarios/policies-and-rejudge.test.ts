import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { parseRecording } from '../../cli/rejudge/recording';
import { runSlipway } from '../support/run-slipway';
import { startScenario, type Scenario } from '../support/sandbox';
import { createTeam, withTeamRole, type Team } from '../support/team';
import { ourHook, verdictsOf } from '../support/what-slipway-said';

const MINUTE = 60_000;
const ME = 'arn:aws:iam::123456789012:';
const CHECK = { name: 'new version answers', kind: 'lambda-invoke', expect: { statusCode: 200 } };
const POLICY = {
  application: 'shop',
  deploymentGroup: 'rejudged',
  mode: 'enforce',
  channel: 'releases',
  checks: {
    BeforeAllowTraffic: [{ ...CHECK, payload: { token: 'do-not-save' } }],
    AfterAllowTraffic: [CHECK],
  },
};

let scenario: Scenario;
let team: Team;
let folder: string;
let released: string;

const file = async (name: string, policy: object): Promise<string> => {
  const path = join(folder, name);
  await writeFile(path, stringify(policy));
  return path;
};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'slipway-policies-'));
  scenario = await startScenario({ policies: [], edits: [withTeamRole] });
  team = createTeam(scenario);
});
afterAll(async () => {
  await rm(folder, { recursive: true });
  await scenario.stop();
});

it('publishes a policy under the name that AWS has of whoever does it', async () => {
  const { exitCode, out, err } = await runSlipway(
    scenario,
    'policy',
    'publish',
    await file('first.yml', POLICY),
  );
  expect(out).toBe('shop/rejudged: version 1 counts from now on\n');
  expect(err).toContain('GroupNotFound');
  expect(exitCode).toBe(0);
});

it('says what the next version changes', async () => {
  const second = { ...POLICY, approvers: ['U0AAAAAA1'] };
  const { out } = await runSlipway(scenario, 'policy', 'publish', await file('second.yml', second));
  expect(out).toBe(
    'shop/rejudged: version 2 counts from now on\n  ~ approvers [] → ["U0AAAAAA1"]\n',
  );
});

it('refuses a policy that AWS has an error for', async () => {
  const alarms = { name: 'a', kind: 'alarms', alarms: ['shop-nowhere'] };
  const wrong = { ...POLICY, checks: { BeforeAllowTraffic: [alarms] } };
  const { exitCode, out, err } = await runSlipway(
    scenario,
    'policy',
    'publish',
    await file('wrong.yml', wrong),
  );
  expect({ exitCode, out }).toEqual({ exitCode: 2, out: '' });
  expect(err).toContain('There is no alarm shop-nowhere.');
});

it('shows who published which version', async () => {
  const { out } = await runSlipway(scenario, 'policy', 'history', 'shop/rejudged', '--json');
  const versions: unknown = JSON.parse(out);
  expect(versions).toMatchObject([
    { version: 1, who: expect.stringContaining(ME), changes: [] },
    { version: 2, changes: [{ path: 'approvers' }] },
  ]);
});

it('shows an older version', async () => {
  const { out } = await runSlipway(scenario, 'policy', 'show', 'shop/rejudged', '--version', '1');
  expect(out).toMatch(/^# shop\/rejudged, version 1, published by arn:aws:iam::123456789012:/);
  expect(out).toContain('\napprovers: []\n');
});

it('judges the verdicts of a release again, from the ledger', async () => {
  // given: one gate that passes and one that fails
  const hooks = ourHook('BeforeAllowTraffic', 'AfterAllowTraffic');
  const source = `let calls = 0;
exports.handler = async () => ({ statusCode: (calls += 1) === 1 ? 200 : 503 });`;
  const release = await scenario.play(async ({ sleep }) => {
    const it = await team.release({ group: 'rejudged', hooks, source });
    await sleep(70 * MINUTE);
    return it;
  });
  expect(await verdictsOf(scenario, release)).toMatchObject([
    { reason: 'ChecksPassed', policyVersion: 2 },
    { reason: 'CheckFailed' },
  ]);
  released = release.deploymentId;
  // when
  const saved = join(folder, 'release.json');
  const { exitCode, out } = await runSlipway(
    scenario,
    'rejudge',
    released,
    '--json',
    '--save',
    saved,
  );
  // then
  expect(JSON.parse(out)).toMatchObject({
    release: { account: '123456789012', region: 'eu-west-1', deploymentId: released },
    same: true,
    gates: [
      { hook: 'BeforeAllowTraffic', outcome: 'passed', looks: 1, rejudged: { result: 'same' } },
      { hook: 'AfterAllowTraffic', outcome: 'failed', looks: 1, rejudged: { result: 'same' } },
    ],
  });
  expect(exitCode).toBe(0);
});

it('judges a recording again without AWS, also by another policy', async () => {
  const saved = join(folder, 'release.json');
  const text = await readFile(saved, 'utf8');
  expect(text).not.toContain('do-not-save');
  const mild = {
    ...POLICY,
    checks: { AfterAllowTraffic: [{ ...CHECK, expect: { statusCode: 503 } }] },
  };
  const { exitCode, out } = await runSlipway(
    undefined,
    'rejudge',
    saved,
    '--policy',
    await file('mild.yml', mild),
  );
  expect(out).toContain('Judged again, every verdict is the same.');
  expect(out).toContain('by the other policy: passed ChecksPassed, answered Succeeded');
  expect(exitCode).toBe(0);
});

it('finds a recording that was changed', async () => {
  const parsed = parseRecording(JSON.parse(await readFile(join(folder, 'release.json'), 'utf8')));
  if (!('recording' in parsed)) throw new Error(parsed.faults.join());
  const gates = parsed.recording.gates.map((gate) => ({
    ...gate,
    verdict: { ...gate.verdict, outcome: 'passed', reason: 'ChecksPassed' },
  }));
  const forged = join(folder, 'forged.json');
  await writeFile(forged, JSON.stringify({ ...parsed.recording, gates }));
  const { exitCode, out } = await runSlipway(undefined, 'rejudge', forged);
  expect(out).toContain('DIFFERS, from 1 look');
  expect(exitCode).toBe(1);
});

it('says of a release that nobody knows what is wrong, with exit code 2', async () => {
  const { exitCode, err } = await runSlipway(scenario, 'rejudge', 'd-NOBODY');
  expect(err).toContain('The ledger has no verdict of d-NOBODY');
  expect(exitCode).toBe(2);
});

it('asks for credentials where there are none', async () => {
  const { exitCode, err } = await runSlipway(undefined, 'rejudge', 'd-1', '--table', 'x');
  expect(err).toMatch(/^slipway: AWS does not know who you are: /);
  expect(exitCode).toBe(2);
});
