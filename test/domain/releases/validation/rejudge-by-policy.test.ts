import fc from 'fast-check';
import type { Check } from '../../../../domain/releases/checks/check';
import type { Observation } from '../../../../domain/releases/checks/observation';
import type { Policy } from '../../../../domain/releases/policy';
import { rejudgeByPolicy } from '../../../../domain/releases/validation/rejudge-by-policy';
import { anyPolicy } from '../../../support/any-gate';
import {
  aMeasurement,
  anAlarmsCheck,
  anHttpCheck,
  anInvokeCheck,
  aPolicy,
  aRepeat,
  aStandingValidation,
  aValidation,
  CHECK_BASE,
  NOON,
} from '../../../support/releases';

const END = NOON + 10 * 60_000;

const policyOf = (checks: readonly Check[], rest: Partial<Policy> = {}): Policy =>
  aPolicy({ checks: { BeforeAllowTraffic: checks }, ...rest }).policy;

/** What the release's own check saw, judged by another. */
const retrospect = (own: Check, other: Check, observation?: Observation) =>
  rejudgeByPolicy(
    aStandingValidation(aValidation({ checks: { BeforeAllowTraffic: [own] } }), [
      aMeasurement({ check: own.name, ...(observation && { observation }) }),
    ]),
    policyOf([other]),
    END,
  );

it('judges the same looks by other expectations', () => {
  const strict = anInvokeCheck({ expect: { statusCode: 204 } });
  expect(retrospect(anInvokeCheck(), strict)).toMatchObject({
    verdict: {
      outcome: 'failed',
      answer: 'Failed',
      policyVersion: undefined,
      checks: [{ reason: 'AnswerDiffers' }],
    },
    unseen: [],
  });
});

it('judges by another mode', () => {
  const observed = aStandingValidation(aValidation(), [aMeasurement()]);
  const policy = policyOf([anInvokeCheck({ expect: { statusCode: 204 } })], { mode: 'observe' });
  expect(rejudgeByPolicy(observed, policy, END)).toMatchObject({
    verdict: { outcome: 'failed', answer: 'Succeeded', mode: 'observe' },
  });
});

it('names a check that nobody looked for, and judges the others', () => {
  const gate = aStandingValidation(aValidation(), [aMeasurement()]);
  expect(rejudgeByPolicy(gate, policyOf([anInvokeCheck(), anAlarmsCheck()]), END)).toMatchObject({
    verdict: { outcome: 'passed', checks: [{ name: 'new version answers' }] },
    unseen: [
      { check: 'no alarm is red', why: 'the release was not looked at by a check of this name' },
    ],
  });
});

it('says nothing where there is nothing to say it of', () => {
  const gate = aStandingValidation(aValidation(), [aMeasurement()]);
  expect(rejudgeByPolicy(gate, policyOf([]), END)).toEqual({ unseen: [] });
});

it('says how many looks are missing to a check that asks for more', () => {
  const patient = anInvokeCheck({ repeat: aRepeat({ count: 5 }) });
  expect(retrospect(anInvokeCheck(), patient)).toEqual({
    unseen: [{ check: 'new version answers', why: 'it asks for 5 looks, and there are 1' }],
  });
});

it('judges what ended where another check has not', () => {
  const own = [anInvokeCheck(), anInvokeCheck({ name: 'twice' })];
  const gate = aStandingValidation(aValidation({ checks: { BeforeAllowTraffic: own } }), [
    aMeasurement(),
    aMeasurement({ check: 'twice' }),
  ]);
  const policy = policyOf([
    anInvokeCheck(),
    anInvokeCheck({ name: 'twice', repeat: aRepeat({ count: 2 }) }),
  ]);
  expect(rejudgeByPolicy(gate, policy, END)).toEqual({
    unseen: [{ check: 'twice', why: 'it asks for 2 looks, and there are 1' }],
  });
});

it('judges the looks of a bake by another bake', () => {
  const bake = (failureLimit: number) => ({
    after: 'BeforeAllowTraffic' as const,
    durationSec: 60,
    intervalSec: 30,
    checks: [anAlarmsCheck({ repeat: aRepeat({ count: 2, failureLimit, intervalSec: 30 }) })],
  });
  const looks = (['ALARM', 'OK'] as const).map((state, index) =>
    aMeasurement({
      check: 'no alarm is red',
      sequence: index + 1,
      at: new Date(NOON + index * 30_000).toISOString(),
      observation: { kind: 'alarms', alarms: [{ name: 'shop-errors', state }] },
    }),
  );
  const gate = aStandingValidation(aValidation({ checks: {}, bake: bake(0) }), looks);
  expect(rejudgeByPolicy(gate, policyOf([], { checks: {}, bake: bake(1) }), END)).toMatchObject({
    verdict: { outcome: 'passed' },
  });
  expect(rejudgeByPolicy(gate, policyOf([], { bake: bake(0) }), END)).toMatchObject({
    verdict: { outcome: 'failed' },
  });
});

