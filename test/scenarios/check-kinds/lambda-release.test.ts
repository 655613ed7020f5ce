import type { CheckResult } from '../../../domain/releases/checks/check-result';
import { startFrontDoor } from '../../support/front-door';
import { publishPolicies } from '../../support/publish-policies';
import { startScenario, type Scenario } from '../../support/sandbox';
import { createTeam } from '../../support/team';
import { verdictsOf } from '../../support/what-slipway-said';

const MINUTE = 60_000;
const DAY_OF_VALUES = 60;
/** As often failed as it bears, and never passed. */
const BORNE = { intervalSec: 10, count: 2, failureLimit: 2 };
const SUITE = 'shop-suite';
const SUITE_ARN = `arn:aws:lambda:eu-west-1:123456789012:function:${SUITE}`;
const SUITE_SOURCE = `exports.handler = async ({ parameters }) => {
  if (parameters.throws) throw new Error('the suite is broken');
  return parameters.answers;
};`;

interface Case {
  readonly check: {
    readonly kind: string;
    readonly from?: string;
    readonly [field: string]: unknown;
  };
  readonly outcome: CheckResult['outcome'];
  readonly reason: string;
}

const query = (metric: string, dimensions: Readonly<Record<string, string>>) => ({
  queries: { m: { namespace: 'Shop', metric, stat: 'Sum', dimensions } },
});

/** What is asked over HTTP, from either place. */
const httpCases = (url: string, from: 'reporter' | 'probe'): readonly Case[] => {
  const http = { kind: 'http', url, from, allowAddresses: ['loopback'] };
  const unlike = { ...http, expect: { json: { status: 'down' } } };
  return [
    { check: http, outcome: 'passed', reason: 'AsExpected' },
    { check: unlike, outcome: 'failed', reason: 'AnswerDiffers' },
    { check: { ...unlike, repeat: BORNE }, outcome: 'inconclusive', reason: 'NoLookPassed' },
    { check: { ...http, allowAddresses: [] }, outcome: 'error', reason: 'AddressRefused' },
  ];
};

const INVOKE = { kind: 'lambda-invoke', expect: { statusCode: 200 } };
const ODD = { ...INVOKE, expect: { statusCode: 204 } };
const INVOKE_CASES: readonly Case[] = [
  { check: INVOKE, outcome: 'passed', reason: 'AsExpected' },
  { check: ODD, outcome: 'failed', reason: 'AnswerDiffers' },
  { check: { ...ODD, repeat: BORNE }, outcome: 'inconclusive', reason: 'NoLookPassed' },
  {
    check: { ...INVOKE, assertions: [{ path: '[' }] },
    outcome: 'error',
    reason: 'PathNotValid',
  },
];

const alarm = (name: string): Case['check'] => ({ kind: 'alarms', alarms: [name] });
const ALARM_CASES: readonly Case[] = [
  { check: alarm('green'), outcome: 'passed', reason: 'AsExpected' },
  { check: alarm('goes-red'), outcome: 'failed', reason: 'AlarmWentRed' },
  { check: alarm('blind'), outcome: 'inconclusive', reason: 'AlarmHasNoData' },
  { check: alarm('missing'), outcome: 'error', reason: 'AlarmNotFound' },
];

const threshold = { kind: 'metric-threshold', source: query('Errors', { Of: 'all' }), max: 10 };
const THRESHOLD_CASES: readonly Case[] = [
  { check: threshold, outcome: 'passed', reason: 'AsExpected' },
  { check: { ...threshold, max: 1 }, outcome: 'failed', reason: 'AboveMaximum' },
  {
    check: { ...threshold, traffic: { source: query('Requests', { Of: 'all' }), atLeast: 1 } },
    outcome: 'inconclusive',
    reason: 'TooLittleTraffic',
  },
  { check: { ...threshold, max: undefined }, outcome: 'error', reason: 'LimitMissing' },
];

/** Lambda counts by the version that an alias led to: `ExecutedVersion`. */
const ofVersions = (metric: string) => ({
  kind: 'metric-baseline',
  source: { queries: { m: { namespace: 'AWS/Lambda', metric, stat: 'Sum' } } },
  baseline: { kind: 'previous-version' },
});
const BASELINE_CASES: readonly Case[] = [
  { check: ofVersions('Steady'), outcome: 'passed', reason: 'AsExpected' },
  { check: ofVersions('Worse'), outcome: 'failed', reason: 'HigherThanBaseline' },
  {
    check: { ...ofVersions('Steady'), minSamples: 1000 },
    outcome: 'inconclusive',
    reason: 'TooFewSamples',
  },
  {
    check: { ...ofVersions('Steady'), source: query('Errors', { Of: 'all' }) },
    outcome: 'error',
    reason: 'BaselineIsTheSame',
  },
];

