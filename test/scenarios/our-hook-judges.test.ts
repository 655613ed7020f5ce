import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { withoutReconciler, withTimeout } from '../support/edited-package';
import { startScenario, type Scenario } from '../support/sandbox';
import { createTeam, withTeamRole, type Team } from '../support/team';
import { messagesOf, ourHook, publishedOf, verdictsOf } from '../support/what-slipway-said';

const MINUTE = 60_000;
const LONG_AFTER = 70 * MINUTE;
const ALREADY_COMPLETED = 'LifecycleEventAlreadyCompletedException';

const FAILS = 'exports.handler = async () => ({ statusCode: 503 });';
const HANGS = 'exports.handler = () => new Promise((resolve) => setTimeout(resolve, 60_000));';
const CHECK = { name: 'new version answers', kind: 'lambda-invoke', expect: { statusCode: 200 } };
const BOTH_HOOKS = { BeforeAllowTraffic: [CHECK], AfterAllowTraffic: [CHECK] };
const POLICY = {
  application: 'shop',
  deploymentGroup: '*',
  mode: 'enforce',
  channel: 'releases',
  checks: BOTH_HOOKS,
};
const IMPATIENT = { ...CHECK, timeoutSec: 1 };
const POLICIES = [
  POLICY,
  { ...POLICY, deploymentGroup: 'observed', mode: 'observe' },
  {
    ...POLICY,
    deploymentGroup: 'impatient',
    checks: { BeforeAllowTraffic: [IMPATIENT], AfterAllowTraffic: [] },
  },
];

const OURS_BEFORE = 'CodeDeployHook_slipway-dev-BeforeAllowTraffic';
const OURS_AFTER = 'CodeDeployHook_slipway-dev-AfterAllowTraffic';
const REFUSED_BY_US = {
  statuses: ['Created', 'InProgress', 'Failed'],
  errorCode: 'HOOK_EXECUTION_FAILURE',
  events: ['START', 'FAILURE'],
  rollbacks: [['START', 'SUCCESS']],
  traffic: { 1: 100 },
  answers: ['Failed: accepted'],
};

let scenario: Scenario;
let team: Team;

