import { aWrittenPolicy, codesAt, findingsOf } from '../../support/policy-files';

const ALARMS = { kind: 'alarms', alarms: ['shop-errors'] };
const INVOKE = { kind: 'lambda-invoke' };
const COMMAND = { kind: 'ssm-command', commands: ['true'] };
const PREVIOUS = {
  kind: 'metric-baseline',
  source: { queries: { m: { namespace: 'AWS/Lambda', metric: 'Duration' } } },
  baseline: { kind: 'previous-version' },
};

it.each([
  ['BeforeAllowTraffic', INVOKE, []],
  ['AfterAllowTraffic', INVOKE, []],
  ['BeforeInstall', INVOKE, ['NoFunctionHere']],
  ['POST_SCALE_UP', INVOKE, ['NoFunctionHere']],
  ['PipelineAction', INVOKE, ['NoFunctionHere']],
  ['BeforeAllowTraffic', COMMAND, ['NoHostsHere']],
  ['BeforeAllowTraffic', { ...COMMAND, hosts: { of: 'tag', key: 'role', value: 'db' } }, []],
  ['Ready', COMMAND, []],
  ['InPlace', COMMAND, ['InPlaceIsNoGate']],
  ['BeforeAllowTraffic', PREVIOUS, ['NoTrafficYet']],
  ['AfterAllowTraffic', PREVIOUS, []],
  ['BeforeInstall', PREVIOUS, ['NoFunctionHere', 'NoTrafficYet']],
])('finds at %s of %j: %j', async (hook, check, codes) => {
  expect(await codesAt(hook, check)).toEqual(codes);
});

it('finds a name that the bake has too', async () => {
  const check = { name: 'a', ...ALARMS };
  const bake = { after: 'AfterAllowTraffic', durationSec: 60, checks: [{ ...check }] };
  const after = (hook: string) => aWrittenPolicy({ checks: { [hook]: [check] }, bake });
  expect(await findingsOf(after('AfterAllowTraffic'))).toEqual(['error CheckNamedTwice 15:13']);
  expect(await findingsOf(after('BeforeAllowTraffic'))).toEqual([]);
});

it('lets a comparison bake after traffic has moved, whatever the gate', async () => {
  const bake = {
    after: 'AfterAllowTraffic',
    durationSec: 1800,
    checks: [{ name: 'b', ...PREVIOUS }],
  };
  expect(await findingsOf(aWrittenPolicy({ bake }))).toEqual([]);
});

it('finds gates that no one group has, unless the policy is of many', async () => {
  const check = [{ name: 'a', ...ALARMS }];
  const checks = { BeforeAllowTraffic: check, Ready: check };
  expect(await findingsOf(aWrittenPolicy({ checks }))).toEqual(['warning SeveralPlatforms 6:3']);
  expect(await findingsOf(aWrittenPolicy({ checks, deploymentGroup: '*' }))).toEqual([]);
});

it('finds a question that nobody can answer', async () => {
  const checks = { BeforeAllowTraffic: [{ name: 'a', ...ALARMS, onInconclusive: 'ask' }] };
  const found = ['error NobodyToAsk 11:23'];
  expect(await findingsOf(aWrittenPolicy({ checks }))).toEqual(found);
  expect(await findingsOf(aWrittenPolicy({ checks, approvers: ['U0AAAAAA1'] }))).toEqual([]);
  const minor = { name: 'a', ...ALARMS, onInconclusive: 'ask', critical: false };
  expect(await codesAt('BeforeAllowTraffic', minor)).toEqual([]);
});

it('hints that a group may be enforced whose policy only observes', async () => {
  expect(await findingsOf(aWrittenPolicy({ mode: 'observe' }))).toEqual([
    'info ReadyToEnforce 3:7',
  ]);
  expect(await findingsOf(aWrittenPolicy({ mode: 'observe', application: 'bank' }))).toEqual([]);
});

it('hints at a bake alone that in place nothing waits', async () => {
  const bake = { after: 'InPlace', durationSec: 60, checks: [{ name: 'b', ...ALARMS }] };
  expect(await findingsOf(aWrittenPolicy({ checks: {}, bake }))).toEqual([
    'info InPlaceIsNoGate 7:10',
  ]);
});
