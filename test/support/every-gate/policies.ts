import { ASKING_POLICY } from '../questions';

/** Which hosts the command checks are for. */
export const SMOKE_TAG = { key: 'Role', value: 'smoke' };
export const OPEN_CALENDAR = 'shop-freeze';
export const CLOSED_CALENDAR = 'year-end';
export const SUITE = 'shop-suite';
export const ALARM = 'shop-checkout-errors';
/** Longer than the list of a command's invocations shows of what a host printed. */
export const LONG_OUTPUT = `${'a line of no interest\n'.repeat(200)}all is well`;

const once = (initialDelaySec: number) => ({ intervalSec: 10, count: 1, initialDelaySec });
/** CloudWatch has nothing of the first two minutes to show. */
const metric = {
  source: { queries: { errors: { namespace: 'Shop', metric: 'Errors', stat: 'Sum' } } },
  noData: 'passed',
  repeat: once(150),
};

/** A check of each kind but `lambda-invoke`, which only a function's release can pass. They end after three minutes. */
export const everyKind = (url: string) => [
  httpCheck(url),
  { ...httpCheck(url), name: 'front door answers inside', from: 'probe' },
  { name: 'no alarm is red', kind: 'alarms', alarms: [ALARM] },
  { ...metric, name: 'few errors', kind: 'metric-threshold', max: 3 },
  {
    ...metric,
    name: 'no more errors than before',
    kind: 'metric-baseline',
    baseline: { kind: 'previous-window' },
  },
  {
    name: 'hosts are well',
    kind: 'ssm-command',
    commands: ['./smoke.sh'],
    hosts: { of: 'tag', ...SMOKE_TAG },
    outputHas: 'all is well',
    timeoutSec: 120,
  },
  {
    name: 'the suite passes',
    kind: 'suite',
    functionArn: `arn:aws:lambda:eu-west-1:123456789012:function:${SUITE}`,
  },
];

/** The same under names of their own, each once, some seconds later: the machine takes all of their looks. */
const bakeOf = (checks: readonly { readonly name: string }[]) =>
  checks.map((check) => ({ repeat: once(20), ...check, name: `${check.name}, still` }));

const httpCheck = (url: string, status = 'ok') => ({
  name: 'front door answers',
  kind: 'http',
  url,
  allowAddresses: ['loopback'],
  expect: { json: { status } },
});

const INVOKE = {
  name: 'new version answers',
  kind: 'lambda-invoke',
  payload: { path: '/health' },
  expect: { statusCode: 200 },
};

/** Of groups whose gates are to end in their own way, and of all others of both applications. */
export const everyGatePolicies = (url: string): readonly unknown[] => {
  const checks = everyKind(url);
  const invoking = [INVOKE, ...checks];
  const base = { mode: 'enforce', channel: 'releases' };
  const shop = { application: 'shop', ...base };
  const playground = { application: 'playground', ...base };
  const later = (delaySec: number, status?: string) => [
    { ...httpCheck(url, status), repeat: once(delaySec) },
  ];
  return [
    {
      ...shop,
      deploymentGroup: 'checkout',
      checks: { BeforeAllowTraffic: invoking, AfterAllowTraffic: invoking },
      bake: { after: 'AfterAllowTraffic', durationSec: 60, checks: bakeOf(checks) },
    },
    {
      ...shop,
      deploymentGroup: '*',
      changeCalendars: [OPEN_CALENDAR],
      checks: {
        BeforeAllowTraffic: checks,
        POST_SCALE_UP: checks,
        PipelineAction: checks,
        Ready: checks,
        InPlace: checks,
      },
    },
    {
      ...shop,
      deploymentGroup: 'frozen',
      changeCalendars: [OPEN_CALENDAR, CLOSED_CALENDAR],
      checks: { BeforeAllowTraffic: [httpCheck(url)] },
    },
    { ...ASKING_POLICY, deploymentGroup: 'asked' },
    { ...shop, deploymentGroup: 'stopped', checks: { BeforeAllowTraffic: later(90) } },
    {
      ...{ ...shop, deploymentGroup: 'watched', mode: 'observe' },
      checks: { POST_SCALE_UP: later(60), PipelineAction: later(60) },
    },
    { ...shop, deploymentGroup: 'patient', checks: { BeforeAllowTraffic: later(600) } },
    {
      ...playground,
      deploymentGroup: '*',
      changeCalendars: [OPEN_CALENDAR],
      checks: {
        BeforeInstall: checks,
        AfterInstall: checks,
        AfterAllowTestTraffic: checks,
        BeforeAllowTraffic: checks,
        AfterAllowTraffic: checks,
      },
    },
    { ...shop, deploymentGroup: 'doomed', checks: { Ready: [httpCheck(url, 'down')] } },
    { ...shop, deploymentGroup: 'doomed-later', checks: { Ready: later(60, 'down') } },
  ];
};
