import { hooksOf } from '../../domain/releases/gates';
import { ourHooks, type Stage } from '../../sandbox/stories/stage';
import { bodiesIn, hooksAlone } from '../support/denied-run';
import { createGates, type Gates } from '../support/every-gate/gates';
import { addSmokeHost, SMOKE_HOST } from '../support/every-gate/hosts';
import { ALARM, everyKind, OPEN_CALENDAR, SUITE } from '../support/every-gate/policies';
import { startFrontDoor } from '../support/front-door';
import { createLessening, type LessenedRun, sentenceOf } from '../support/lessened-role';
import { functionRolesOf, readPackagedTemplate } from '../support/packaged-roles';
import { answersIn, noticesIn } from '../support/recorded-calls';
import { releaseAtOnce } from '../support/release-at-once';
import { type Scenario, startScenario } from '../support/sandbox';

const HERE = 'eu-west-1:123456789012';
const LEDGER = `arn:aws:dynamodb:${HERE}:table/LEDGER`;
const GROUP = 'arn:aws:codedeploy:eu-west-1:123456789012:deploymentgroup:GROUP';
const HOOK = 'BeforeAllowTraffic';
const functionName = ourHooks()[HOOK] ?? '';

type Ending = 'fails closed' | 'pages once' | 'is judged as ever';

interface Call {
  readonly action: string;
  /** What the release needs it on. */
  readonly on: readonly string[];
  readonly ending: Ending;
  /** Of all kinds, which go on for minutes; a few that end at once where absent. */
  readonly checks?: 'of all kinds';
  /** How often the hook's event is delivered again before it calls this, since nobody else keeps the gate. */
  readonly again?: 1 | 2;
}

const failing = (action: string, ...on: readonly string[]): Call => ({
  ...{ action, on },
  ending: 'fails closed',
});
const ofAllKinds = (action: string, ...on: readonly string[]): Call => ({
  ...failing(action, ...on),
  checks: 'of all kinds',
});
const passing = (action: string, ...on: readonly string[]): Call => ({
  ...{ action, on },
  ending: 'is judged as ever',
});

/** Each action that a hook may call, and how a release ends whose hook may not. */
const CALLS: readonly Call[] = [
  failing('codedeploy:GetDeployment', GROUP),
  failing('codedeploy:ListDeploymentTargets', '*'),
  failing('codedeploy:BatchGetDeploymentTargets', '*'),
  { action: 'codedeploy:PutLifecycleEventHookExecutionStatus', on: ['*'], ending: 'pages once' },
  failing('dynamodb:GetItem', LEDGER),
  failing('dynamodb:PutItem', LEDGER),
  failing('dynamodb:UpdateItem', LEDGER),
  failing('dynamodb:Query', LEDGER),
  passing('dynamodb:DeleteItem', LEDGER),
  passing('ssm:GetParameter', `arn:aws:ssm:${HERE}:parameter/slipway/break-glass`),
  failing('ssm:GetCalendarState', `arn:aws:ssm:${HERE}:document/${OPEN_CALENDAR}`),
  failing('cloudwatch:DescribeAlarms', '*'),
  passing('sns:Publish', `arn:aws:sns:${HERE}:slipway-dev-notices`),
  passing('sqs:SendMessage', `arn:aws:sqs:${HERE}:slipway-dev-publish`),
  ofAllKinds(
    'lambda:InvokeFunction',
    `arn:aws:lambda:${HERE}:function:${SUITE}`,
    `arn:aws:lambda:${HERE}:function:slipway-dev-probe`,
  ),
  ofAllKinds('ssm:DescribeInstanceInformation', '*'),
  ofAllKinds(
    'ssm:SendCommand',
    `arn:aws:ssm:eu-west-1::document/AWS-RunShellScript, arn:aws:ec2:${HERE}:instance/${SMOKE_HOST}`,
  ),
  ofAllKinds(
    'states:StartExecution',
    `arn:aws:states:${HERE}:stateMachine:slipway-dev-release-validation`,
  ),
  { ...ofAllKinds('ssm:ListCommandInvocations', '*'), again: 1 },
  { ...ofAllKinds('ssm:GetCommandInvocation', '*'), again: 1 },
  { ...ofAllKinds('cloudwatch:GetMetricData', '*'), again: 2 },
];
const AGAIN_AFTER_SEC = [45, 120];

let frontDoor: Awaited<ReturnType<typeof startFrontDoor>>;
let scenario: Scenario;
let gates: Gates;
let lessening: Awaited<ReturnType<typeof createLessening>>;

