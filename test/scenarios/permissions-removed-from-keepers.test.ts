import { bodiesIn, hooksAlone } from '../support/denied-run';
import {
  createKeeping,
  type Keeping,
  type KeptGate,
  type Look,
} from '../support/every-gate/keeping';
import { createLessening, sentenceOf } from '../support/lessened-role';
import { functionRolesOf, readPackagedTemplate } from '../support/packaged-roles';
import { noticesIn } from '../support/recorded-calls';
import { type Scenario, startScenario } from '../support/sandbox';

const HERE = 'eu-west-1:123456789012';
const READY = 'slipway-dev-deployment-ready';
const CONTINUE = 'slipway-dev-continue-validation';
const RECONCILE = 'slipway-dev-reconcile';
const ECS_HOOK = 'slipway-dev-ecs-hook';
const PIPELINE_CHECK = 'slipway-dev-pipeline-check';
const ANSWER = 'codedeploy:PutLifecycleEventHookExecutionStatus';
const MACHINE = `arn:aws:states:${HERE}:stateMachine:slipway-dev-release-validation`;
const SERVICE = `arn:aws:ecs:${HERE}:service/shop/GROUP`;
const ANYWHERE = '*';

interface Case {
  readonly functionName: string;
  readonly action: string;
  readonly on: string;
  readonly gate: KeptGate;
  /** What the gate's one check finds, and when. */
  readonly look: Look;
  /** AWS's word for how what was judged ended. */
  readonly ends: string;
  /** Whom it is told: pages are for people. */
  readonly told: readonly string[];
  /** How many invocations wait for a person in the failure queue; a job, which carries credentials, never does. */
  readonly kept: number;
}

const PAGED = 'slipway-dev-pages answer-not-delivered';
const JUDGED = 'slipway-dev-notices verdict';
const unable = (functionName: string, action: string, on = ANYWHERE) => ({
  ...{ functionName, action, on },
  kept: 0,
});

/**
 * What functions may call beside what every hook may, each where it is missing. Nothing gets through that is enforced:
 * CodeDeploy's own time, ECS, the pipeline's time or the machine's role end what could not be answered.
 */
