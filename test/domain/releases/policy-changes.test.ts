import fc from 'fast-check';
import { changesOf } from '../../../domain/releases/policy-changes';
import { anyPolicy } from '../../support/any-gate';
import { anAlarmsCheck, anInvokeCheck, aPolicy } from '../../support/releases';

const policy = aPolicy({
  checks: { BeforeAllowTraffic: [anInvokeCheck(), anAlarmsCheck()] },
}).policy;
const ANSWERS = anInvokeCheck({ timeoutSec: 20 });

it('says nothing of policies that are the same', () => {
  expect(changesOf(policy, structuredClone(policy))).toEqual([]);
});

it('names a member by its path, and a check by its name', () => {
  const after = {
    ...policy,
    mode: 'observe',
    checks: { BeforeAllowTraffic: [ANSWERS, anAlarmsCheck()] },
  };
  expect(changesOf(policy, after)).toEqual([
    { path: 'mode', before: '"enforce"', after: '"observe"' },
    {
      path: 'checks.BeforeAllowTraffic["new version answers"].timeoutSec',
      before: '10',
      after: '20',
    },
  ]);
});

it('tells what is new and what is gone', () => {
  const after = { ...policy, checks: { BeforeAllowTraffic: [anAlarmsCheck()] }, note: ['x'] };
  expect(changesOf(policy, after)).toEqual([
    {
      path: 'checks.BeforeAllowTraffic["new version answers"]',
      before: expect.stringContaining('"kind":"lambda-invoke"'),
      after: undefined,
    },
    { path: 'note', before: undefined, after: '["x"]' },
  ]);
});

it('tells the order of checks as one change', () => {
  const after = { ...policy, checks: { BeforeAllowTraffic: [anAlarmsCheck(), anInvokeCheck()] } };
  expect(changesOf(policy, after)).toEqual([
    {
      path: 'checks.BeforeAllowTraffic (order)',
      before: '["new version answers","no alarm is red"]',
      after: '["no alarm is red","new version answers"]',
    },
  ]);
});

it('compares lists whose items have no names, or one twice, as a whole', () => {
  expect(changesOf({ alarms: ['a'] }, { alarms: ['a', 'b'] })).toEqual([
    { path: 'alarms', before: '["a"]', after: '["a","b"]' },
  ]);
  expect(changesOf([{ name: 'a' }, { name: 'a' }], [{ name: 'a' }])).toHaveLength(1);
});

it('quotes a member whose name is no word, and shortens long values', () => {
  const [change] = changesOf({ 'a b': '' }, { 'a b': 'x'.repeat(1000) });
  expect(change?.path).toBe('["a b"]');
  expect(change?.after).toHaveLength(200);
});

it('compares what was never a policy with what is one', () => {
  expect(changesOf(null, { mode: 'observe' })).toEqual([
    { path: '', before: 'null', after: '{"mode":"observe"}' },
  ]);
});

it('does not take inherited members for members', () => {
  expect(changesOf({}, { constructor: 1 })).toEqual([
    { path: 'constructor', before: undefined, after: '1' },
  ]);
});

it('is empty for equal policies, and for no others', () =>
  fc.assert(
    fc.property(anyPolicy, anyPolicy, (left, right) => {
      const isEqual = JSON.stringify(left) === JSON.stringify(right);
      expect(changesOf(left, right).length === 0).toBe(isEqual);
      expect(changesOf(left, structuredClone(left))).toEqual([]);
    }),
  ));
