import type { TeamRelease } from '../support/release-standing';
import { withoutReconciler } from '../support/edited-package';
import { startScenario, type Scenario } from '../support/sandbox';
import { createTeam, withTeamRole, type HookBehaviour, type Team } from '../support/team';
import { messagesOf } from '../support/what-slipway-said';

const MINUTE = 60_000;
/** Five minutes of canary, CodeDeploy's hour, the rollback. */
const LONG_AFTER = 70 * MINUTE;
const ALREADY_COMPLETED = 'LifecycleEventAlreadyCompletedException';
const INVALID_STATUS = 'InvalidLifecycleEventHookExecutionStatusException';

const MISSING = 'CodeDeployHook_team-missing';

interface Case {
  readonly behaves: string;
  /** Deploys the hook function, if there is one, and gives its name. */
  readonly hookOf: (team: Team) => string | Promise<string>;
  readonly errorCode: string;
  readonly waitedSec: number;
  readonly answers: readonly string[];
}

const unanswered = (
  behaves: string,
  behaviour: HookBehaviour,
  answers: readonly string[] = [],
): Case => ({
  behaves,
  hookOf: (it) => it.hookThat(behaviour),
  errorCode: 'TIMEOUT',
  waitedSec: 3600,
  answers,
});
const refused = (
  behaves: string,
  hookOf: Case['hookOf'],
  errorCode: string,
  answers: readonly string[] = [],
): Case => ({ behaves, hookOf, errorCode, waitedSec: 0, answers });

const CASES: readonly Case[] = [
  refused('does not exist', () => MISSING, 'HOOK_EXECUTION_FAILURE'),
  refused(
    "is named so that CodeDeploy's role may not invoke it",
    (it) => it.validatorThat('passes'),
    'IAM_ROLE_PERMISSIONS',
  ),
  unanswered('throws', 'crashes'),
  unanswered('exits', 'exits'),
  unanswered('runs out of time', 'hangs'),
  unanswered('stays silent', 'staysSilent'),
  unanswered('answers Pending', 'answersPending', [`Pending: ${INVALID_STATUS}`]),
  unanswered('answers Skipped', 'answersSkipped', [`Skipped: ${INVALID_STATUS}`]),
  refused('answers Failed twice', (it) => it.hookThat('failsTwice'), 'HOOK_EXECUTION_FAILURE', [
    'Failed: accepted',
    `Failed: ${ALREADY_COMPLETED}`,
  ]),
  refused(
    'answers Failed, then Succeeded',
    (it) => it.hookThat('failsThenPasses'),
    'HOOK_EXECUTION_FAILURE',
    ['Failed: accepted', `Succeeded: ${ALREADY_COMPLETED}`],
  ),
];

const HOOKS = [
  {
    hook: 'BeforeAllowTraffic',
    lifecycleEvents: {
      BeforeAllowTraffic: 'Failed',
      AllowTraffic: 'Skipped',
      AfterAllowTraffic: 'Skipped',
    },
  },
  {
    hook: 'AfterAllowTraffic',
    lifecycleEvents: {
      BeforeAllowTraffic: 'Succeeded',
      AllowTraffic: 'Succeeded',
      AfterAllowTraffic: 'Failed',
    },
  },
] as const;

/** How a release stands that failed closed, whatever the hook did. */
const FAILED_CLOSED = {
  statuses: ['Created', 'InProgress', 'Failed'],
  events: ['START', 'FAILURE'],
  rollbacks: [['START', 'SUCCESS']],
  traffic: { 1: 100 },
};

let scenario: Scenario;
let team: Team;

beforeAll(async () => {
  scenario = await startScenario({ edits: [withTeamRole, withoutReconciler] });
  team = createTeam(scenario);
});
afterAll(() => scenario.stop());

/** What Slack tells of it in the end. */
const toldOf = (release: TeamRelease): readonly string[] =>
  messagesOf(scenario, 'run', release).map(({ text }) => text);

describe.each(HOOKS)('a release whose $hook hook', ({ hook, lifecycleEvents }) => {
  it.each(CASES)('$behaves fails closed', async (one) =>
    scenario.play(async ({ sleep }) => {
      // given
      const hooks = { [hook]: await one.hookOf(team) };
      // when
      const release = await team.release({ hooks });
      await sleep(LONG_AFTER);
      // then
      expect(await team.standingOf(release)).toEqual({
        ...FAILED_CLOSED,
        errorCode: one.errorCode,
        lifecycleEvents,
        answers: one.answers,
      });
      expect(await team.secondsOf(release, hook)).toBe(one.waitedSec);
      expect(toldOf(release)).toEqual([
        `shop/${release.group} failed and was rolled back (${release.deploymentId}).`,
      ]);
    }),
  );

  it('answers Succeeded only after the hour fails closed, and stays so', async () =>
    scenario.play(async ({ sleep }) => {
      // given
      const silent = await team.hookThat('staysSilent');
      const release = await team.release({ hooks: { [hook]: silent } });
      await sleep(LONG_AFTER);
      // when
      const told = await team.invoke(
        await team.validatorThat('passes'),
        team.payloadOf(release, silent),
      );
      await sleep(10 * MINUTE);
      // then
      expect(told).toEqual([ALREADY_COMPLETED]);
      expect(await team.standingOf(release)).toEqual({
        ...FAILED_CLOSED,
        errorCode: 'TIMEOUT',
        lifecycleEvents,
        answers: [`Succeeded: ${ALREADY_COMPLETED}`],
      });
      expect(toldOf(release)).toEqual([
        `shop/${release.group} failed and was rolled back (${release.deploymentId}).`,
      ]);
    }));

  it('answers Succeeded, then Failed, is released: the first answer counts', async () =>
    scenario.play(async ({ sleep }) => {
      // given
      const hooks = { [hook]: await team.hookThat('passesThenFails') };
      // when
      const release = await team.release({ hooks });
      await sleep(LONG_AFTER);
      // then
      expect(await team.standingOf(release)).toEqual({
        statuses: ['Created', 'InProgress', 'Succeeded'],
        errorCode: undefined,
        events: ['START', 'SUCCESS'],
        lifecycleEvents: {
          BeforeAllowTraffic: 'Succeeded',
          AllowTraffic: 'Succeeded',
          AfterAllowTraffic: 'Succeeded',
        },
        answers: ['Succeeded: accepted', `Failed: ${ALREADY_COMPLETED}`],
        rollbacks: [],
        traffic: { 2: 100 },
      });
      expect(toldOf(release)).toEqual([
        `shop/${release.group} is released (${release.deploymentId}).`,
      ]);
    }));
});

it('does nothing that the sandbox has trouble with', () => {
  expect(scenario.sandbox.journal.entries().filter((entry) => entry.kind === 'trouble')).toEqual(
    [],
  );
});
