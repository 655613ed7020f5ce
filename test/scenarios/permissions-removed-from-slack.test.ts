import { bodiesIn } from '../support/denied-run';
import { withoutReconciler } from '../support/edited-package';
import { createLessening, type LessenedRun, sentenceOf } from '../support/lessened-role';
import { functionRolesOf, readPackagedTemplate } from '../support/packaged-roles';
import { ASKING_POLICY, releaseUntilAsked } from '../support/questions';
import { type Scenario, startScenario } from '../support/sandbox';
import { verdictsOf } from '../support/what-slipway-said';

const HERE = 'eu-west-1:123456789012';
const LEDGER = `arn:aws:dynamodb:${HERE}:table/LEDGER`;
const PARAMETERS = `arn:aws:ssm:${HERE}:parameter/slipway/slack`;
const INGRESS = 'slipway-dev-slack-ingress';
const ACTIONS = 'slipway-dev-slack-actions';
const MINUTE = 60_000;

/** Each action that slack-ingress may call. */
const HEARING: readonly (readonly [action: string, resource: string])[] = [
  ['ssm:GetParameter', `${PARAMETERS}/signing-secret`],
  ['sqs:SendMessage', `arn:aws:sqs:${HERE}:slipway-dev-slack-actions`],
];

interface Taking {
  readonly action: string;
  readonly resource: string;
  /** Who presses. */
  readonly by: 'U0ANA' | 'U0DEV';
  /** Whether the word counts all the same. */
  readonly counts: boolean;
  /** How many answers are kept for a person to look at. */
  readonly kept: number;
}

/** Each action that slack-actions may call. */
const TAKING: readonly Taking[] = [
  { action: 'dynamodb:GetItem', resource: LEDGER, by: 'U0ANA', counts: false, kept: 1 },
  { action: 'dynamodb:Query', resource: LEDGER, by: 'U0ANA', counts: false, kept: 1 },
  { action: 'dynamodb:PutItem', resource: LEDGER, by: 'U0ANA', counts: false, kept: 1 },
  // The word was recorded before the story is told anew.
  {
    action: 'sqs:SendMessage',
    resource: `arn:aws:sqs:${HERE}:slipway-dev-publish`,
    by: 'U0ANA',
    counts: true,
    kept: 1,
  },
  // Whose word does not count is not told why: Slack fails open.
  {
    action: 'ssm:GetParameter',
    resource: `${PARAMETERS}/bot-token`,
    by: 'U0DEV',
    counts: false,
    kept: 0,
  },
];

let scenario: Scenario;
let lessening: Awaited<ReturnType<typeof createLessening>>;

beforeAll(async () => {
  scenario = await startScenario({ edits: [withoutReconciler], policies: [ASKING_POLICY] });
  lessening = await createLessening(scenario);
}, 120_000);
afterAll(async () => {
  lessening.stop();
  await scenario.stop();
});

it.each(HEARING)(
  'a press is answered with an error, which Slack shows, where slack-ingress may not call %s on %s',
  async (action, resource) => {
    const run = await lessening.without({ functionName: INGRESS, action }, async (stage) => {
      const { deploymentId, press } = await releaseUntilAsked(stage, `heard-${action.slice(4)}`);
      expect(await press('U0ANA', 'gate.pass')).toEqual({ status: 502 });
      await stage.sleep(MINUTE);
      expect(await stage.statusOf(deploymentId)).toBe('InProgress');
      return press;
    });
    await endGate(run.result);
    expectDenied(run, { functionName: INGRESS, action, resource });
  },
);

it.each(TAKING)(
  'a press by $by keeps $kept for a person where slack-actions may not call $action on $resource',
  async ({ action, resource, by, counts, kept }) => {
    const run = await lessening.without({ functionName: ACTIONS, action }, async (stage) => {
      // given
      const group = `taken-${action.replace(':', '-')}`;
      const { deploymentId, press, question } = await releaseUntilAsked(stage, group);
      // when
      expect(await press(by, 'gate.pass')).toEqual({ status: 200 });
      await stage.sleep(17 * MINUTE);
      // then
      const verdicts = await verdictsOf(scenario, { deploymentId });
      expect(verdicts.map(({ reason }) => reason)).toEqual(counts ? ['PassedByPerson'] : []);
      expect(await bodiesIn(stage, 'SlackActionsQueue')).toEqual([]);
      expect(await bodiesIn(stage, 'LostSlackActionsQueue')).toHaveLength(kept);
      expect(alone(question.threadTs)).toEqual([]);
      return press;
    });
    if (!counts) await endGate(run.result);
    expectDenied(run, { functionName: ACTIONS, action, resource });
  },
);

it('takes every action from both in turn', async () => {
  const roles = functionRolesOf(await readPackagedTemplate());
  const granted = (name: string) =>
    roles
      .find(({ functionName }) => functionName === name)
      ?.calls.map(({ action }) => action)
      .sort();
  expect(granted(INGRESS)).toEqual(HEARING.map(([action]) => action).sort());
  expect(granted(ACTIONS)).toEqual(TAKING.map(({ action }) => action).sort());
});

type Press = Awaited<ReturnType<typeof releaseUntilAsked>>['press'];

/** A gate that waits for a person is looked at four times a minute: it is answered once that can be. */
const endGate = (press: Press): Promise<void> =>
  scenario.play(async (stage) => {
    await press('U0ANA', 'gate.fail');
    await stage.sleep(MINUTE);
  });

/** What was told in a thread to one person alone. */
const alone = (threadTs: string | undefined): readonly string[] =>
  scenario.sandbox.slack
    .messages()
    .filter((row) => row.threadTs === threadTs)
    .flatMap(({ ephemeralFor, text }) => (ephemeralFor === undefined ? [] : [text]));

interface Denied {
  readonly functionName: string;
  readonly action: string;
  readonly resource: string;
}

/** In the journal and in the function's log, by name. */
const expectDenied = (
  run: LessenedRun<unknown>,
  { functionName, action, resource }: Denied,
): void => {
  const arn = resource.replace('LEDGER', scenario.sandbox.ledgerTable);
  expect(run.denied).toEqual([`${functionName}: ${action} on ${arn}`]);
  expect(run.words).toContain(sentenceOf(run.session, action, arn));
};
