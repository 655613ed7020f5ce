import { InvokeCommand } from '@aws-sdk/client-lambda';
import { PutParameterCommand } from '@aws-sdk/client-ssm';
import { ourHooks, type Stage } from '../../sandbox/stories/stage';
import { tour } from '../../sandbox/stories/tour';
import { referencesOf, resolveValue } from '../../sandbox/template/intrinsics';
import { startFrontDoor } from '../support/front-door';
import { arnsOfAction } from '../support/iam-resources';
import {
  type FunctionRole,
  functionRolesOf,
  readPackagedTemplate,
} from '../support/packaged-roles';
import {
  differencesOf,
  type FunctionCall,
  functionCallsOf,
  noticesIn,
  untouchedResources,
} from '../support/recorded-calls';
import { releaseAtOnce } from '../support/release-at-once';
import { type Scenario, startScenario } from '../support/sandbox';

let frontDoor: Awaited<ReturnType<typeof startFrontDoor>>;
let scenario: Scenario;
let roles: readonly FunctionRole[];
let calls: readonly FunctionCall[];

beforeAll(async () => {
  frontDoor = await startFrontDoor({ status: 'ok' });
  scenario = await startScenario({ policies: policies(frontDoor.url) });
  await scenario.play(playEverything);
  roles = functionRolesOf(await readPackagedTemplate());
  calls = functionCallsOf(scenario.sandbox.journal.entries());
}, 120_000);

afterAll(async () => {
  frontDoor.stop();
  await scenario.stop();
});

describe('a suite that takes every path of every function', () => {
  it('is judged by all kinds of checks, and ends in every way that a hook can', async () => {
    const { releases } = await scenario.sandbox.snapshot();
    const verdicts = releases.flatMap((release) => release.verdicts);
    expect(new Set(verdicts.flatMap((it) => it.checks.map(({ name }) => name)))).toEqual(
      new Set(['front door answers', 'new version answers', 'no alarm is red']),
    );
    expect(new Set(verdicts.map(({ hook, reason }) => `${hook} ${reason}`))).toEqual(
      new Set([
        'BeforeAllowTraffic ChecksPassed',
        'BeforeAllowTraffic CheckFailed',
        'BeforeAllowTraffic NoPolicy',
        'BeforeAllowTraffic BreakGlass',
        'AfterAllowTraffic ChecksPassed',
        'AfterAllowTraffic NoPolicy',
        'AfterAllowTraffic BreakGlass',
      ]),
    );
  });

  it('tells notices of every kind, and pages', () => {
    const kinds = noticesIn(calls).map((notice) => notice.split(' ').slice(0, 2).join(' '));
    expect(new Set(kinds)).toEqual(
      new Set([
        'slipway-dev-notices release',
        'slipway-dev-notices verdict',
        'slipway-dev-notices break-glass',
        'slipway-dev-pages break-glass',
        'slipway-dev-pages answer-not-delivered',
      ]),
    );
  });

  it('posts, updates and answers in threads', () => {
    const slack = scenario.sandbox.journal.entries().filter((entry) => entry.kind === 'slack');
    expect(new Set(slack.map(({ action }) => action))).toEqual(new Set(['posted', 'updated']));
    expect(scenario.sandbox.slack.messages().some((it) => it.threadTs !== undefined)).toBe(true);
  });
});

describe('the role of each function', () => {
  it('allows what the function was recorded calling, and nothing else', () => {
    expect(roles.map(({ functionName }) => functionName)).toEqual(
      expect.arrayContaining(['slipway-dev-release-events', 'slipway-dev-slack-publisher']),
    );
    expect(differencesOf(roles, calls)).toEqual([]);
  });

  it('names no table, queue or topic of the stack that the function never touched', () => {
    expect(untouchedResources(roles, calls, arnOf)).toEqual([]);
  });

  it('lets everything through that the function asked for', () => {
    const denied = calls.filter(({ error }) => error?.startsWith('AccessDenied'));
    expect(denied).toEqual([]);
  });

  it('belongs to the function that called with it', () => {
    const entries = scenario.sandbox.journal.entries();
    const callers = entries.flatMap((entry) =>
      entry.kind === 'call' && entry.caller.functionName !== undefined
        ? [`${entry.caller.functionName} as ${entry.caller.roleName}`]
        : [],
    );
    expect(new Set(callers)).toEqual(
      new Set(
        roles.map(
          ({ functionName, roleId }) =>
            `${functionName} as ${scenario.sandbox.stack.resources.get(roleId)?.ref}`,
        ),
      ),
    );
  });

  it('may read alarms everywhere since it asks for composite ones, which AWS lets nobody read otherwise', () => {
    const asked = calls.filter(({ action }) => action === 'cloudwatch:DescribeAlarms');
    expect(new Set(asked.flatMap(({ resources }) => resources))).toEqual(new Set(['*']));
    expect(asked[0]?.input).toMatchObject({ AlarmTypes: ['MetricAlarm', 'CompositeAlarm'] });
  });
});

