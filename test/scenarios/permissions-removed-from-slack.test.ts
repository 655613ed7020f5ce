import { bodiesIn, type DeniedRun, startWithout } from '../support/denied-run';
import { functionRolesOf, readPackagedTemplate } from '../support/packaged-roles';
import { ASKING_POLICY, releaseUntilAsked } from '../support/questions';
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

it.each(HEARING)(
  'a press is answered with an error, which Slack shows, where slack-ingress may not call %s on %s',
  async (action, resource) => {
    const run = await startWithout({ functionName: INGRESS, action, policies: [ASKING_POLICY] });
    try {
      await run.play(async (stage) => {
        const { deploymentId, press } = await releaseUntilAsked(stage, 'checkout');
        expect(await press('U0ANA', 'gate.pass')).toEqual({ status: 502 });
        await stage.sleep(MINUTE);
        expect(await stage.statusOf(deploymentId)).toBe('InProgress');
      });
      await expectDenied(run, { functionName: INGRESS, action, resource });
    } finally {
      await run.stop();
    }
  },
);

it.each(TAKING)(
  'a press by $by keeps $kept for a person where slack-actions may not call $action on $resource',
  async ({ action, resource, by, counts, kept }) => {
    const run = await startWithout({ functionName: ACTIONS, action, policies: [ASKING_POLICY] });
    try {
      await run.play(async (stage) => {
        // given
        const { deploymentId, press } = await releaseUntilAsked(stage, 'checkout');
        // when
        expect(await press(by, 'gate.pass')).toEqual({ status: 200 });
        await stage.sleep(17 * MINUTE);
        // then
        const verdicts = await verdictsOf(run, { deploymentId });
        expect(verdicts.map(({ reason }) => reason)).toEqual(counts ? ['PassedByPerson'] : []);
        expect(await bodiesIn(stage, 'SlackActionsQueue')).toEqual([]);
        expect(await bodiesIn(stage, 'LostSlackActionsQueue')).toHaveLength(kept);
        expect(alone(run)).toEqual([]);
      });
      await expectDenied(run, { functionName: ACTIONS, action, resource });
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
  expect(granted(INGRESS)).toEqual(HEARING.map(([action]) => action).sort());
  expect(granted(ACTIONS)).toEqual(TAKING.map(({ action }) => action).sort());
});

/** What was told to one person alone. */
const alone = ({ sandbox }: DeniedRun): readonly string[] =>
  sandbox.slack
    .messages()
    .flatMap(({ ephemeralFor, text }) => (ephemeralFor === undefined ? [] : [text]));

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