describe('a hook of ours', () => {
  beforeAll(async () => {
    // A hook keeps 30 seconds back to answer in: that leaves one to judge in.
    const hurried = withTimeout('AfterAllowTrafficLambdaFunction', 31);
    scenario = await startScenario({
      policies: POLICIES,
      edits: [withTeamRole, hurried, withoutReconciler],
    });
    team = createTeam(scenario);
  });
  afterAll(() => scenario.stop());

  it.each(['not json', '{"mode":"enforce"}'])(
    'answers Failed where the policy in the ledger reads %s, and tells in Slack what to do',
    async (body) =>
      scenario.play(async ({ sleep }) => {
        // given
        const group = `corrupt-${body.length}`;
        await scenario.operator.dynamoDb.send(
          new PutItemCommand({
            TableName: scenario.sandbox.ledgerTable,
            Item: {
              pk: { S: `policy#shop/${group}` },
              sk: { S: 'current' },
              version: { N: '7' },
              body: { S: body },
            },
          }),
        );
        // when
        const release = await team.release({ group, hooks: ourHook('BeforeAllowTraffic') });
        await sleep(LONG_AFTER);
        // then
        expect(await team.standingOf(release)).toMatchObject(REFUSED_BY_US);
        const [verdict] = await verdictsOf(scenario, release);
        expect(verdict).toMatchObject({ outcome: 'error', reason: 'PolicyUnreadable' });
        expect(verdict?.detail).toContain(
          `The policy of shop/${group} in the ledger cannot be read: publish it again with \`slipway policy publish\`.`,
        );
        const [told] = messagesOf(scenario, 'verdict', release);
        expect(JSON.stringify(told?.blocks)).toContain('slipway policy publish');
      }),
  );

  it('in observe mode tells what failed and lets the release through', async () =>
    scenario.play(async ({ sleep }) => {
      // given
      const order = { group: 'observed', source: FAILS };
      // when
      const release = await team.release({
        ...order,
        hooks: ourHook('BeforeAllowTraffic', 'AfterAllowTraffic'),
      });
      await sleep(LONG_AFTER);
      // then
      expect(await team.standingOf(release)).toMatchObject({
        statuses: ['Created', 'InProgress', 'Succeeded'],
        rollbacks: [],
        traffic: { 2: 100 },
        answers: ['Succeeded: accepted', 'Succeeded: accepted'],
      });
      const verdicts = await verdictsOf(scenario, release);
      expect(
        verdicts.map(({ hook, outcome, reason, mode }) => `${hook} ${outcome} ${reason} ${mode}`),
      ).toEqual([
        'BeforeAllowTraffic failed CheckFailed observe',
        'AfterAllowTraffic failed CheckFailed observe',
      ]);
    }));

  it("answers Failed when a check's own time is up, long before its own", async () =>
    scenario.play(async ({ sleep }) => {
      // given
      const order = { group: 'impatient', source: HANGS, timeoutSec: 2 };
      // when
      const release = await team.release({ ...order, hooks: ourHook('BeforeAllowTraffic') });
      await sleep(LONG_AFTER);
      // then
      expect(await team.standingOf(release)).toMatchObject(REFUSED_BY_US);
      const [verdict] = await verdictsOf(scenario, release);
      expect(verdict).toMatchObject({
        outcome: 'error',
        reason: 'CheckError',
        checks: [{ reason: 'CheckTimedOut', observed: 'no observation within 1 s' }],
      });
      const [invocation] = team.hookInvocationsOf(release, OURS_BEFORE);
      expect(invocation?.realMs).toBeGreaterThanOrEqual(1_000);
      expect(invocation?.realMs).toBeLessThan(15_000);
    }));

  it('is carried on by the machine when its own time runs out before that of a check', async () =>
    scenario.play(async ({ sleep }) => {
      // given
      const order = { source: HANGS, timeoutSec: 2 };
      // when
      const release = await team.release({ ...order, hooks: ourHook('AfterAllowTraffic') });
      await sleep(LONG_AFTER);
      // then
      expect(await team.standingOf(release)).toMatchObject(REFUSED_BY_US);
      expect(await verdictsOf(scenario, release)).toMatchObject([
        { outcome: 'failed', reason: 'CheckFailed', checks: [{ reason: 'FunctionFailed' }] },
      ]);
    }));

  it('invoked three times with one execution id judges once and is heard once', async () =>
    scenario.play(async ({ sleep }) => {
      // given: the deployment waits for an answer, so that it does not matter who of them comes first
      const silent = await team.hookThat('staysSilent');
      const release = await team.release({ hooks: { BeforeAllowTraffic: silent } });
      await sleep(MINUTE);
      const payload = team.payloadOf(release, silent);
      // when: two at the same time, one later
      await Promise.all([team.invoke(OURS_BEFORE, payload), team.invoke(OURS_BEFORE, payload)]);
      await sleep(MINUTE);
      await team.invoke(OURS_BEFORE, payload);
      await sleep(LONG_AFTER);
      // then
      expect(await team.standingOf(release)).toMatchObject({
        statuses: ['Created', 'InProgress', 'Succeeded'],
        events: ['START', 'SUCCESS'],
        rollbacks: [],
        traffic: { 2: 100 },
        answers: [
          'Succeeded: accepted',
          `Succeeded: ${ALREADY_COMPLETED}`,
          `Succeeded: ${ALREADY_COMPLETED}`,
        ],
      });
      expect(await verdictsOf(scenario, release)).toMatchObject([{ reason: 'ChecksPassed' }]);
      expect(messagesOf(scenario, 'verdict', release)).toHaveLength(1);
    }));

  it('asked after the deployment was stopped answers in vain, and nothing is paged', async () =>
    scenario.play(async ({ sleep }) => {
      // given
      const silent = await team.hookThat('staysSilent');
      const release = await team.release({ hooks: { AfterAllowTraffic: silent } });
      await sleep(6 * MINUTE);
      const payload = team.payloadOf(release, silent);
      // when
      await team.stop(release);
      await sleep(MINUTE);
      await team.invoke(OURS_AFTER, payload);
      await sleep(LONG_AFTER);
      // then
      expect(await team.standingOf(release)).toMatchObject({
        statuses: ['Created', 'InProgress', 'Stopped'],
        events: ['START', 'STOP'],
        rollbacks: [['START', 'SUCCESS']],
        traffic: { 1: 100 },
        answers: [`Succeeded: ${ALREADY_COMPLETED}`],
      });
      expect(messagesOf(scenario, 'run', release).map(({ text }) => text)).toEqual([
        `shop/${release.group} failed and was rolled back (${release.deploymentId}).`,
      ]);
      expect(publishedOf(scenario, 'pages', release)).toEqual([]);
      const [verdict] = await verdictsOf(scenario, release);
      expect(verdict?.reportedAt).toBeUndefined();
    }));
});

describe('where AWS should run hooks on a rollback', () => {
  beforeAll(async () => {
    scenario = await startScenario({ policies: [POLICY], hooksRunOnRollback: true });
    team = createTeam(scenario);
  });
  afterAll(() => scenario.stop());

  it('ours lets it pass unjudged, for it is the way back', async () =>
    scenario.play(async ({ sleep }) => {
      // given
      const hooks = ourHook('BeforeAllowTraffic', 'AfterAllowTraffic');
      // when
      const release = await team.release({ hooks, source: FAILS });
      await sleep(LONG_AFTER);
      // then
      expect(await team.standingOf(release)).toMatchObject(REFUSED_BY_US);
      const [rollback] = await team.rollbacksOf(release);
      expect(rollback?.answers).toEqual(['Succeeded: accepted', 'Succeeded: accepted']);
      const verdicts = await verdictsOf(scenario, rollback ?? { deploymentId: 'none' });
      expect(verdicts.map(({ hook, reason }) => `${hook} ${reason}`)).toEqual([
        'BeforeAllowTraffic RollbackNotJudged',
        'AfterAllowTraffic RollbackNotJudged',
      ]);
      expect(team.timesInvoked(release)).toBe(1);
    }));
});
