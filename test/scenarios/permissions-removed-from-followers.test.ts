import type { Stage } from '../../sandbox/stories/stage';
import {
  bodiesIn,
  type DeniedRun,
  startWithout,
  toFailedEvent,
  untoldTriesIn,
} from '../support/denied-run';
import { functionRolesOf, readPackagedTemplate } from '../support/packaged-roles';
import { releaseAtOnce } from '../support/release-at-once';

const HERE = 'eu-west-1:123456789012';
const LEDGER = `arn:aws:dynamodb:${HERE}:table/LEDGER`;
const PIPELINE = `arn:aws:codepipeline:${HERE}:shop-delivery`;
const RELEASE_EVENTS = 'slipway-dev-release-events';
const SLACK_PUBLISHER = 'slipway-dev-slack-publisher';
const MINUTE = 60_000;
/** No hook judges it. */
const CHECKOUT = { application: 'shop', group: 'checkout', hooks: {} };

const DEPLOYMENT = 'CodeDeploy Deployment State-change Notification';
const RUN = 'CodePipeline Pipeline Execution State Change';
const ACTION = 'CodePipeline Action Execution State Change';

interface Following {
  readonly action: string;
  /** What the play needs it on. */
  readonly resource: string;
  /** The kinds of events that fail for want of it. */
  readonly lost: readonly string[];
  /** Who deploys: a pipeline where absent. */
  readonly byHand?: true;
}

/** Each action that release-events may call. A pipeline's own event joins a release that could not be looked up. */
const FOLLOWING: readonly Following[] = [
  {
    action: 'codedeploy:GetDeployment',
    resource: `arn:aws:codedeploy:${HERE}:deploymentgroup:shop/checkout`,
    lost: [DEPLOYMENT],
  },
  { action: 'codepipeline:GetPipelineExecution', resource: PIPELINE, lost: [RUN] },
  {
    action: 'codepipeline:GetPipelineState',
    resource: PIPELINE,
    lost: [DEPLOYMENT],
    byHand: true,
  },
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

it.each(FOLLOWING)(
  'an event whose follower may not call $action on $resource is tried three times and kept',
  async ({ action, resource, lost, byHand = false }) => {
    // given
    const run = await startWithout({ functionName: RELEASE_EVENTS, action });
    try {
      // when
      await run.play(async (stage) => {
        await (byHand ? releaseByHand(stage) : runPipeline(stage));
        await stage.sleep(10 * MINUTE);
      });
      // then
      await expectDenied(run, { functionName: RELEASE_EVENTS, action, resource });
      const kept = (await bodiesIn(run, 'FailedEventsQueue')).map(toFailedEvent);
      expect(new Set(kept.map(({ event }) => event))).toEqual(new Set(lost));
      expect(new Set(kept.map(({ tries }) => tries))).toEqual(new Set([3]));
    } finally {
      await run.stop();
    }
  },
);

it.each(TELLING)(
  'a story whose publisher may not call %s on %s goes back to its queue, ten times, and is kept',
  async (action, resource, posts) => {
    // given
    const run = await startWithout({ functionName: SLACK_PUBLISHER, action });
    try {
      // when
      await run.play(async (stage) => {
        await runPipeline(stage);
        await stage.sleep(40 * MINUTE);
      });
      // then
      await expectDenied(run, { functionName: SLACK_PUBLISHER, action, resource });
      expect(await bodiesIn(run, 'PublishQueue')).toEqual([]);
      const untold = await bodiesIn(run, 'UntoldStoriesQueue');
      expect(new Set(untold.map((body) => Object.keys(JSON.parse(body)).sort().join()))).toEqual(
        new Set(['runId,version']),
      );
      expect(untoldTriesIn(run)).toEqual(untold.map(() => 10));
      expect(run.sandbox.slack.messages()).toHaveLength(posts);
    } finally {
      await run.stop();
    }
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

/** A run of the pipeline that makes one deployment. */
const runPipeline = async (stage: Stage): Promise<void> => {
  const run = stage.startPipeline({
    pipeline: 'shop-delivery',
    startedBy: 'ana',
    revision: '4f2a91c07de1b6a2',
    summary: 'Round invoice totals half to even',
  });
  const deploymentId = await releaseAtOnce(stage, CHECKOUT);
  run.deploys(deploymentId);
  await stage.untilEnded(deploymentId);
  run.ends('Succeeded');
};

const releaseByHand = async (stage: Stage): Promise<void> => {
  await stage.untilEnded(await releaseAtOnce(stage, CHECKOUT));
};

interface Denied {
  readonly functionName: string;
  readonly action: string;
  readonly resource: string;
}

/** In the journal and in the function's log, by name. */
const expectDenied = async (
  run: DeniedRun,
  { functionName, action, resource }: Denied,
): Promise<void> => {
  const arn = resource.replace('LEDGER', run.sandbox.ledgerTable);
  expect(run.denied()).toEqual([`${functionName}: ${action} on ${arn}`]);
  expect(await run.words()).toContain(
    `User: ${run.session} is not authorized to perform: ${action} on resource: ${arn}`,
  );
};
