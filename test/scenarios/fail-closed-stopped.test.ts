import { withoutRules } from '../support/edited-package';
import { startScenario, type Scenario } from '../support/sandbox';
import { createTeam, withTeamRole, type HookBehaviour, type Team } from '../support/team';

const MINUTE = 60_000;
const ALREADY_COMPLETED = 'LifecycleEventAlreadyCompletedException';
const ALREADY_ENDED = 'DeploymentAlreadyCompletedException';
const MISSING = 'CodeDeployHook_team-missing';

/** How a release stands that was stopped once it had started, whatever its hooks did before or after. */
const STOPPED = {
  statuses: ['Created', 'InProgress', 'Stopped'],
  errorCode: 'MANUAL_STOP',
  events: ['START', 'STOP'],
  rollbacks: [['START', 'SUCCESS']],
  traffic: { 1: 100 },
};
const FAILED = {
  statuses: ['Created', 'InProgress', 'Failed'],
  events: ['START', 'FAILURE'],
  rollbacks: [['START', 'SUCCESS']],
  traffic: { 1: 100 },
};
const BEFORE_FAILED = {
  BeforeAllowTraffic: 'Failed',
  AllowTraffic: 'Skipped',
  AfterAllowTraffic: 'Skipped',
};
const AFTER_FAILED = {
  BeforeAllowTraffic: 'Succeeded',
  AllowTraffic: 'Succeeded',
  AfterAllowTraffic: 'Failed',
};

let scenario: Scenario;
let team: Team;

beforeAll(async () => {
  scenario = await startScenario({ edits: [withTeamRole, withoutRules] });
  team = createTeam(scenario);
});
afterAll(() => scenario.stop());

/** Those whose hook is still waited for when somebody stops the deployment. */
const UNANSWERED = [
  'staysSilent',
  'crashes',
  'exits',
  'hangs',
  'answersPending',
  'answersSkipped',
] as const satisfies readonly HookBehaviour[];
const HOOKS = [
  { hook: 'BeforeAllowTraffic', startsMs: 30_000, lifecycleEvents: BEFORE_FAILED },
  { hook: 'AfterAllowTraffic', startsMs: 5.5 * MINUTE, lifecycleEvents: AFTER_FAILED },
] as const;

describe.each(HOOKS)('stopped before its $hook hook answers', (one) => {
  it.each(UNANSWERED)('a release whose hook is one that %s goes back', async (behaviour) =>
    scenario.play(async ({ sleep }) => {
      // given
      const release = await team.release({ hooks: { [one.hook]: await team.hookThat(behaviour) } });
      await sleep(one.startsMs);
      // when
      const told = await team.stop(release);
      await sleep(70 * MINUTE);
      // then
      expect(told).toBe('Pending');
      const { answers: _, ...standing } = await team.standingOf(release);
      expect(standing).toEqual({ ...STOPPED, lifecycleEvents: one.lifecycleEvents });
      expect(await team.secondsOf(release, one.hook)).toBeLessThan(60);
    }),
  );

  it.each([
    ['passes', [`Succeeded: ${ALREADY_COMPLETED}`]],
    ['fails', [`Failed: ${ALREADY_COMPLETED}`]],
    ['passesThenFails', [`Succeeded: ${ALREADY_COMPLETED}`, `Failed: ${ALREADY_COMPLETED}`]],
    ['failsThenPasses', [`Failed: ${ALREADY_COMPLETED}`, `Succeeded: ${ALREADY_COMPLETED}`]],
  ] as const)('a release whose late validator %s goes back', async (behaviour, answers) =>
    scenario.play(async ({ sleep }) => {
      // given
      const silent = await team.hookThat('staysSilent');
      const release = await team.release({ hooks: { [one.hook]: silent } });
      await sleep(one.startsMs);
      // when
      await team.stop(release);
      await sleep(MINUTE);
      await team.invoke(await team.validatorThat(behaviour), team.payloadOf(release, silent));
      await sleep(70 * MINUTE);
      // then
      expect(await team.standingOf(release)).toEqual({
        ...STOPPED,
        lifecycleEvents: one.lifecycleEvents,
        answers,
      });
    }),
  );

  it('an answer in the moment of the stop is taken, and the release goes back all the same', async () =>
    scenario.play(async ({ sleep }) => {
      // given
      const silent = await team.hookThat('staysSilent');
      const release = await team.release({ hooks: { [one.hook]: silent } });
      await sleep(one.startsMs);
      // when
      await team.stop(release);
      await team.invoke(await team.validatorThat('passes'), team.payloadOf(release, silent));
      await sleep(70 * MINUTE);
      // then
      expect(await team.standingOf(release)).toEqual({
        ...STOPPED,
        lifecycleEvents: { ...one.lifecycleEvents, [one.hook]: 'Succeeded' },
        answers: ['Succeeded: accepted'],
      });
    }));
});

