import { DeleteTableCommand } from '@aws-sdk/client-dynamodb';
import { PutParameterCommand } from '@aws-sdk/client-ssm';
import { withoutActions, withoutReconciler, type TemplateEdit } from '../support/edited-package';
import { startScenario, type Scenario } from '../support/sandbox';
import { createTeam, type Team } from '../support/team';
import { ourHook, publishedOf, verdictsOf } from '../support/what-slipway-said';

const MINUTE = 60_000;
const LONG_AFTER = 70 * MINUTE;

const RELEASED = {
  statuses: ['Created', 'InProgress', 'Succeeded'],
  events: ['START', 'SUCCESS'],
  rollbacks: [],
  traffic: { 2: 100 },
};
const FAILED_CLOSED = {
  statuses: ['Created', 'InProgress', 'Failed'],
  events: ['START', 'FAILURE'],
  rollbacks: [['START', 'SUCCESS']],
  traffic: { 1: 100 },
};
const REFUSED_BY_US = {
  ...FAILED_CLOSED,
  errorCode: 'HOOK_EXECUTION_FAILURE',
  answers: ['Failed: accepted'],
};

/** Every check passes: what keeps a release back is never the release. */
const CHECK = { name: 'new version answers', kind: 'lambda-invoke', expect: { statusCode: 200 } };
const POLICY = {
  application: 'shop',
  deploymentGroup: '*',
  mode: 'enforce',
  channel: 'releases',
  checks: { BeforeAllowTraffic: [CHECK], AfterAllowTraffic: [CHECK] },
};

let scenario: Scenario;
let team: Team;

const start =
  (...edits: readonly TemplateEdit[]) =>
  async (): Promise<void> => {
    scenario = await startScenario({ edits, policies: [POLICY] });
    team = createTeam(scenario);
  };
const setBreakGlass = (Value: string) =>
  scenario.operator.ssm.send(
    new PutParameterCommand({ Name: '/slipway/break-glass', Value, Overwrite: true }),
  );

describe('where a hook of ours lacks a permission of CodeDeploy', () => {
  beforeAll(
    start(
      withoutReconciler,
      withoutActions('BeforeAllowTrafficRole', ['codedeploy:PutLifecycleEventHookExecutionStatus']),
      withoutActions('AfterAllowTrafficRole', ['codedeploy:GetDeployment']),
    ),
  );
  afterAll(() => scenario.stop());

  it('an answer that cannot be given is paged once, and the release fails after the hour', async () =>
    scenario.play(async ({ sleep }) => {
      // given
      const hooks = ourHook('BeforeAllowTraffic');
      // when
      const release = await team.release({ hooks });
      await sleep(LONG_AFTER);
      // then: Lambda tries an asynchronous invocation three times
      const denied = 'Succeeded: AccessDeniedException';
      expect(await team.standingOf(release)).toMatchObject({
        ...FAILED_CLOSED,
        errorCode: 'TIMEOUT',
        answers: [denied, denied, denied],
      });
      expect(await team.secondsOf(release, 'BeforeAllowTraffic')).toBe(3600);
      const pages = publishedOf(scenario, 'pages', release);
      expect(pages.map(({ kind, reason }) => `${kind} ${reason}`)).toEqual([
        'answer-not-delivered ChecksPassed',
      ]);
      expect(pages[0]?.summary).toContain("The deployment hangs until the hook's hour ends");
      expect(pages[0]?.summary).toContain('codedeploy:PutLifecycleEventHookExecutionStatus');
      expect(await verdictsOf(scenario, release)).toMatchObject([
        { outcome: 'passed', answer: 'Succeeded', reportedAt: undefined },
      ]);
      expect(team.timesInvoked(release)).toBe(1);
    }));

  it('a deployment that cannot be read is answered Failed, and says what to allow', async () =>
    scenario.play(async ({ sleep }) => {
      // given
      const hooks = ourHook('AfterAllowTraffic');
      // when
      const release = await team.release({ hooks });
      await sleep(LONG_AFTER);
      // then
      expect(await team.standingOf(release)).toMatchObject(REFUSED_BY_US);
      const [verdict] = await verdictsOf(scenario, release);
      expect(verdict).toMatchObject({ outcome: 'error', reason: 'NotJudged', checks: [] });
      expect(verdict?.detail).toContain('codedeploy:GetDeployment');
    }));
});

describe('where a hook of ours alone may not answer', () => {
  beforeAll(
    start(
      withoutActions('BeforeAllowTrafficRole', ['codedeploy:PutLifecycleEventHookExecutionStatus']),
    ),
  );
  afterAll(() => scenario.stop());

  it('the reconciler answers in its place, within a minute', async () =>
    scenario.play(async ({ sleep }) => {
      // given
      const hooks = ourHook('BeforeAllowTraffic');
      // when
      const release = await team.release({ hooks });
      await sleep(LONG_AFTER);
      // then
      const denied = 'Succeeded: AccessDeniedException';
      const completed = 'Succeeded: LifecycleEventAlreadyCompletedException';
      expect(await team.standingOf(release)).toMatchObject({
        statuses: ['Created', 'InProgress', 'Succeeded'],
        // Lambda's two more tries, and what the reconciler makes of them.
        answers: [denied, 'Succeeded: accepted', denied, completed, denied, completed],
        rollbacks: [],
      });
      expect(await team.secondsOf(release, 'BeforeAllowTraffic')).toBeLessThanOrEqual(2 * 60);
      expect(publishedOf(scenario, 'pages', release)).toHaveLength(1);
      expect(await verdictsOf(scenario, release)).toMatchObject([
        { outcome: 'passed', answer: 'Succeeded', reportedAt: expect.any(String) },
      ]);
    }));
});

