import { ourHooks } from '../../sandbox/stories/stage';
import { bodiesIn, type DeniedRun, hooksAlone, startWithout } from '../support/denied-run';
import { functionRolesOf, readPackagedTemplate } from '../support/packaged-roles';
import { answersIn, noticesIn } from '../support/recorded-calls';
import { releaseAtOnce } from '../support/release-at-once';

const HERE = 'eu-west-1:123456789012';
const LEDGER = `arn:aws:dynamodb:${HERE}:table/LEDGER`;

type Ending = 'fails closed' | 'pages' | 'is judged as ever';

/** Each action that a hook may call, on what the release below needs it, and how that ends where it is missing. */
const CALLS: readonly (readonly [action: string, resource: string, ending: Ending])[] = [
  [
    'codedeploy:GetDeployment',
    `arn:aws:codedeploy:${HERE}:deploymentgroup:shop/checkout`,
    'fails closed',
  ],
  ['codedeploy:ListDeploymentTargets', '*', 'fails closed'],
  ['codedeploy:BatchGetDeploymentTargets', '*', 'fails closed'],
  ['codedeploy:PutLifecycleEventHookExecutionStatus', '*', 'pages'],
  ['dynamodb:GetItem', LEDGER, 'fails closed'],
  ['dynamodb:PutItem', LEDGER, 'fails closed'],
  ['dynamodb:UpdateItem', LEDGER, 'fails closed'],
  ['ssm:GetParameter', `arn:aws:ssm:${HERE}:parameter/slipway/break-glass`, 'is judged as ever'],
  ['lambda:InvokeFunction', `arn:aws:lambda:${HERE}:function:shop-checkout:2`, 'fails closed'],
  ['cloudwatch:DescribeAlarms', '*', 'fails closed'],
  ['sns:Publish', `arn:aws:sns:${HERE}:slipway-dev-notices`, 'is judged as ever'],
  ['sqs:SendMessage', `arn:aws:sqs:${HERE}:slipway-dev-publish`, 'is judged as ever'],
];

const CHECKS = [
  { name: 'new version answers', kind: 'lambda-invoke', expect: { statusCode: 200 } },
  { name: 'no alarm is red', kind: 'alarms', alarms: ['shop-checkout-errors'] },
];
const POLICY = {
  application: 'shop',
  deploymentGroup: 'checkout',
  mode: 'enforce',
  channel: 'releases',
  checks: { BeforeAllowTraffic: CHECKS, AfterAllowTraffic: CHECKS },
};

describe.each(Object.entries(ourHooks()))('a release whose %s hook may not call', (hook, name) => {
  it.each(CALLS)('%s on %s %s', async (action, resource, ending) => {
    // given
    const run = await startWithout({
      functionName: name,
      action,
      edits: [hooksAlone],
      policies: [POLICY],
    });
    try {
      const arn = resource.replace('LEDGER', run.sandbox.ledgerTable);
      // when
      const status = await run.play(async (stage) => {
        await stage.createAlarm('shop-checkout-errors');
        const order = { application: 'shop', group: 'checkout', hooks: { [hook]: name } };
        return stage.untilEnded(await releaseAtOnce(stage, order));
      });
      // then
      expect(run.denied()).toEqual([`${name}: ${action} on ${arn}`]);
      expect(await run.words()).toContain(sentenceOf(run, action, arn));
      await ENDINGS[ending](run, status);
    } finally {
      await run.stop();
    }
  });
});

it('takes every action from every hook in turn', async () => {
  const roles = functionRolesOf(await readPackagedTemplate());
  const ofHooks = roles.filter(({ functionName }) => functionName.startsWith('CodeDeployHook_'));
  expect(ofHooks.map(({ functionName }) => functionName)).toEqual(Object.values(ourHooks()));
  const table = CALLS.map(([action]) => action).sort();
  expect(ofHooks.map(({ calls }) => calls.map(({ action }) => action).sort())).toEqual(
    ofHooks.map(() => table),
  );
});

/** AWS names the resource of an action that has one. */
const sentenceOf = ({ session }: DeniedRun, action: string, resource: string): string =>
  `User: ${session} is not authorized to perform: ${action}${
    resource === '*' ? '' : ` on resource: ${resource}`
  }`;

const ENDINGS: Readonly<Record<Ending, (run: DeniedRun, status: string) => Promise<void>>> = {
  'fails closed': async (run, status) => {
    expect(status).toBe('Failed');
    expect(answersIn(run.calls())).toEqual(['Failed accepted']);
    expect(noticesIn(run.calls())).toEqual(['slipway-dev-notices verdict error']);
    expect(await bodiesIn(run, 'FailedEventsQueue')).toEqual([]);
  },
  // Lambda tries three times, CodeDeploy waits its hour, the invocation is kept.
  pages: async (run, status) => {
    expect(status).toBe('Failed');
    expect(answersIn(run.calls())).toEqual(Array(3).fill('Succeeded AccessDeniedException'));
    expect(noticesIn(run.calls())).toEqual(
      Array(3).fill('slipway-dev-pages answer-not-delivered passed'),
    );
    expect(await bodiesIn(run, 'FailedEventsQueue')).toHaveLength(1);
  },
  'is judged as ever': async (run, status) => {
    expect(status).toBe('Succeeded');
    expect(answersIn(run.calls())).toEqual(['Succeeded accepted']);
    expect(await bodiesIn(run, 'FailedEventsQueue')).toEqual([]);
  },
};
