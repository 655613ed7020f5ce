import { matchesEvent } from '../../../../../sandbox/services/eventbridge/pattern/match-event';
import type { Json } from '../../../../../sandbox/services/eventbridge/pattern/json';
import { parsePatternObject } from '../../../../../sandbox/services/eventbridge/pattern/parse-pattern';

const matches = (pattern: Json, event: Json): boolean =>
  matchesEvent(parsePatternObject(pattern), event);

/** Operator, value of the event's one field, and whether it matches. */
const LEAVES: readonly (readonly [Json, Json, boolean])[] = [
  ['SUCCESS', 'SUCCESS', true],
  ['SUCCESS', 'success', false],
  [7, 7.0, true],
  [7, '7', false],
  [null, null, true],
  [null, 'null', false],
  [false, false, true],
  [false, true, false],
  [{ prefix: 'd-' }, 'd-AB12', true],
  [{ prefix: 'd-' }, 'AB12', false],
  [{ prefix: '' }, 'anything', true],
  [{ prefix: { 'equals-ignore-case': 'SLIP' } }, 'slipway', true],
  [{ suffix: '.yml' }, 'scope.yml', true],
  [{ suffix: '.yml' }, 'scope.YML', false],
  [{ suffix: { 'equals-ignore-case': '.yml' } }, 'scope.YML', true],
  [{ 'equals-ignore-case': 'failure' }, 'FAILURE', true],
  [{ 'equals-ignore-case': 'failure' }, 'FAILURES', false],
  [{ wildcard: 'arn:*:alarm:*' }, 'arn:aws:cloudwatch:alarm:p99', true],
  [{ wildcard: 'arn:*:alarm:*' }, 'arn:aws:cloudwatch:topic:p99', false],
  [{ wildcard: 'a\\*b' }, 'a*b', true],
  [{ wildcard: 'a\\*b' }, 'axb', false],
  [{ numeric: ['>', 0, '<=', 5] }, 5, true],
  [{ numeric: ['>', 0, '<=', 5] }, 0, false],
  [{ numeric: ['=', 3.018e2] }, 301.8, true],
  [{ numeric: ['<', 10] }, 'nine', false],
  [{ cidr: '10.0.0.0/24' }, '10.0.0.0', true],
  [{ cidr: '10.0.0.0/24' }, '10.0.1.0', false],
  [{ cidr: '10.0.0.0/24' }, '::a00:1', false],
  [{ cidr: '2001:db8::/32' }, '2001:db8:ffff::1', true],
  [{ cidr: '2001:db8::/32' }, '2001:db9::1', false],
  [{ cidr: '::ffff:10.0.0.0/120' }, '::ffff:10.0.0.77', true],
  [{ exists: true }, null, true],
  [{ exists: true }, {}, false],
  [{ exists: true }, [], false],
  [{ exists: false }, {}, true],
  [{ exists: false }, 'here', false],
  [{ 'anything-but': 'STOP' }, 'START', true],
  [{ 'anything-but': 'STOP' }, 'STOP', false],
  [{ 'anything-but': 'STOP' }, null, true],
  [{ 'anything-but': [1, 2] }, 2, false],
  [{ 'anything-but': [1, 2] }, '2', true],
  [{ 'anything-but': { prefix: ['a', 'b'] } }, 'beta', false],
  [{ 'anything-but': { prefix: ['a', 'b'] } }, 'gamma', true],
  [{ 'anything-but': { suffix: '.bak' } }, 12, true],
  [{ 'anything-but': { 'equals-ignore-case': ['ok', 'alarm'] } }, 'Alarm', false],
  [{ 'anything-but': { wildcard: '*/tmp/*' } }, '/srv/tmp/x', false],
  [{ 'anything-but': { wildcard: '*/tmp/*' } }, '/srv/x', true],
];

