import { referencesOf, resolveValue } from '../../sandbox/template/intrinsics';
import type { TimedEntry } from '../../sandbox/service';
import { playEveryGate } from '../support/every-gate/play';
import { everyGatePolicies } from '../support/every-gate/policies';
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
import { type Scenario, startScenario } from '../support/sandbox';

let frontDoor: Awaited<ReturnType<typeof startFrontDoor>>;
let scenario: Scenario;
let roles: readonly FunctionRole[];
let calls: readonly FunctionCall[];
/** All of it: the journal itself keeps the newest. */
const entries: TimedEntry[] = [];

beforeAll(async () => {
  frontDoor = await startFrontDoor({ status: 'ok' });
  scenario = await startScenario({ policies: everyGatePolicies(frontDoor.url) });
  scenario.sandbox.journal.follow((entry) => entries.push(entry));
  await playEveryGate(scenario);
  roles = functionRolesOf(await readPackagedTemplate());
  calls = functionCallsOf(entries);
}, 240_000);

afterAll(async () => {
  frontDoor.stop();
  await scenario.stop();
});

describe('a suite that takes every path of every function', () => {
  it('is judged by all kinds of checks, and ends in every way that a gate can', async () => {
    const { releases } = await scenario.sandbox.snapshot();
    const verdicts = releases.flatMap((release) => release.verdicts);
    expect(new Set(verdicts.flatMap((it) => it.checks.map(({ name }) => name)))).toEqual(
      new Set([
        ...['front door answers', 'front door answers, still'],
        ...['front door answers inside', 'front door answers inside, still'],
        ...['new version answers', 'no alarm is red', 'no alarm is red, still'],
        ...['few errors', 'few errors, still'],
        ...['no more errors than before', 'no more errors than before, still'],
        ...['hosts are well', 'hosts are well, still'],
        ...['the suite passes', 'the suite passes, still'],
      ]),
    );
    const said = [...new Set(verdicts.map(({ hook, reason }) => `${hook} ${reason}`))];
    expect(said.toSorted()).toEqual([
      'AfterAllowTestTraffic BreakGlass',
      'AfterAllowTestTraffic ChecksPassed',
      'AfterAllowTraffic BreakGlass',
      'AfterAllowTraffic ChecksPassed',
      'AfterAllowTraffic NoPolicy',
      'AfterInstall BreakGlass',
      'AfterInstall ChecksPassed',
      'BeforeAllowTraffic BreakGlass',
      'BeforeAllowTraffic CalendarClosed',
      'BeforeAllowTraffic CheckFailed',
      'BeforeAllowTraffic ChecksPassed',
      'BeforeAllowTraffic HookNeverAnswered',
      'BeforeAllowTraffic NoPolicy',
      'BeforeAllowTraffic PassedByPerson',
      'BeforeAllowTraffic ReleaseEnded',
      'BeforeInstall BreakGlass',
      'BeforeInstall ChecksPassed',
      'InPlace ChecksPassed',
      'Ready BreakGlass',
      'Ready CheckFailed',
      'Ready ChecksPassed',
    ]);
  });

  it('tells notices of every kind, and pages', () => {
    const kinds = noticesIn(calls).map((notice) => notice.split(' ').slice(0, 2).join(' '));
    expect(new Set(kinds)).toEqual(
      new Set([
        'slipway-dev-notices release',
        'slipway-dev-notices verdict',
        'slipway-dev-notices break-glass',
        'slipway-dev-notices approval-wanted',
        'slipway-dev-pages break-glass',
        'slipway-dev-pages answer-not-delivered',
      ]),
    );
  });

  it('posts, updates and answers in threads', () => {
    const slack = entries.filter((entry) => entry.kind === 'slack');
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
    const callers = entries.flatMap((entry) =>
      entry.kind === 'call' && entry.caller.functionName !== undefined
        ? [`${entry.caller.functionName} as ${entry.caller.roleName}`]
        : [],
    );
    const calling = roles.filter((role) => role.calls.length > 0);
    expect(new Set(callers)).toEqual(
      new Set(
        calling.map(
          ({ functionName, roleId }) =>
            `${functionName} as ${scenario.sandbox.stack.resources.get(roleId)?.ref}`,
        ),
      ),
    );
  });

  it('allows nothing to the probe alone, which looked and called nothing', () => {
    const silent = roles.filter((role) => role.calls.length === 0);
    expect(silent.map(({ functionName }) => functionName)).toEqual(['slipway-dev-probe']);
    const invoked = entries.flatMap((it) => (it.kind === 'invocation' ? [it.functionName] : []));
    expect(invoked).toContain('slipway-dev-probe');
  });

  it('may read alarms everywhere since it asks for composite ones, which AWS lets nobody read otherwise', () => {
    const asked = calls.filter(({ action }) => action === 'cloudwatch:DescribeAlarms');
    expect(new Set(asked.flatMap(({ resources }) => resources))).toEqual(new Set(['*']));
    expect(asked[0]?.input).toMatchObject({ AlarmTypes: ['MetricAlarm', 'CompositeAlarm'] });
  });
});

it('the sandbox asks for every call on the kind of resource that IAM asks for', async () => {
  const asked = entries.flatMap((it) =>
    it.kind === 'call' ? it.resources.map((arn) => [it.action, arn]) : [],
  );
  const wrong: string[] = [];
  for (const pair of new Set(asked.map((it) => it.join(' ')))) {
    const [action = '', arn = ''] = pair.split(' ');
    const kinds = await arnsOfAction(action);
    if (kinds.length === 0 ? arn !== '*' : !kinds.some((kind) => kind.test(arn))) wrong.push(pair);
  }
  expect(new Set(wrong)).toEqual(
    new Set([
      // That alarms of either kind are asked for everywhere, CloudWatch documents and IAM's list does not say.
      'cloudwatch:DescribeAlarms *',
      // Its one resource type, which is optional, is for PromQL.
      'cloudwatch:GetMetricData *',
    ]),
  );
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

/** The ARN that a resource of the stack has in the sandbox; those of config/scope.yml are others' and have none. */
const arnOf = (resource: unknown): string | undefined => {
  const created = scenario.sandbox.stack.resources;
  const isOurs = referencesOf(resource).some((it) => created.has(it));
  const arn = isOurs ? resolveValue(resource, { values: {}, created }) : undefined;
  return typeof arn === 'string' ? arn : undefined;
};
