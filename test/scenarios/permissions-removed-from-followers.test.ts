import type { Stage } from '../../sandbox/stories/stage';
import { bodiesIn, toFailedEvent, untoldTriesIn } from '../support/denied-run';
import { withoutReconciler } from '../support/edited-package';
import { createLessening, type LessenedRun, sentenceOf } from '../support/lessened-role';
import { functionRolesOf, readPackagedTemplate } from '../support/packaged-roles';
import { releaseAtOnce } from '../support/release-at-once';
import { type Scenario, startScenario } from '../support/sandbox';

const HERE = 'eu-west-1:123456789012';
const LEDGER = `arn:aws:dynamodb:${HERE}:table/LEDGER`;
const PIPELINE = `arn:aws:codepipeline:${HERE}:shop-delivery`;
const RELEASE_EVENTS = 'slipway-dev-release-events';
const SLACK_PUBLISHER = 'slipway-dev-slack-publisher';
const MINUTE = 60_000;
const ALARM = 'shop-checkout-errors';
/** Its alarms are kept as a release starts. */
const POLICY = {
  application: 'shop',
  deploymentGroup: '*',
  mode: 'enforce',
  channel: 'releases',
  checks: { AfterAllowTraffic: [{ name: 'no alarm is red', kind: 'alarms', alarms: [ALARM] }] },
};

const DEPLOYMENT = 'CodeDeploy Deployment State-change Notification';
const RUN = 'CodePipeline Pipeline Execution State Change';
const ACTION = 'CodePipeline Action Execution State Change';

interface Following {
  readonly action: string;
  /** What the play needs it on. */
  readonly resource: string;
  /** The kinds of events that fail for want of it; none where the release's first gate does without. */
  readonly lost: readonly string[];
  /** Who deploys: a pipeline where absent. */
  readonly byHand?: true;
}

/** Each action that release-events may call. A pipeline's own event joins a release that could not be looked up. */
const FOLLOWING: readonly Following[] = [
  {
    action: 'codedeploy:GetDeployment',
    resource: `arn:aws:codedeploy:${HERE}:deploymentgroup:shop/GROUP`,
    lost: [DEPLOYMENT],
  },
  { action: 'codepipeline:GetPipelineExecution', resource: PIPELINE, lost: [RUN] },
  {
    action: 'codepipeline:GetPipelineState',
    resource: PIPELINE,
    lost: [DEPLOYMENT],
    byHand: true,
  },
  { action: 'cloudwatch:DescribeAlarms', resource: '*', lost: [] },
  { action: 'dynamodb:GetItem', resource: LEDGER, lost: [DEPLOYMENT] },
  { action: 'dynamodb:PutItem', resource: LEDGER, lost: [DEPLOYMENT] },
  { action: 'dynamodb:UpdateItem', resource: LEDGER, lost: [DEPLOYMENT, RUN, ACTION] },
  { action: 'dynamodb:Query', resource: LEDGER, lost: [DEPLOYMENT, ACTION] },
  {
    action: 'sns:Publish',
    resource: `arn:aws:sns:${HERE}:slipway-dev-notices`,
    lost: [DEPLOYMENT],
  },
  {
    action: 'sqs:SendMessage',
    resource: `arn:aws:sqs:${HERE}:slipway-dev-publish`,
    lost: [DEPLOYMENT, RUN, ACTION],
  },
];

/** Each action that slack-publisher may call, and how often it posts although it cannot know that it did. */
const TELLING: readonly (readonly [action: string, resource: string, posts: number])[] = [
  ['dynamodb:GetItem', LEDGER, 0],
  ['dynamodb:PutItem', LEDGER, 0],
  ['dynamodb:UpdateItem', LEDGER, 1],
  ['dynamodb:Query', LEDGER, 0],
  ['ssm:GetParameter', `arn:aws:ssm:${HERE}:parameter/slipway/slack/bot-token`, 0],
];

let scenario: Scenario;
let lessening: Awaited<ReturnType<typeof createLessening>>;
let count = 0;