const CASES: readonly Case[] = [
  {
    ...unable(READY, 'codedeploy:ContinueDeployment'),
    ...{ gate: 'ready', look: 'good', ends: 'Stopped', told: [`${PAGED} passed`], kept: 1 },
  },
  {
    ...unable(READY, 'codedeploy:StopDeployment'),
    ...{ gate: 'ready', look: 'bad', ends: 'Stopped', told: [`${PAGED} failed`], kept: 1 },
  },
  {
    ...unable(READY, 'states:StartExecution', MACHINE),
    ...{ gate: 'ready', look: 'good later', ends: 'Stopped', told: [`${JUDGED} error`] },
  },
  {
    ...unable(CONTINUE, ANSWER),
    ...{ gate: 'hook', look: 'good later', ends: 'Failed', told: [`${PAGED} passed`] },
  },
  {
    ...unable(CONTINUE, 'codedeploy:ContinueDeployment'),
    ...{ gate: 'ready', look: 'good later', ends: 'Stopped', told: [`${PAGED} passed`] },
  },
  {
    ...unable(CONTINUE, 'codedeploy:StopDeployment'),
    ...{ gate: 'ready', look: 'bad later', ends: 'Stopped', told: [`${PAGED} failed`] },
  },
  {
    ...unable(ECS_HOOK, 'ecs:DescribeServiceDeployments', SERVICE),
    ...{ gate: 'service', look: 'good', ends: 'ROLLBACK_SUCCESSFUL', told: [`${JUDGED} error`] },
  },
  {
    ...unable(ECS_HOOK, 'ecs:DescribeServiceRevisions', SERVICE),
    ...{ gate: 'service', look: 'good', ends: 'ROLLBACK_SUCCESSFUL', told: [`${JUDGED} error`] },
  },
  {
    ...unable(ECS_HOOK, 'states:StartExecution', MACHINE),
    ...{
      gate: 'service',
      look: 'good later, observed',
      ends: 'SUCCESSFUL',
      told: [`${JUDGED} error`],
    },
  },
  {
    ...unable(PIPELINE_CHECK, 'states:StartExecution', MACHINE),
    ...{ gate: 'job', look: 'good later, observed', ends: 'Succeeded', told: [`${JUDGED} error`] },
  },
  {
    ...unable(PIPELINE_CHECK, 'codepipeline:PutJobSuccessResult'),
    ...{ gate: 'job', look: 'good', ends: 'Failed', told: [`${PAGED} passed`] },
  },
  {
    ...unable(PIPELINE_CHECK, 'codepipeline:PutJobFailureResult'),
    ...{ gate: 'job', look: 'bad', ends: 'Failed', told: [`${PAGED} failed`] },
  },
  {
    ...unable(
      RECONCILE,
      'codedeploy:ListDeployments',
      `arn:aws:codedeploy:${HERE}:deploymentgroup:*/*`,
    ),
    ...{ gate: 'lost ready', look: 'good', ends: 'Stopped', told: [] },
  },
  {
    ...unable(RECONCILE, ANSWER),
    ...{ gate: 'orphaned hook', look: 'good later', ends: 'Failed', told: [`${PAGED} passed`] },
  },
  {
    ...unable(RECONCILE, 'codedeploy:ContinueDeployment'),
    ...{ gate: 'lost ready', look: 'good', ends: 'Stopped', told: [`${PAGED} passed`] },
  },
  {
    ...unable(RECONCILE, 'codedeploy:StopDeployment'),
    ...{ gate: 'silent hook', look: 'good', ends: 'Failed', told: [`${PAGED} error`] },
  },
  {
    ...unable(RECONCILE, 'states:StartExecution', MACHINE),
    ...{ gate: 'lost ready', look: 'good later', ends: 'Stopped', told: [`${JUDGED} error`] },
  },
];

let scenario: Scenario;
let keeping: Keeping;
let lessening: Awaited<ReturnType<typeof createLessening>>;

beforeAll(async () => {
  scenario = await startScenario({ edits: [hooksAlone], policies: [] });
  lessening = await createLessening(scenario);
  keeping = await createKeeping(scenario);
}, 120_000);
afterAll(async () => {
  keeping.stop();
  lessening.stop();
  await scenario.stop();
});

it.each(CASES)(
  '$functionName that may not call $action lets nothing through at a $gate',
  async ({ functionName, action, on, gate, look, ends, told, kept }) => {
    // given
    const group = await keeping.prepare(look);
    // when
    const run = await lessening.without({ functionName, action }, () => keeping.play(gate, group));
    await keeping.tidyUp();
    // then
    expect(run.result).toBe(ends);
    expect(noticesIn(run.calls)).toEqual(told);
    expect(await bodiesIn(scenario, 'FailedEventsQueue')).toHaveLength(kept);
    const arn = on.replace('GROUP', group);
    // A service stands before what is described of it.
    expect(run.denied.map((it) => it.split(', ')[0])).toEqual([
      `${functionName}: ${action} on ${arn}`,
    ]);
    expect(run.words).toContain(sentenceOf(run.session, action, arn));
  },
);

it('takes from each function that keeps gates what its role has beside a hook’s', async () => {
  const roles = functionRolesOf(await readPackagedTemplate());
  const actionsOf = (name: string) => [
    ...new Set(roles.find((it) => it.functionName === name)?.calls.map(({ action }) => action)),
  ];
  const ofHooks = actionsOf('CodeDeployHook_slipway-dev-BeforeAllowTraffic');
  for (const name of [READY, CONTINUE, RECONCILE, ECS_HOOK, PIPELINE_CHECK]) {
    const taken = CASES.filter((it) => it.functionName === name).map(({ action }) => action);
    const own = actionsOf(name).filter((action) => !ofHooks.includes(action));
    expect(taken).toEqual(expect.arrayContaining(own));
    expect(actionsOf(name)).toEqual(expect.arrayContaining(taken));
  }
});
