import fc from 'fast-check';
import type { TimedEntry } from '../../sandbox/service';
import { acceptedFor, type Day, executionsOf, strikesOn, wasHeardOf } from '../support/day';
import { withoutReconciler } from '../support/edited-package';
import { startScenario, type Scenario } from '../support/sandbox';
import { createTeam, type Team } from '../support/team';
import { anyWeather, FINE, toFaults, type Weather } from '../support/weather';
import { messagesOf, ourHook, publishedOf, verdictsOf } from '../support/what-slipway-said';

const MINUTE = 60_000;
const HOOKS = ourHook('BeforeAllowTraffic', 'AfterAllowTraffic');
const FUNCTIONS = [
  ...Object.values(HOOKS),
  'slipway-dev-release-events',
  'slipway-dev-slack-publisher',
];
const CHECK = { name: 'new version answers', kind: 'lambda-invoke', expect: { statusCode: 200 } };
const POLICY = {
  application: 'shop',
  deploymentGroup: '*',
  mode: 'enforce',
  channel: 'releases',
  checks: { BeforeAllowTraffic: [CHECK], AfterAllowTraffic: [CHECK] },
};
const BROKEN = 'exports.handler = async () => ({ statusCode: 503 });';
const ENDED: readonly string[] = ['Succeeded', 'Failed', 'Stopped'];
/** What two releases take at most, where a hook is tried three times and one is never answered. */
const DAY_MS = 3 * 60 * MINUTE;

let scenario: Scenario;
let team: Team;
beforeAll(async () => {
  scenario = await startScenario({ policies: [POLICY], seed: 11, edits: [withoutReconciler] });
  team = createTeam(scenario);
});
afterAll(() => scenario.stop());

/** A good and a bad release, at the same time, in this weather; then it is fine again, and what is left gets done. */
const liveThrough = (weather: Weather): Promise<Day> =>
  scenario.play(async ({ sleep }) => {
    const { faults, journal } = scenario.sandbox;
    const entries: TimedEntry[] = [];
    const unfollow = journal.follow((entry) => entries.push(entry));
    for (const fault of toFaults(weather, FUNCTIONS)) faults.add(fault);
    const good = await team.release({ hooks: HOOKS });
    const bad = await team.release({ hooks: HOOKS, source: BROKEN });
    await sleep(DAY_MS);
    faults.clear();
    await sleep(30 * MINUTE);
    unfollow();
    return { good, bad, entries };
  });

const repeated = (texts: readonly string[]): number => texts.length - new Set(texts).size;

const expectItsPromises = async (day: Day): Promise<void> => {
  for (const release of [day.good, day.bad]) {
    const standing = await team.standingOf(release);
    // The deployment ends, whatever happens, and each hook execution got one answer.
    expect(ENDED).toContain(standing.statuses.at(-1));
    const accepted = acceptedFor(day, release);
    expect([...accepted.keys()].toSorted()).toEqual(executionsOf(day, release).toSorted());
    expect([...accepted.values()].filter((answers) => answers.length !== 1)).toEqual([]);
    // It is closed unless it was judged passed, at each hook, and the ledger says so.
    if (standing.statuses.at(-1) === 'Succeeded') {
      const verdicts = await verdictsOf(scenario, release);
      expect(verdicts.map(({ outcome }) => outcome)).toEqual(['passed', 'passed']);
      expect(standing.traffic).toEqual({ 2: 100 });
    } else expect(standing.traffic).toEqual({ 1: 100 });
    // One message tells the run; none does where every event about it was dropped.
    const told = messagesOf(scenario, 'run', release);
    const ids = [release, ...(await team.rollbacksOf(release))].map((it) => it.deploymentId);
    expect(told).toHaveLength(wasHeardOf(day, ids) ? 1 : 0);
    // A state's notice comes twice only where an answer was lost, or what follows the notice failed.
    const states = publishedOf(scenario, 'notices', release)
      .filter(({ kind }) => kind === 'release')
      .map(({ outcome }) => outcome ?? '');
    expect(repeated(states)).toBeLessThanOrEqual(strikesOn(day, 'slipway-dev-release-events'));
  }
  expect((await team.standingOf(day.bad)).statuses.at(-1)).toBe('Failed');
};

it('keeps its promises in any weather', async () => {
  await fc.assert(
    fc.asyncProperty(anyWeather, async (weather) => expectItsPromises(await liveThrough(weather))),
    { numRuns: 3, seed: 20261121, endOnFailure: true },
  );
}, 60_000);

it('publishes each notice of a release once, however often its events come', async () => {
  // when
  const day = await liveThrough({ ...FINE, duplicate: 1, reorder: 0.5, invokeTwice: 1 });
  // then
  const states = publishedOf(scenario, 'notices', day.good)
    .filter(({ kind }) => kind === 'release')
    .map(({ outcome }) => outcome);
  expect(states.toSorted()).toEqual(['started', 'succeeded']);
  await expectItsPromises(day);
});

it('answers its hooks where no event comes at all, and has nothing to tell', async () => {
  // when
  const day = await liveThrough({ ...FINE, drop: 1 });
  // then
  expect((await team.standingOf(day.good)).statuses.at(-1)).toBe('Succeeded');
  expect(messagesOf(scenario, 'run', day.good)).toEqual([]);
  await expectItsPromises(day);
});

it('answers a hook though CodeDeploy does not, once', async () => {
  // given: a connection that stays silent, in real time, until the client gives up
  const [hook = ''] = Object.values(HOOKS);
  const operation = 'GetDeployment';
  const silence = {
    kind: 'timeout-before',
    service: 'codedeploy',
    operation,
    caller: hook,
  } as const;
  const { remove } = scenario.sandbox.faults.add({ ...silence, times: 1 });
  // when
  const release = await scenario.play(async ({ sleep }) => {
    const it = await team.release({ hooks: HOOKS });
    await sleep(10 * MINUTE);
    return it;
  });
  remove();
  // then
  expect(await team.standingOf(release)).toMatchObject({
    statuses: ['Created', 'InProgress', 'Succeeded'],
    answers: ['Succeeded: accepted', 'Succeeded: accepted'],
  });
});
