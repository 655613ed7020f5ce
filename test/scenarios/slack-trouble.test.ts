import { startScenario, type Scenario } from '../support/sandbox';
import { createTeam, type Team } from '../support/team';
import { messagesOf, ourHook } from '../support/what-slipway-said';

const MINUTE = 60_000;
const HOOKS = ourHook('BeforeAllowTraffic', 'AfterAllowTraffic');
const CHECK = { name: 'new version answers', kind: 'lambda-invoke', expect: { statusCode: 200 } };
const POLICY = {
  application: 'shop',
  deploymentGroup: '*',
  mode: 'enforce',
  channel: 'releases',
  checks: { BeforeAllowTraffic: [CHECK], AfterAllowTraffic: [CHECK] },
};
const RELEASED = {
  statuses: ['Created', 'InProgress', 'Succeeded'],
  answers: ['Succeeded: accepted', 'Succeeded: accepted'],
  rollbacks: [],
  traffic: { 2: 100 },
};

let scenario: Scenario;
let team: Team;

beforeAll(async () => {
  scenario = await startScenario({ policies: [POLICY] });
  team = createTeam(scenario);
});
afterEach(() => scenario.sandbox.slack.faults.clear());
afterAll(() => scenario.stop());

it('a release takes as long while Slack is down, and is told once when it is back', async () =>
  scenario.play(async ({ sleep }) => {
    // given
    const healthy = await team.release({ hooks: HOOKS });
    await sleep(20 * MINUTE);
    scenario.sandbox.slack.faults.limitFor('chat.postMessage', 10 * 60);
    // when
    const release = await team.release({ hooks: HOOKS });
    await sleep(8 * MINUTE);
    // then
    expect(await team.standingOf(release)).toMatchObject(RELEASED);
    expect([await team.secondsInAll(healthy), await team.secondsInAll(release)]).toEqual([
      301, 301,
    ]);
    expect(messagesOf(scenario, 'run', release)).toEqual([]);
    await sleep(20 * MINUTE);
    expect(messagesOf(scenario, 'run', release).map(({ text }) => text)).toEqual([
      `shop/${release.group} is released (${release.deploymentId}).`,
    ]);
    expect(messagesOf(scenario, 'verdict', release)).toHaveLength(2);
  }));

it('a release that fails while Slack is down goes back all the same, and is told once', async () =>
  scenario.play(async ({ sleep }) => {
    // given
    scenario.sandbox.slack.faults.limitFor('chat.postMessage', 10 * 60);
    // when
    const source = 'exports.handler = async () => ({ statusCode: 503 });';
    const release = await team.release({ hooks: HOOKS, source });
    await sleep(MINUTE);
    // then
    expect(await team.standingOf(release)).toMatchObject({
      statuses: ['Created', 'InProgress', 'Failed'],
      rollbacks: [['START', 'SUCCESS']],
      traffic: { 1: 100 },
    });
    await sleep(30 * MINUTE);
    expect(messagesOf(scenario, 'run', release).map(({ text }) => text)).toEqual([
      `shop/${release.group} failed and was rolled back (${release.deploymentId}).`,
    ]);
    expect(messagesOf(scenario, 'verdict', release)).toHaveLength(1);
  }));

it.each([
  ['is an error', 'failNext'],
  ['never comes', 'hangNext'],
] as const)(
  'a message whose answer %s stands once in the end, and so does each of its replies',
  async (_, fault) =>
    scenario.play(async ({ sleep }) => {
      // given: the run's message, then a reply, are posted and Slack's answer is lost
      scenario.sandbox.slack.faults[fault]('chat.postMessage');
      scenario.sandbox.slack.faults.failNext('chat.postMessage');
      // when
      const release = await team.release({ hooks: HOOKS });
      await sleep(30 * MINUTE);
      // then
      expect(await team.standingOf(release)).toMatchObject(RELEASED);
      const [run, ...more] = messagesOf(scenario, 'run', release);
      expect(more).toEqual([]);
      expect(run?.text).toBe(`shop/${release.group} is released (${release.deploymentId}).`);
      const replies = messagesOf(scenario, 'verdict', release);
      expect(replies.map(({ text, threadTs }) => [threadTs === run?.ts, text])).toEqual([
        [
          true,
          `BeforeAllowTraffic of shop/${release.group} passed: ChecksPassed. CodeDeploy was told Succeeded.`,
        ],
        [
          true,
          `AfterAllowTraffic of shop/${release.group} passed: ChecksPassed. CodeDeploy was told Succeeded.`,
        ],
      ]);
    }),
);
