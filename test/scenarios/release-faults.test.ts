import fc from 'fast-check';
import { watchReleases, type ReleaseWatch } from '../support/release-watch';
import { startScenario, type Scenario } from '../support/sandbox';
import {
  anyTrouble,
  CONTINUE_FUNCTION,
  HOOK_FUNCTION,
  isDeniedForEver,
  toFaults,
  type Trouble,
} from '../support/strikes';
import { createTeam, type Team } from '../support/team';
import { ourHook, verdictsOf } from '../support/what-slipway-said';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** More of them: see CONTRIBUTING. */
const RUNS = Number(process.env['SLIPWAY_FAULT_RUNS'] ?? 12);
const SEED = Number(process.env['SLIPWAY_FAULT_SEED'] ?? 20261123);
const ENDED: readonly string[] = ['Succeeded', 'Failed', 'Stopped'];
const POLICY = {
  application: 'shop',
  deploymentGroup: '*',
  mode: 'enforce',
  channel: 'releases',
  checks: {},
  bake: {
    after: 'BeforeAllowTraffic',
    durationSec: 120,
    intervalSec: 60,
    checks: [{ name: 'alarm', kind: 'alarms', alarms: ['{{group}}-errors'], retries: 1 }],
  },
};

let scenario: Scenario;
let team: Team;
let watch: ReleaseWatch;
beforeAll(async () => {
  scenario = await startScenario({ policies: [POLICY], seed: 23 });
  team = createTeam(scenario);
  watch = watchReleases(scenario.sandbox);
}, 60_000);
afterAll(async () => {
  watch.stop();
  await scenario.stop();
});

let count = 0;
let strikes = 0;
/** A release while all of this goes wrong, until it has ended and what was wrong is over. */
const liveThrough = (trouble: Trouble) =>
  scenario.play(async (stage) => {
    const group = `faulty-${(count += 1)}`;
    const alarm = `${group}-errors`;
    await stage.createAlarm(alarm);
    const { faults, journal } = scenario.sandbox;
    const startedEpochMs = scenario.sandbox.clock.nowEpochMs();
    const unfollow = journal.follow(({ kind }) => {
      if (kind === 'fault') strikes += 1;
    });
    for (const fault of toFaults(trouble)) faults.add(fault);
    const release = await team.release({ group, hooks: ourHook('BeforeAllowTraffic') });
    await stage.sleep(30_000);
    if (trouble.goesBad) await stage.setAlarm(alarm, 'ALARM');
    let status = await stage.statusOf(release.deploymentId);
    for (let waited = 0; !ENDED.includes(status) && waited < 70; waited += 1) {
      await stage.sleep(MINUTE);
      status = await stage.statusOf(release.deploymentId);
    }
    faults.clear();
    unfollow();
    await stage.sleep(5 * MINUTE);
    return { release, status, startedEpochMs };
  });

const expectItsPromises = async (trouble: Trouble): Promise<void> => {
  const { release, status, startedEpochMs } = await liveThrough(trouble);
  const { deploymentId } = release;
  expect(ENDED).toContain(status);
  // One execution of the hook, one answer that CodeDeploy took, and in time.
  const asked = watch.invocationsOf(deploymentId, HOOK_FUNCTION);
  expect(new Set(asked.map(({ event }) => JSON.stringify(event))).size).toBe(1);
  const answers = watch.answers.filter((it) => it.deploymentId === deploymentId);
  const accepted = answers.filter(({ error }) => error === undefined);
  if (accepted.length === 0) {
    expect(isDeniedForEver(trouble)).toBe(true);
    expect(watch.pagesOf(deploymentId)).toContain('answer-not-delivered');
  } else {
    expect(accepted).toHaveLength(1);
    expect(accepted[0]?.atEpochMs).toBeLessThan(startedEpochMs + HOUR);
  }
  // Open only by a verdict that passed, and by none on what went bad.
  expect(status === 'Succeeded').toBe(accepted[0]?.status === 'Succeeded');
  if (status === 'Succeeded') {
    expect(trouble.goesBad).toBe(false);
    expect(await verdictsOf(scenario, release)).toMatchObject([{ outcome: 'passed' }]);
  }
  // Nobody waits for the bake: each look is an invocation, and each is short.
  const turns = watch.invocationsOf(deploymentId, CONTINUE_FUNCTION);
  for (const { realMs } of [...asked, ...turns]) expect(realMs).toBeLessThan(90_000);
};

it(
  'answers each hook once, and in time, whatever goes wrong at whatever call',
  async () => {
    await fc.assert(fc.asyncProperty(anyTrouble, expectItsPromises), {
      numRuns: RUNS,
      seed: SEED,
      endOnFailure: true,
    });
    // Some strike at what never came to be called; most do not.
    expect(strikes).toBeGreaterThan(RUNS);
  },
  60_000 + RUNS * 20_000,
);

it('pages where CodeDeploy never takes the answer', async () => {
  const struck = {
    service: 'codedeploy',
    operation: 'PutLifecycleEventHookExecutionStatus',
  } as const;
  const strikes = [{ struck, kind: 'access-denied' }] as const;
  await expectItsPromises({ strikes, isInvokedTwice: false, isUnheard: false, goesBad: false });
});