beforeAll(async () => {
  frontDoor = await startFrontDoor({ status: 'ok' });
  const base = { deploymentGroup: '*', mode: 'enforce', channel: 'releases' };
  const checks = everyKind(frontDoor.url);
  const few = checks.filter(({ kind }) => kind === 'alarms');
  scenario = await startScenario({
    edits: [hooksAlone],
    policies: [
      {
        ...{ ...base, application: 'shop', checks: { [HOOK]: few } },
        changeCalendars: [OPEN_CALENDAR],
      },
      { ...base, application: 'playground', checks: { [HOOK]: checks } },
    ],
  });
  gates = createGates(scenario.stage);
  lessening = await createLessening(scenario);
  await scenario.play(async (stage) => {
    addSmokeHost(stage);
    stage.sandbox.ports.calendars.set(OPEN_CALENDAR, 'OPEN');
    await stage.createAlarm(ALARM);
    await stage.createFunction(
      SUITE,
      "exports.handler = async () => ({ outcome: 'passed', reason: 'SmokePassed' });",
    );
  });
}, 120_000);
afterAll(async () => {
  frontDoor.stop();
  gates.stop();
  lessening.stop();
  await scenario.stop();
});

describe(`a release whose ${HOOK} hook may not call`, () => {
  it.each(CALLS)('$action $ending', async (call) => {
    // given
    const { action, ending, on } = call;
    const application = call.checks === undefined ? 'shop' : 'playground';
    const group = action.replace(':', '-');
    // when
    const run = await lessening.without({ functionName, action }, (stage) =>
      release(stage, { application, group, again: call.again ?? 0 }),
    );
    // then
    const arns = on.map((it) =>
      it
        .replace('LEDGER', scenario.sandbox.ledgerTable)
        .replace('GROUP', `${application}/${group}`),
    );
    expect(run.denied.toSorted()).toEqual(
      arns.map((arn) => `${functionName}: ${action} on ${arn}`),
    );
    for (const arn of arns)
      expect(run.words).toContain(sentenceOf(run.session, action, arn.split(',')[0] ?? ''));
    await ENDINGS[ending](run);
  });
});

it('takes every action from the hook, and all five hooks may call the same', async () => {
  const roles = functionRolesOf(await readPackagedTemplate());
  const ofHooks = roles.filter((role) => role.functionName.startsWith('CodeDeployHook_'));
  expect(ofHooks.map((role) => role.functionName).toSorted()).toEqual(
    Object.values(ourHooks('dev', hooksOf('hook'))).toSorted(),
  );
  const table = CALLS.map(({ action }) => action).sort();
  for (const { calls } of ofHooks)
    expect([...new Set(calls.map(({ action }) => action))].sort()).toEqual(table);
});

const release = async (
  stage: Stage,
  order: { readonly application: string; readonly group: string; readonly again: number },
): Promise<string> => {
  const deploymentId = await releaseAtOnce(stage, { ...order, hooks: { [HOOK]: functionName } });
  if (order.again > 0) await gates.orphan(deploymentId);
  for (const delaySec of AGAIN_AFTER_SEC.slice(0, order.again)) {
    await stage.sleep(delaySec * 1000);
    await gates.deliverAgain(functionName, deploymentId);
  }
  return stage.untilEnded(deploymentId);
};

const ENDINGS: Readonly<Record<Ending, (run: LessenedRun<string>) => Promise<void>>> = {
  'fails closed': async ({ result, calls }) => {
    expect(result).toBe('Failed');
    expect(answersIn(calls)).toEqual(['Failed accepted']);
    expect(noticesIn(calls)).toEqual(['slipway-dev-notices verdict error']);
    expect(await bodiesIn(scenario, 'FailedEventsQueue')).toEqual([]);
  },
  // Lambda tries three times, CodeDeploy waits its hour, the invocation is kept.
  'pages once': async ({ result, calls }) => {
    expect(result).toBe('Failed');
    expect(answersIn(calls)).toEqual(Array(3).fill('Succeeded AccessDeniedException'));
    expect(noticesIn(calls)).toEqual(['slipway-dev-pages answer-not-delivered passed']);
    expect(await bodiesIn(scenario, 'FailedEventsQueue')).toHaveLength(1);
  },
  'is judged as ever': async ({ result, calls }) => {
    expect(result).toBe('Succeeded');
    expect(answersIn(calls)).toEqual(['Succeeded accepted']);
    expect(await bodiesIn(scenario, 'FailedEventsQueue')).toEqual([]);
  },
};