describe('an event pattern', () => {
  it.each(LEAVES)('with %j and the value %j: %s', (alternative, value, expected) => {
    expect(matches({ detail: { field: [alternative] } }, { detail: { field: value } })).toBe(
      expected,
    );
  });

  it('matches when any alternative of a field does and every field does', () => {
    const pattern = {
      source: ['aws.ec2', 'aws.codedeploy'],
      detail: { state: ['FAILURE', 'STOP'] },
    };
    expect(matches(pattern, { source: 'aws.codedeploy', detail: { state: 'STOP' } })).toBe(true);
    expect(matches(pattern, { source: 'aws.codedeploy', detail: { state: 'START' } })).toBe(false);
  });

  it('never holds on a missing field, except for its absence', () => {
    expect(matches({ detail: { x: [{ 'anything-but': 'a' }] } }, { detail: {} })).toBe(false);
    expect(matches({ detail: { x: ['a', { exists: false }] } }, { detail: {} })).toBe(true);
  });

  it('meets an array when one of its elements matches', () => {
    const pattern = { resources: [{ prefix: 'arn:aws:ec2' }] };
    expect(matches(pattern, { resources: ['arn:aws:s3:::x', 'arn:aws:ec2:::i-1'] })).toBe(true);
  });

  it('needs one element of an array of objects to satisfy all fields of that array', () => {
    const pattern = { checks: { name: ['p99'], outcome: ['failed'] } };
    expect(matches(pattern, { checks: [{ name: 'p99', outcome: 'failed' }] })).toBe(true);
    expect(
      matches(pattern, {
        checks: [
          { name: 'p99', outcome: 'passed' },
          { name: 'errors', outcome: 'failed' },
        ],
      }),
    ).toBe(false);
  });

  it('keeps arrays apart that have nothing to do with each other', () => {
    const pattern = { hosts: { id: ['i-2'] }, checks: { name: ['p99'] } };
    expect(
      matches(pattern, { hosts: [{ id: 'i-1' }, { id: 'i-2' }], checks: [{ name: 'p99' }] }),
    ).toBe(true);
  });

  it('takes one way of an $or, with the fields beside it', () => {
    const pattern: Json = {
      source: ['shop'],
      $or: [{ detail: { amount: [{ numeric: ['>', 100] }] } }, { detail: { vip: [true] } }],
    };
    expect(matches(pattern, { source: 'shop', detail: { amount: 5, vip: true } })).toBe(true);
    expect(matches(pattern, { source: 'shop', detail: { amount: 5, vip: false } })).toBe(false);
    expect(matches(pattern, { source: 'else', detail: { amount: 500 } })).toBe(false);
  });

  it('takes dotted keys for nested ones, in pattern and event alike', () => {
    expect(matches({ 'a.b': ['c'] }, { a: { b: 'c' } })).toBe(true);
    expect(matches({ a: { b: ['c'] } }, { 'a.b': 'c' })).toBe(true);
  });
});

describe('a pattern that is not valid', () => {
  it.each([
    [{}, 'Empty objects are not allowed'],
    [{ a: {} }, 'Empty objects are not allowed'],
    [{ a: [] }, 'Empty arrays are not allowed'],
    [{ a: 'x' }, '"a" must be an object or an array'],
    [{ a: [['x']] }, 'Match value must be String, number, true, false, or null'],
    [{ a: [{ Prefix: 'x' }] }, 'Unrecognized match type Prefix'],
    [{ a: [{ prefix: 'x', suffix: 'y' }] }, 'Only one key allowed in match expression'],
    [{ a: [{ exists: 'yes' }] }, 'exists match pattern must be either true or false.'],
    [{ a: [{ numeric: ['!', 1] }] }, 'Unrecognized numeric range operator: !'],
    [{ a: [{ numeric: ['>', 5, '<', 5] }] }, 'Bottom must be less than top'],
    [{ a: [{ numeric: ['=', 1, 2] }] }, 'Too many elements in numeric expression'],
    [{ a: [{ numeric: ['=', 6e9] }] }, 'Value must be between -5.0E9 and 5.0E9, inclusive'],
    [{ a: [{ cidr: '10.0.0.0/32' }] }, 'IPv4 mask bits must be < 32'],
    [{ a: [{ wildcard: 'a**' }] }, 'Consecutive wildcard characters at pos 2'],
    [{ a: [{ wildcard: 'a\\b' }] }, 'Invalid escape character at pos 1'],
    [{ a: [{ 'anything-but': [] }] }, 'Empty arrays are not allowed'],
    [{ a: [{ 'anything-but': { cidr: 'x' } }] }, 'Unsupported anything-but pattern: cidr'],
  ])('%j is refused: %s', (pattern: Json, reason: string) => {
    expect(() => parsePatternObject(pattern)).toThrow(new Error(reason));
  });

  it('is one with too many ways through its $ors', () => {
    const way = { $or: Array.from({ length: 11 }, (_, index) => ({ a: [index] })) };
    expect(() => parsePatternObject({ x: way, y: way, z: way })).toThrow(/Rule is too complex/);
  });
});
