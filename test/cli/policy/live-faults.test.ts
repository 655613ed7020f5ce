import type { DeploymentGroup } from '../../../adapters/aws/deployment-groups';
import { findAllFaults, findFaults } from '../../../cli/policy-check';
import type { LivePorts } from '../../../cli/policy/live-faults';
import { aTarget, NOON } from '../../support/releases';
import { aWrittenPolicy, readWritten } from '../../support/policy-files';

const aGroup = (overrides: Partial<DeploymentGroup> = {}): DeploymentGroup => ({
  name: 'checkout',
  platform: 'Lambda',
  isBlueGreen: true,
  ready: undefined,
  autoScalingGroups: [],
  hasTagFilters: false,
  ...overrides,
});

/** Hosts, blue/green, that wait half an hour for a word. */
const HOSTS = aGroup({ platform: 'Server', ready: { waits: true, waitSec: 1800 } });

const ports = (
  group: DeploymentGroup | undefined = aGroup(),
  overrides: Partial<LivePorts> = {},
): LivePorts => ({
  groups: { read: async () => group, list: async () => ['checkout', 'basket'] },
  deployments: { readTarget: async () => ({ lambda: aTarget() }) },
  alarms: async (names) => names,
  scope: {
    deploymentGroups: { observe: ['*/*'], enforce: ['shop/*'] },
    functions: ['shop-*'],
    hosts: ['i-*'],
    pipelines: [],
    slack: { defaultChannel: 'releases' },
  },
  ...overrides,
});

const find = async (live: LivePorts, ...policies: readonly object[]) => {
  const findings = await findAllFaults(await readWritten(...policies), live, NOON);
  return findings
    .filter(({ level }) => level !== 'info')
    .map(({ level, code, where }) => `${level} ${code} ${where.replace(/^.*\.yml:/, '')}`);
};

const ALARMS = { name: 'a', kind: 'alarms', alarms: ['shop-errors'] };
const at = (hook: string, check: object = ALARMS) =>
  aWrittenPolicy({ checks: { [hook]: [check] } });

it('finds nothing at a group that fits', async () => {
  expect(await find(ports(), at('BeforeAllowTraffic'))).toEqual([]);
  expect(await find(ports(HOSTS), at('Ready'))).toEqual([]);
});

it.each<[string, Partial<DeploymentGroup>, string]>([
  ['Ready', {}, 'Lambda'],
  ['BeforeInstall', {}, 'Lambda'],
  ['Ready', { platform: 'ECS' }, 'ECS'],
  ['BeforeAllowTraffic', HOSTS, 'hosts'],
  ['Ready', { platform: 'Server', isBlueGreen: false }, 'hosts in place'],
  ['InPlace', HOSTS, 'hosts blue/green'],
])('refuses %s, which %j never comes to', async (hook, group) => {
  expect(await find(ports(aGroup(group)), at(hook))).toEqual(['error GateNeverReached 7:5']);
});

it('refuses a bake after a gate that is never reached', async () => {
  const bake = { after: 'AfterInstall', durationSec: 60, checks: [{ ...ALARMS, name: 'b' }] };
  const policy = aWrittenPolicy({ checks: {}, bake });
  expect(await find(ports(), policy)).toEqual(['error GateNeverReached 7:10']);
});

it('asks each group of an application at the gates that it has', async () => {
  const groups = [aGroup(), HOSTS];
  const asked: string[] = [];
  const live = ports(undefined, {
    groups: {
      list: async () => ['checkout', 'hosts', 'own'],
      read: async (_, group) => {
        asked.push(group);
        return groups.shift();
      },
    },
  });
  const all = aWrittenPolicy({
    deploymentGroup: '*',
    checks: { BeforeAllowTraffic: [ALARMS], Ready: [ALARMS] },
  });
  const own = aWrittenPolicy({ application: 'bank', deploymentGroup: 'own', mode: 'observe' });
  expect(await find(live, all)).toEqual([expect.stringContaining('GroupNotFound')]);
  expect(asked).toEqual(['checkout', 'hosts', 'own']);
  expect(await find(ports(), own)).toEqual([]);
});

it('leaves out a group that has a policy of its own', async () => {
  const asked: string[] = [];
  const live = ports(undefined, {
    groups: {
      list: async () => ['checkout', 'basket'],
      read: async (_, group) => {
        asked.push(group);
        return aGroup();
      },
    },
  });
  await find(live, at('BeforeAllowTraffic'), aWrittenPolicy({ deploymentGroup: '*' }));
  expect(asked.toSorted()).toEqual(['basket', 'checkout']);
});