const suite = (parameters: object): Case['check'] => ({
  kind: 'suite',
  functionArn: SUITE_ARN,
  parameters,
});
const SUITE_CASES: readonly Case[] = [
  ...(['passed', 'failed', 'inconclusive', 'error'] as const).map((outcome) => ({
    check: suite({ answers: { outcome, reason: 'SmokeTests' } }),
    outcome,
    reason: 'SmokeTests',
  })),
  { check: suite({ throws: true }), outcome: 'error', reason: 'SuiteFailed' },
];

let scenario: Scenario;
let stopDoor: () => void;
let results: readonly CheckResult[] = [];

/** The check's name says what it must come to; none of them is critical, so that each has its say. */
const named = (cases: readonly Case[]) =>
  cases.map(({ check, outcome, reason }, index) => ({
    ...check,
    name: `${check.kind} ${check.from ?? 'AWS'} ${outcome} ${reason} ${index}`,
    critical: false,
  }));

beforeAll(async () => {
  scenario = await startScenario({ policies: [] });
  const door = await startFrontDoor({ status: 'ok' });
  stopDoor = door.stop;
  const before = [...httpCases(door.url, 'reporter'), ...httpCases(door.url, 'probe')];
  const after = [...ALARM_CASES, ...THRESHOLD_CASES, ...BASELINE_CASES];
  const { deploymentId } = await scenario.play(async (stage) => {
    await publishPolicies(scenario, [
      {
        application: 'shop',
        deploymentGroup: 'kinds',
        channel: 'releases',
        checks: {
          BeforeAllowTraffic: named([...before, ...INVOKE_CASES, ...SUITE_CASES]),
          AfterAllowTraffic: named(after),
        },
      },
    ]);
    await stage.createFunction(SUITE, SUITE_SOURCE);
    for (const name of ['green', 'goes-red']) await stage.createAlarm(name);
    await stage.createAlarm('blind', 'INSUFFICIENT_DATA');
    // Fifteen minutes of two versions side by side.
    const config = 'CodeDeployDefault.LambdaCanary10Percent15Minutes';
    const release = await createTeam(scenario).release({ group: 'kinds', config });
    shapeMetrics(release.functionName);
    await stage.sleep(5 * MINUTE);
    await stage.setAlarm('goes-red', 'ALARM');
    await stage.untilEnded(release.deploymentId);
    await stage.sleep(2 * MINUTE);
    return release;
  });
  results = (await verdictsOf(scenario, { deploymentId })).flatMap(({ checks }) => checks);
}, 120_000);
afterAll(async () => {
  stopDoor();
  await scenario.stop();
});

const shapeMetrics = (functionName: string): void => {
  const { clock, ports } = scenario.sandbox;
  const fromEpochMs = clock.nowEpochMs() - (clock.nowEpochMs() % MINUTE);
  const when = { fromEpochMs, untilEpochMs: fromEpochMs + DAY_OF_VALUES * MINUTE };
  const shop = { namespace: 'Shop', dimensions: { Of: 'all' }, ...when };
  ports.metrics.shape({ ...shop, metricName: 'Errors', values: [5] });
  ports.metrics.shape({ ...shop, metricName: 'Requests', values: [0] });
  const byVersion = (metricName: string, version: string, values: readonly number[]): void =>
    ports.metrics.shape({
      ...when,
      namespace: 'AWS/Lambda',
      metricName,
      dimensions: {
        FunctionName: functionName,
        Resource: `${functionName}:live`,
        ExecutedVersion: version,
      },
      values,
    });
  byVersion('Steady', '1', [20, 22, 21, 19, 23]);
  byVersion('Steady', '2', [21, 19, 22, 20, 21]);
  byVersion('Worse', '1', [20, 22, 21, 19, 23]);
  byVersion('Worse', '2', [60, 66, 63, 57, 69]);
};

const rowsOf = (cases: readonly Case[]) =>
  cases.map(
    ({ check, outcome, reason }) => [check.kind, check.from ?? 'AWS', outcome, reason] as const,
  );

it.each([
  ...rowsOf(httpCases('http://127.0.0.1', 'reporter')),
  ...rowsOf(httpCases('http://127.0.0.1', 'probe')),
  ...rowsOf([...INVOKE_CASES, ...ALARM_CASES, ...THRESHOLD_CASES]),
  ...rowsOf([...BASELINE_CASES, ...SUITE_CASES]),
])('%s, asked by %s, comes to %s: %s', (kind, from, outcome, reason) => {
  const words = [kind, from, outcome, reason].join(' ');
  const result = results.find(({ name }) => name.startsWith(words));
  expect(result).toMatchObject({ kind, outcome, reason });
});
