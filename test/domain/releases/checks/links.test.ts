import type { Check } from '../../../../domain/releases/checks/check';
import { linksOf } from '../../../../domain/releases/checks/links';
import {
  anAlarmsCheck,
  anHttpCheck,
  anInvokeCheck,
  aSubject,
  CHECK_BASE,
} from '../../../support/releases';

const METRIC = {
  ...CHECK_BASE,
  name: 'errors',
  kind: 'metric-threshold',
  source: {
    queries: {
      m1: {
        namespace: 'AWS/Lambda',
        metric: 'Errors',
        dimensions: {},
        stat: 'Sum',
        periodSec: 60,
      },
    },
  },
  windowSec: 300,
  lagSec: 60,
  aggregate: 'sum',
  max: 0,
} as const;
const suite = (functionArn: string): Check => ({
  ...CHECK_BASE,
  name: 'suite',
  kind: 'suite',
  functionArn,
  parameters: {},
});
const COMMAND = {
  ...CHECK_BASE,
  name: 'disk',
  kind: 'ssm-command',
  commands: ['df'],
  hosts: { of: 'release' },
  maxHosts: 5,
} as const;
const HOST = 'https://eu-west-1.console.aws.amazon.com';

it.each<[string, Check, { label: string; url: string }[]]>([
  [
    'alarms, by the names that they have for this release',
    anAlarmsCheck({ alarms: ['{{functionName}} errors/5xx'] }),
    [
      {
        label: 'shop-checkout errors/5xx',
        url: `${HOST}/cloudwatch/home?region=eu-west-1#alarmsV2:alarm/shop-checkout%20errors%2F5xx`,
      },
    ],
  ],
  [
    'metrics',
    METRIC,
    [
      {
        label: 'AWS/Lambda Errors',
        url: `${HOST}/cloudwatch/home?region=eu-west-1#metricsV2?namespace=AWS%2FLambda`,
      },
    ],
  ],
  [
    'the version that was invoked',
    anInvokeCheck(),
    [
      {
        label: 'shop-checkout:2',
        url: `${HOST}/lambda/home?region=eu-west-1#/functions/shop-checkout/versions/2`,
      },
    ],
  ],
  [
    'a suite',
    suite('arn:aws:lambda:eu-west-1:123456789012:function:shop-suite:live'),
    [{ label: 'shop-suite', url: `${HOST}/lambda/home?region=eu-west-1#/functions/shop-suite` }],
  ],
  [
    'a suite whose name cannot be told',
    suite('suite'),
    [{ label: 'suite', url: `${HOST}/lambda/home?region=eu-west-1#/functions/suite` }],
  ],
  [
    'commands',
    COMMAND,
    [
      {
        label: 'Run Command',
        url: `${HOST}/systems-manager/run-command/home?region=eu-west-1#executed-commands`,
      },
    ],
  ],
  ['nothing of an address', anHttpCheck(), []],
  ['nothing whose name cannot be filled in', anAlarmsCheck({ alarms: ['{{cluster}}'] }), []],
])('leads to %s', (_, check, links) => {
  expect(linksOf(check, aSubject())).toEqual(links);
});

it('leads nowhere for a function that the release does not have', () => {
  expect(linksOf(anInvokeCheck(), aSubject({ lambda: undefined }))).toEqual([]);
});

it('leads to five pages at most', () => {
  const alarms = ['a', 'b', 'c', 'd', 'e', 'f'];
  expect(linksOf(anAlarmsCheck({ alarms }), aSubject())).toHaveLength(5);
});