it('the sandbox asks for every call on the kind of resource that IAM asks for', async () => {
  const asked = scenario.sandbox.journal
    .entries()
    .flatMap((it) => (it.kind === 'call' ? it.resources.map((arn) => [it.action, arn]) : []));
  const wrong: string[] = [];
  for (const pair of new Set(asked.map((it) => it.join(' ')))) {
    const [action = '', arn = ''] = pair.split(' ');
    const kinds = await arnsOfAction(action);
    if (kinds.length === 0 ? arn !== '*' : !kinds.some((kind) => kind.test(arn))) wrong.push(pair);
  }
  // That alarms of either kind are asked for everywhere, CloudWatch documents and IAM's list does not say.
  expect(wrong).toEqual(['cloudwatch:DescribeAlarms *']);
});

describe('a comparison of what is allowed with what was done', () => {
  it('names function and action of what is allowed for nothing, and of what is not listed', () => {
    // given
    const [publisher] = roles.filter((it) => it.functionName === 'slipway-dev-slack-publisher');
    const changed = publisher?.calls.filter(({ action }) => action !== 'ssm:GetParameter') ?? [];
    const purge = { action: 'sqs:PurgeQueue', resources: ['*'] };
    // when
    const differences = differencesOf(
      [{ functionName: 'slipway-dev-slack-publisher', calls: [...changed, purge] }],
      calls,
    );
    // then
    expect(differences).toEqual([
      'slipway-dev-slack-publisher may sqs:PurgeQueue and never did',
      'slipway-dev-slack-publisher did ssm:GetParameter and its calls do not list it',
    ]);
  });

  it('names the resource that a function has for nothing', () => {
    const paging = {
      functionName: 'slipway-dev-release-events',
      calls: [
        { action: 'sns:Publish', resources: [{ Ref: 'NoticesTopic' }, { Ref: 'PagesTopic' }] },
      ],
    };
    expect(untouchedResources([paging], calls, arnOf)).toEqual([
      'slipway-dev-release-events may sns:Publish on arn:aws:sns:eu-west-1:123456789012:slipway-dev-pages and never did',
    ]);
  });
});

const policies = (url: string) => {
  const checks = [
    { name: 'front door answers', kind: 'http', url, expect: { json: { status: 'ok' } } },
    {
      name: 'new version answers',
      kind: 'lambda-invoke',
      payload: { path: '/health' },
      expect: { statusCode: 200 },
    },
    { name: 'no alarm is red', kind: 'alarms', alarms: ['shop-checkout-errors'] },
  ];
  const both = { BeforeAllowTraffic: checks, AfterAllowTraffic: checks };
  const policy = { mode: 'enforce', channel: 'releases', checks: both };
  return [
    { application: 'shop', deploymentGroup: 'checkout', ...policy },
    { application: 'playground', deploymentGroup: '*', ...policy },
  ];
};

/** The tour's two runs of a pipeline, then what the tour leaves out. */
const playEverything = async (stage: Stage): Promise<void> => {
  await tour.play(stage);
  const known = await release(stage, 'playground', 'first');
  const observed = await release(stage, 'billing', 'invoices');
  await stage.untilTold([known, observed]);
  await setBreakGlass(stage, 'on: incident 4711');
  await release(stage, 'playground', 'second');
  await setBreakGlass(stage, 'off');
  await answerNobodyAwaits(stage, known);
};

const release = async (stage: Stage, application: string, group: string): Promise<string> => {
  const deploymentId = await releaseAtOnce(stage, { application, group });
  await stage.untilEnded(deploymentId);
  return deploymentId;
};

const setBreakGlass = async ({ operator }: Stage, Value: string): Promise<void> => {
  await operator.ssm.send(
    new PutParameterCommand({ Name: '/slipway/break-glass', Value, Overwrite: true }),
  );
};

/** A hook whose execution CodeDeploy does not know cannot be answered: a person is paged. */
const answerNobodyAwaits = async (stage: Stage, deploymentId: string): Promise<void> => {
  for (const FunctionName of Object.values(ourHooks())) {
    const payload = { DeploymentId: deploymentId, LifecycleEventHookExecutionId: 'made-up' };
    await stage.operator.lambda.send(
      new InvokeCommand({
        FunctionName,
        InvocationType: 'Event',
        Payload: Buffer.from(JSON.stringify(payload)),
      }),
    );
  }
  await stage.sleep(10 * 60_000);
};

/** The ARN that a resource of the stack has in the sandbox; those of config/scope.yml are others' and have none. */
const arnOf = (resource: unknown): string | undefined => {
  const created = scenario.sandbox.stack.resources;
  const isOurs = referencesOf(resource).some((it) => created.has(it));
  const arn = isOurs ? resolveValue(resource, { values: {}, created }) : undefined;
  return typeof arn === 'string' ? arn : undefined;
};
