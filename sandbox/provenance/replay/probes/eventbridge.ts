import {
  DeleteEventBusCommand,
  DeleteRuleCommand,
  PutEventsCommand,
  PutTargetsCommand,
  TestEventPatternCommand,
  type Target,
} from '@aws-sdk/client-eventbridge';
import type { Probe, ProbeContext } from '../probe';
import { PROBED_TARGET } from '../resources/events';

const EVENT = {
  id: '1',
  'detail-type': 'Probe',
  source: 'slipway.verify-aws',
  account: '123456789012',
  time: '2026-11-21T12:00:00Z',
  region: 'eu-west-1',
  resources: [],
};

const test = (
  { clients: { eventBridge }, ask }: ProbeContext,
  step: string,
  pattern: object,
  detail: object = {},
) =>
  ask(step, () =>
    eventBridge.send(
      new TestEventPatternCommand({
        EventPattern: JSON.stringify(pattern),
        Event: JSON.stringify({ ...EVENT, detail }),
      }),
    ),
  );

/** Each alternative is asked as the one of a field; all of them are refused. */
const refusals = (id: string, alternatives: Readonly<Record<string, unknown>>): Probe => ({
  id,
  needs: [],
  run: async (context) => {
    for (const [step, alternative] of Object.entries(alternatives))
      await test(context, step, { detail: { field: [alternative] } });
  },
});

const absence: Probe = {
  id: 'eventbridge-pattern-absence',
  needs: [],
  run: async (context) => {
    const pattern = { detail: { hosts: { id: ['i-1'], fault: [{ exists: false }] } } };
    const hosts = (...items: readonly object[]) => ({ hosts: items });
    await test(context, 'absent in the element', pattern, hosts({ id: 'i-1' }));
    await test(context, 'present in the element', pattern, hosts({ id: 'i-1', fault: 'disk' }));
    await test(
      context,
      'present in another element',
      pattern,
      hosts({ id: 'i-1' }, { id: 'i-2', fault: 'disk' }),
    );
  },
};

const ways = (count: number): object => ({
  $or: Array.from({ length: count }, (_, index) => ({ a: [index] })),
});
const orLimit: Probe = {
  id: 'eventbridge-pattern-or',
  needs: [],
  run: async (context) => {
    const three = (count: number): object => ({
      detail: { x: ways(count), y: ways(count), z: ways(count) },
    });
    await test(context, '1,331 ways', three(11));
    await test(context, '1,000 ways', three(10));
  },
};

/** Only entries that fail: no event of a run reaches a bus. */
const putEvents: Probe = {
  id: 'eventbridge-put-events',
  needs: [],
  run: async ({ clients: { eventBridge }, ask }) => {
    const good = { Source: EVENT.source, DetailType: 'Probe', Detail: '{}' };
    const Entries = [
      { ...good, Detail: 'not json' },
      { ...good, Detail: '[]' },
      { ...good, Source: undefined },
      { ...good, DetailType: undefined },
      { ...good, Detail: undefined },
      { ...good, Source: 'aws.verify' },
    ];
    await ask('entries that fail', () => eventBridge.send(new PutEventsCommand({ Entries })));
    await ask('one entry, which fails', () =>
      eventBridge.send(new PutEventsCommand({ Entries: [{ ...good, Source: undefined }] })),
    );
    await ask('no entries', () => eventBridge.send(new PutEventsCommand({ Entries: [] })));
  },
};

/** As it is not to reach a bus, the entry fails for its source even where AWS takes its depth. */
const tooDeep: Probe = {
  id: 'eventbridge-too-deep',
  needs: [],
  run: async ({ clients: { eventBridge }, ask }) => {
    const entry = (levels: number) => ({
      Source: 'aws.verify',
      DetailType: 'Probe',
      Detail: `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`,
    });
    const Entries = [entry(1_000), entry(1_001)];
    await ask('1,000 and 1,001 levels', () => eventBridge.send(new PutEventsCommand({ Entries })));
  },
};

const deleteAbsent: Probe = {
  id: 'eventbridge-delete-absent',
  needs: [],
  run: async ({ clients: { eventBridge }, names: { prefix }, ask }) => {
    const Name = `${prefix}-absent`;
    await ask('a rule', () => eventBridge.send(new DeleteRuleCommand({ Name })));
    await ask('a bus', () => eventBridge.send(new DeleteEventBusCommand({ Name })));
  },
};

const busWithRules: Probe = {
  id: 'eventbridge-bus-with-rules',
  needs: ['rule'],
  run: async ({ clients: { eventBridge }, names: { eventBusName: Name }, ask }) => {
    await ask('a bus with a rule', () => eventBridge.send(new DeleteEventBusCommand({ Name })));
  },
};

const putTargets: Probe = {
  id: 'eventbridge-put-targets',
  needs: ['rule'],
  run: async ({ clients: { eventBridge }, names, place: { account, region }, ask }) => {
    const put = (step: string, target: Omit<Target, 'Id'>) =>
      ask(step, () =>
        eventBridge.send(
          new PutTargetsCommand({
            Rule: names.ruleName,
            EventBusName: names.eventBusName,
            Targets: [{ Id: PROBED_TARGET, ...target }],
          }),
        ),
      );
    const Arn = `arn:aws:sqs:${region}:${account}:${names.prefix}-absent`;
    const machine = `arn:aws:states:${region}:${account}:stateMachine:${names.prefix}-absent`;
    await put('an ARN that is none', { Arn: 'queue' });
    await put('a machine without a role', { Arn: machine });
    await put('two inputs', { Arn, Input: '{}', InputPath: '$.detail' });
    await put('an input that is no JSON', { Arn, Input: '{' });
    await put('a path that is none', { Arn, InputPath: 'detail' });
  },
};

export const eventBridgeProbes: readonly Probe[] = [
  refusals('eventbridge-pattern-cidr', {
    'IPv4 with 33 bits': { cidr: '10.0.0.0/33' },
    'IPv4 with 32 bits': { cidr: '10.0.0.0/32' },
    'IPv6 with 129 bits': { cidr: '2001:db8::/129' },
    'minus one bit': { cidr: '10.0.0.0/-1' },
  }),
  refusals('eventbridge-pattern-refusals', {
    'a number that is too large': { numeric: ['=', 6e9] },
    'a range that is empty': { numeric: ['>', 5, '<', 5] },
    'two bounds of a kind': { numeric: ['>', 1, '>', 2] },
    'no operand': { numeric: ['>'] },
    'prefix of a number': { prefix: 1 },
    'anything-but nothing': { 'anything-but': [] },
    'anything-but an unknown operator': { 'anything-but': { cidr: '10.0.0.0/8' } },
    'anything-but of two kinds': { 'anything-but': [1, 'a'] },
    'exists as text': { exists: 'yes' },
    'two operators': { prefix: 'a', suffix: 'b' },
  }),
  refusals('eventbridge-pattern-wildcard', {
    'eleven stars': { wildcard: '*a'.repeat(11) },
    'thirty stars': { wildcard: '*ab'.repeat(30) },
    'two stars together': { wildcard: 'a**' },
    'an escape of nothing': { wildcard: 'a\\b' },
  }),
  absence,
  orLimit,
  putEvents,
  tooDeep,
  deleteAbsent,
  busWithRules,
  putTargets,
];