beforeAll(async () => {
  scenario = await startScenario({ edits: [withoutReconciler], policies: [POLICY] });
  lessening = await createLessening(scenario);
  await scenario.play((stage) => stage.createAlarm(ALARM));
}, 120_000);
afterAll(async () => {
  lessening.stop();
  await scenario.stop();
});

it.each(FOLLOWING)(
  'a follower that may not call $action on $resource has these events tried three times and kept: $lost',
  async ({ action, resource, lost, byHand = false }) => {
    // given
    const group = nextGroup();
    // when
    const run = await lessening.without({ functionName: RELEASE_EVENTS, action }, async (stage) => {
      await (byHand ? releaseByHand(stage, group) : runPipeline(stage, group));
      await stage.sleep(10 * MINUTE);
    });
    // then
    expectDenied(run, { functionName: RELEASE_EVENTS, action, resource, group });
    const kept = (await bodiesIn(scenario, 'FailedEventsQueue')).map(toFailedEvent);
    expect(new Set(kept.map(({ event }) => event))).toEqual(new Set(lost));
    expect(new Set(kept.map(({ tries }) => tries))).toEqual(new Set(lost.length > 0 ? [3] : []));
  },
);

it.each(TELLING)(
  'a story whose publisher may not call %s on %s goes back to its queue, ten times, and is kept',
  async (action, resource, posts) => {
    // given
    const group = nextGroup();
    // when
    const run = await lessening.without(
      { functionName: SLACK_PUBLISHER, action },
      async (stage) => {
        await runPipeline(stage, group);
        await stage.sleep(40 * MINUTE);
      },
    );
    // then
    expectDenied(run, { functionName: SLACK_PUBLISHER, action, resource, group });
    expect(await bodiesIn(scenario, 'PublishQueue')).toEqual([]);
    const untold = await bodiesIn(scenario, 'UntoldStoriesQueue');
    expect(new Set(untold.map((body) => Object.keys(JSON.parse(body)).sort().join()))).toEqual(
      new Set(['runId,version']),
    );
    expect(untoldTriesIn(run.entries)).toEqual(untold.map(() => 10));
    const posted = run.entries.filter((it) => it.kind === 'slack' && it.action === 'posted');
    expect(posted).toHaveLength(posts);
  },
);

it('takes every action from both in turn', async () => {
  const roles = functionRolesOf(await readPackagedTemplate());
  const granted = (name: string) =>
    roles
      .find(({ functionName }) => functionName === name)
      ?.calls.map(({ action }) => action)
      .sort();
  expect(granted(RELEASE_EVENTS)).toEqual(FOLLOWING.map(({ action }) => action).sort());
  expect(granted(SLACK_PUBLISHER)).toEqual(TELLING.map(([action]) => action).sort());
});

const nextGroup = (): string => `group-${(count += 1)}`;

/** A run of the pipeline that makes one deployment. No hook judges it. */
const runPipeline = async (stage: Stage, group: string): Promise<void> => {
  const run = stage.startPipeline({
    pipeline: 'shop-delivery',
    startedBy: 'ana',
    revision: '4f2a91c07de1b6a2',
    summary: 'Round invoice totals half to even',
  });
  const deploymentId = await releaseAtOnce(stage, { application: 'shop', group, hooks: {} });
  run.deploys(deploymentId);
  await stage.untilEnded(deploymentId);
  run.ends('Succeeded');
};

const releaseByHand = async (stage: Stage, group: string): Promise<void> => {
  await stage.untilEnded(await releaseAtOnce(stage, { application: 'shop', group, hooks: {} }));
};

interface Denied {
  readonly functionName: string;
  readonly action: string;
  readonly resource: string;
  readonly group: string;
}

/** In the journal and in the function's log, by name. */
const expectDenied = (
  run: LessenedRun<void>,
  { functionName, action, resource, group }: Denied,
): void => {
  const arn = resource.replace('LEDGER', scenario.sandbox.ledgerTable).replace('GROUP', group);
  expect(run.denied).toEqual([`${functionName}: ${action} on ${arn}`]);
  expect(run.words).toContain(sentenceOf(run.session, action, arn));
};