it('does not take the looks of one kind for those of another', () => {
  const other = anAlarmsCheck({ name: 'new version answers' });
  expect(retrospect(anInvokeCheck(), other)).toEqual({
    unseen: [
      {
        check: 'new version answers',
        why: 'the check of this name was one of kind lambda-invoke',
      },
    ],
  });
});

const base = { ...CHECK_BASE, name: 'it' };
const source = {
  queries: {
    m1: { namespace: 'N', metric: 'M', dimensions: {}, stat: 'Sum', periodSec: 60 },
  },
};
const threshold = {
  ...base,
  kind: 'metric-threshold',
  source,
  windowSec: 300,
  lagSec: 60,
  aggregate: 'average',
} as const;
const baseline = {
  ...base,
  kind: 'metric-baseline',
  source,
  windowSec: 300,
  lagSec: 60,
  baseline: { kind: 'previous-version' },
  direction: 'increase',
  confidenceRatio: 0.98,
  toleranceRatio: 0.25,
  effect: { measure: 'mean-ratio', allowedIncrease: 1, allowedDecrease: 1 },
  minSamples: 12,
} as const;
const command = {
  ...base,
  kind: 'ssm-command',
  commands: ['true'],
  hosts: { of: 'release' },
  maxHosts: 5,
} as const;
const suite = {
  ...base,
  kind: 'suite',
  functionArn: 'arn:aws:lambda:eu-west-1:123456789012:function:suite',
  parameters: {},
} as const;
const http = anHttpCheck();
const FAULT: Observation = { kind: 'fault', code: 'X', sentence: 'x' };

it.each<[string, Check, Check]>([
  ['another URL', http, { ...http, url: 'https://other.example/' }],
  ['other members', http, { ...http, expect: { ...http.expect, json: { state: 'ok' } } }],
  ['members where there were none', { ...http, expect: { ...http.expect, json: undefined } }, http],
  ['another path', http, { ...http, expect: { ...http.expect, assertions: [{ path: 'a' }] } }],
  ['another header', http, { ...http, expect: { ...http.expect, headers: { etag: 'x' } } }],
  ['a certificate', http, { ...http, expect: { ...http.expect, tlsDaysLeft: 3 } }],
  ['another payload', anInvokeCheck(), anInvokeCheck({ payload: {} })],
  ['another assertion', anInvokeCheck(), anInvokeCheck({ assertions: [{ path: 'a' }] })],
  ['another alarm', anAlarmsCheck(), anAlarmsCheck({ alarms: ['other'] })],
  ['another window', threshold, { ...threshold, windowSec: 600 }],
  ['another lag', threshold, { ...threshold, lagSec: 0 }],
  ['another lag of a baseline', baseline, { ...baseline, lagSec: 0 }],
  ['traffic', threshold, { ...threshold, traffic: { source, atLeast: 1 } }],
  [
    'another baseline',
    baseline,
    { ...baseline, baseline: { kind: 'previous-window', agoSec: 60 } },
  ],
  ['another command', command, { ...command, commands: ['false'] }],
  ['another suite', suite, { ...suite, parameters: { depth: 1 } }],
])('does not take a look for one at %s', (_, own, other) => {
  expect(retrospect(own, other, FAULT)).toMatchObject({
    unseen: [{ why: 'it looks at something else than the check of this name did' }],
  });
  expect(retrospect(own, own, FAULT).unseen).toEqual([]);
});

it('takes a look at the same members for another value of theirs', () => {
  const other = { ...http, expect: { ...http.expect, json: { status: 'fine' } } };
  expect(retrospect(http, other, FAULT).unseen).toEqual([]);
});

it('never judges a check by looks that are not there', () =>
  fc.assert(
    fc.property(anyPolicy, anyPolicy, (own, other) => {
      const { verdict } = rejudgeByPolicy(aStandingValidation(aValidation(own)), other, END);
      expect(verdict?.checks ?? []).toEqual([]);
    }),
  ));