describe('where the ledger cannot be used', () => {
  beforeAll(
    start(
      withoutActions('BeforeAllowTrafficRole', [
        'dynamodb:GetItem',
        'dynamodb:PutItem',
        'dynamodb:UpdateItem',
      ]),
    ),
  );
  afterAll(() => scenario.stop());

  it('a release is answered Failed, and the notice says that it was not judged', async () =>
    scenario.play(async ({ sleep }) => {
      // given
      const hooks = ourHook('BeforeAllowTraffic');
      // when
      const release = await team.release({ hooks });
      await sleep(LONG_AFTER);
      // then
      expect(await team.standingOf(release)).toMatchObject(REFUSED_BY_US);
      expect(await team.secondsOf(release, 'BeforeAllowTraffic')).toBeLessThan(60);
      expect(
        publishedOf(scenario, 'notices', release).filter(({ kind }) => kind === 'verdict'),
      ).toMatchObject([{ outcome: 'error', reason: 'NotJudged' }]);
      expect(await verdictsOf(scenario, release)).toEqual([]);
    }));

  it('an open break-glass lets a release pass all the same, and pages', async () =>
    scenario.play(async ({ sleep }) => {
      // given
      await setBreakGlass('on: payment incident 4711');
      // when
      const release = await team.release({ hooks: ourHook('BeforeAllowTraffic') });
      await sleep(LONG_AFTER);
      await setBreakGlass('off');
      // then
      expect(await team.standingOf(release)).toMatchObject({
        ...RELEASED,
        answers: ['Succeeded: accepted'],
      });
      expect(publishedOf(scenario, 'pages', release)).toMatchObject([
        { kind: 'break-glass', outcome: 'inconclusive', reason: 'BreakGlass' },
      ]);
    }));

  it('a release is answered Failed where the table is gone', async () =>
    scenario.play(async ({ sleep }) => {
      // given
      await scenario.operator.dynamoDb.send(
        new DeleteTableCommand({ TableName: scenario.sandbox.ledgerTable }),
      );
      // when
      const release = await team.release({ hooks: ourHook('AfterAllowTraffic') });
      await sleep(LONG_AFTER);
      // then
      expect(await team.standingOf(release)).toMatchObject(REFUSED_BY_US);
      expect(
        publishedOf(scenario, 'notices', release).filter(({ kind }) => kind === 'verdict'),
      ).toMatchObject([{ outcome: 'error', reason: 'NotJudged' }]);
    }));
});

describe('where break-glass cannot be read', () => {
  beforeAll(start(withoutActions('BeforeAllowTrafficRole', ['ssm:GetParameter'])));
  afterAll(() => scenario.stop());

  it('a release is judged as ever, even while break-glass is open', async () =>
    scenario.play(async ({ sleep }) => {
      // given
      await setBreakGlass('on: payment incident 4711');
      // when
      const good = await team.release({ hooks: ourHook('BeforeAllowTraffic') });
      const bad = await team.release({
        hooks: ourHook('BeforeAllowTraffic'),
        source: 'exports.handler = async () => ({ statusCode: 503 });',
      });
      await sleep(LONG_AFTER);
      // then
      expect(await team.standingOf(good)).toMatchObject(RELEASED);
      expect(await verdictsOf(scenario, good)).toMatchObject([{ reason: 'ChecksPassed' }]);
      expect(await team.standingOf(bad)).toMatchObject(REFUSED_BY_US);
      const [verdict] = await verdictsOf(scenario, bad);
      expect(verdict?.reason).toBe('CheckFailed');
      expect(verdict?.detail).toContain('ssm:GetParameter');
    }));
});

describe('while break-glass is open', () => {
  beforeAll(start());
  afterAll(() => scenario.stop());

  it('a release that fails every check passes both hooks, with a page and a record of each', async () =>
    scenario.play(async ({ sleep }) => {
      // given
      await setBreakGlass('on: payment incident 4711');
      // when
      const release = await team.release({
        hooks: ourHook('BeforeAllowTraffic', 'AfterAllowTraffic'),
        source: 'exports.handler = async () => ({ statusCode: 503 });',
      });
      await sleep(LONG_AFTER);
      // then
      expect(await team.standingOf(release)).toMatchObject({
        ...RELEASED,
        answers: ['Succeeded: accepted', 'Succeeded: accepted'],
      });
      expect(publishedOf(scenario, 'pages', release)).toMatchObject([
        { kind: 'break-glass', reason: 'BreakGlass' },
        { kind: 'break-glass', reason: 'BreakGlass' },
      ]);
      const verdicts = await verdictsOf(scenario, release);
      expect(verdicts.map(({ hook, reason }) => `${hook} ${reason}`)).toEqual([
        'BeforeAllowTraffic BreakGlass',
        'AfterAllowTraffic BreakGlass',
      ]);
      expect(verdicts[0]?.detail).toContain('payment incident 4711');
      expect(team.timesInvoked(release)).toBe(0);
    }));
});