describe('stopped before it starts', () => {
  it('a release runs no hook, is never released, and has nothing to go back from', async () =>
    scenario.play(async ({ sleep }) => {
      // given
      const release = await team.release({ hooks: { BeforeAllowTraffic: MISSING } });
      // when
      const told = await team.stop(release);
      await sleep(70 * MINUTE);
      // then
      expect(told).toBe('Pending');
      expect(await team.standingOf(release)).toEqual({
        ...STOPPED,
        statuses: ['Created', 'Stopped'],
        lifecycleEvents: {},
        answers: [],
        rollbacks: [],
      });
    }));
});

describe('stopped while traffic shifts', () => {
  const HOOK_NAMES: readonly (readonly [string, () => Promise<string>])[] = [
    ['does not exist', async (): Promise<string> => MISSING],
    ['may not be invoked', () => team.validatorThat('passes')],
    ...[...UNANSWERED, 'fails' as const, 'passesThenFails' as const].map(
      (behaviour) => [behaviour, () => team.hookThat(behaviour)] as const,
    ),
  ];

  it.each(HOOK_NAMES)(
    'a release whose AfterAllowTraffic hook %s never asks it',
    async (_, hookOf) =>
      scenario.play(async ({ sleep }) => {
        // given
        const AfterAllowTraffic = await hookOf();
        const release = await team.release({
          hooks: { BeforeAllowTraffic: await team.hookThat('passes'), AfterAllowTraffic },
        });
        await sleep(2 * MINUTE);
        expect((await team.standingOf(release)).traffic).toEqual({ 1: 90, 2: 10 });
        // when
        const told = await team.stop(release);
        await sleep(70 * MINUTE);
        // then
        expect(told).toBe('Pending');
        expect(await team.standingOf(release)).toEqual({
          ...STOPPED,
          lifecycleEvents: {
            BeforeAllowTraffic: 'Succeeded',
            AllowTraffic: 'Failed',
            AfterAllowTraffic: 'Skipped',
          },
          answers: ['Succeeded: accepted'],
        });
        expect(team.hookInvocationsOf(release, AfterAllowTraffic)).toEqual([]);
      }),
  );
});

describe('stopped after its end', () => {
  it.each([
    ['staysSilent', 'TIMEOUT'],
    ['crashes', 'TIMEOUT'],
    ['exits', 'TIMEOUT'],
    ['hangs', 'TIMEOUT'],
    ['answersPending', 'TIMEOUT'],
    ['failsTwice', 'HOOK_EXECUTION_FAILURE'],
    ['failsThenPasses', 'HOOK_EXECUTION_FAILURE'],
  ] as const)(
    'a release that a hook failed which %s stays as it was',
    async (behaviour, errorCode) =>
      scenario.play(async ({ sleep }) => {
        // given
        const hooks = { AfterAllowTraffic: await team.hookThat(behaviour) };
        const release = await team.release({ hooks });
        await sleep(70 * MINUTE);
        // when
        const told = await team.stop(release);
        await sleep(10 * MINUTE);
        // then
        expect(told).toBe(ALREADY_ENDED);
        const { answers: _, ...standing } = await team.standingOf(release);
        expect(standing).toEqual({ ...FAILED, errorCode, lifecycleEvents: AFTER_FAILED });
      }),
  );

  it.each([
    ['does not exist', async (): Promise<string> => MISSING, 'HOOK_EXECUTION_FAILURE'],
    ['may not be invoked', () => team.validatorThat('passes'), 'IAM_ROLE_PERMISSIONS'],
  ] as const)(
    'a release that failed because its hook %s stays as it was',
    async (_, hookOf, errorCode) =>
      scenario.play(async ({ sleep }) => {
        // given
        const release = await team.release({ hooks: { BeforeAllowTraffic: await hookOf() } });
        await sleep(MINUTE);
        // when
        const told = await team.stop(release);
        await sleep(10 * MINUTE);
        // then
        expect(told).toBe(ALREADY_ENDED);
        expect(await team.standingOf(release)).toEqual({
          ...FAILED,
          errorCode,
          lifecycleEvents: BEFORE_FAILED,
          answers: [],
        });
      }),
  );

  it('a release that succeeded stays released', async () =>
    scenario.play(async ({ sleep }) => {
      // given
      const hooks = { AfterAllowTraffic: await team.hookThat('passesThenFails') };
      const release = await team.release({ hooks });
      await sleep(70 * MINUTE);
      // when
      const told = await team.stop(release);
      await sleep(10 * MINUTE);
      // then
      expect(told).toBe(ALREADY_ENDED);
      expect(await team.standingOf(release)).toMatchObject({
        events: ['START', 'SUCCESS'],
        rollbacks: [],
        traffic: { 2: 100 },
      });
    }));

  it('a release that was stopped before is not rolled back a second time', async () =>
    scenario.play(async ({ sleep }) => {
      // given
      const release = await team.release({
        hooks: { AfterAllowTraffic: await team.hookThat('staysSilent') },
      });
      await sleep(2 * MINUTE);
      await team.stop(release);
      await sleep(MINUTE);
      // when
      const told = await team.stop(release);
      await sleep(70 * MINUTE);
      // then
      expect(told).toBe('Succeeded');
      expect(await team.standingOf(release)).toMatchObject(STOPPED);
    }));
});