it('refuses Ready where the group opens by itself', async () => {
  const opens = { ...HOSTS, ready: { waits: false, waitSec: 0 } };
  expect(await find(ports(opens), at('Ready'))).toEqual(['error ReadyOptionOpens 7:5']);
  expect(await find(ports({ ...HOSTS, ready: undefined }), at('Ready'))).toEqual([
    'error ReadyOptionOpens 7:5',
  ]);
});

it('refuses a wait shorter than the checks and three minutes', async () => {
  // 600 s of looks, 10 s for the last of them, 180 s to answer.
  const check = { ...ALARMS, repeat: { intervalSec: 60, count: 11 } };
  const waits = (waitSec: number) => ports({ ...HOSTS, ready: { waits: true, waitSec } });
  expect(await find(waits(789), at('Ready', check))).toEqual(['error ReadyWaitTooShort 7:5']);
  expect(await find(waits(790), at('Ready', check))).toEqual([]);
});

it('refuses Auto Scaling groups beside tag filters, and neither alone', async () => {
  const both = { ...HOSTS, autoScalingGroups: ['web'], hasTagFilters: true };
  expect(await find(ports(both), at('Ready'))).toEqual(['error TagsIgnored 2:18']);
  expect(await find(ports({ ...both, hasTagFilters: false }), at('Ready'))).toEqual([]);
  expect(await find(ports({ ...both, autoScalingGroups: [] }), at('Ready'))).toEqual([]);
});

it('warns of a group or an application that CodeDeploy does not know', async () => {
  const unknown = ports(undefined, {
    groups: { read: async () => undefined, list: async () => undefined },
  });
  const all = aWrittenPolicy({ deploymentGroup: '*' });
  expect(await find(unknown, at('BeforeAllowTraffic'))).toEqual(['warning GroupNotFound 2:18']);
  expect(await find(unknown, all)).toEqual(['warning GroupNotFound 1:14']);
});

it('does not ask CodeDeploy about what ECS and pipelines do by themselves', async () => {
  const unknown = ports(undefined, {
    groups: { read: async () => undefined, list: async () => [] },
  });
  expect(await find(unknown, at('POST_SCALE_UP'))).toEqual([]);
  expect(await find(unknown, at('PipelineAction'))).toEqual([]);
});

it('refuses a function out of scope, as the last release had it', async () => {
  const invoke = at('BeforeAllowTraffic', { name: 'a', kind: 'lambda-invoke' });
  const group = aGroup({ lastDeploymentId: 'd-1' });
  const of = (functionName: string) => ({
    deployments: { readTarget: async () => ({ lambda: aTarget({ functionName }) }) },
  });
  expect(await find(ports(group, of('shop-checkout')), invoke)).toEqual([]);
  expect(await find(ports(group, of('bank-loans')), invoke)).toEqual([
    'error FunctionOutOfScope 8:13',
  ]);
  expect(await find(ports(aGroup(), of('bank-loans')), invoke)).toEqual([]);
});

it('finds alarms that are not there, but for those that a release names', async () => {
  const asked: string[][] = [];
  const live = ports(aGroup(), {
    alarms: async (names) => {
      asked.push([...names]);
      return ['shop-errors'];
    },
  });
  const policy = aWrittenPolicy({
    checks: {
      BeforeAllowTraffic: [{ ...ALARMS, alarms: ['shop-errors', 'shop-typo', '{{alias}}-x'] }],
    },
    rollback: { alarms: ['shop-gone', 'shop-errors'] },
  });
  expect(await find(live, policy)).toEqual([
    'error AlarmNotFound 11:11',
    'error AlarmNotFound 15:7',
  ]);
  expect(asked).toEqual([['shop-errors', 'shop-typo', 'shop-gone']]);
});

it('warns where AWS cannot be asked, and finds everything else', async () => {
  const fail = async (): Promise<never> => {
    throw new Error('Could not load credentials\nfrom any providers');
  };
  const live = ports(undefined, { groups: { read: fail, list: fail }, alarms: fail });
  const files = await readWritten(at('Ready', { ...ALARMS, onInconclusive: 'ask' }));
  const findings = await findAllFaults(files, live, NOON);
  expect(findings).toMatchObject([
    { code: 'NobodyToAsk' },
    {
      level: 'warning',
      code: 'AwsNotAsked',
      message: 'AWS could not be asked. Error: Could not load credentials from any providers',
    },
    { level: 'warning', code: 'AwsNotAsked' },
  ]);
  expect(findFaults(files, live.scope, NOON)).toHaveLength(1);
});
