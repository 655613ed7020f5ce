import fc from 'fast-check';
import {
  describeAssertions,
  describeValues,
  fillInAssertions,
  judgeAssertions,
} from '../../../../domain/releases/checks/assertions';
import type { Assertion } from '../../../../domain/releases/checks/check';
import type { JsonValue } from '../../../../domain/releases/policy';
import { aSubject } from '../../../support/releases';

const path = 'a.b';
const holds = (assertion: Omit<Assertion, 'path'>, value: JsonValue): boolean =>
  judgeAssertions([{ path, ...assertion }], [value]).length === 0;

it.each<[Omit<Assertion, 'path'>, JsonValue, boolean]>([
  [{ equals: { x: [1] } }, { x: [1] }, true],
  [{ equals: { x: [1] } }, { x: [1], y: 2 }, false],
  [{ equals: null }, null, true],
  [{ equals: false }, null, false],
  [{ atLeast: 5 }, 5, true],
  [{ atLeast: 5 }, 4.9, false],
  [{ atLeast: 0 }, '7', false],
  [{ atMost: 5 }, 5, true],
  [{ atMost: 5 }, 6, false],
  [{ atMost: 5 }, null, false],
  [{ atLeast: 1, atMost: 2 }, 1.5, true],
  [{ atLeast: 1, atMost: 2 }, 3, false],
  [{ matches: '^v\\d+$' }, 'v12', true],
  [{ matches: '^v\\d+$' }, '12', false],
  [{ matches: '1' }, 1, false],
  [{ matches: '(' }, '(', false],
  [{ exists: true }, false, true],
  [{ exists: true }, null, false],
  [{ exists: false }, null, true],
  [{ exists: false }, 0, false],
  [{}, 0, true],
  [{}, null, false],
])('%j of %j: %s', (assertion, value, expected) => {
  expect(holds(assertion, value)).toBe(expected);
});

it('says what was there in place of what was asked for', () => {
  const assertions = [
    { path: 'items[0].id', atLeast: 5, atMost: 9 },
    { path: 'state', equals: 'ok' },
    { path: 'version', matches: '^v' },
    { path: 'error', exists: false },
    { path: 'id', exists: true },
    { path: 'name' },
  ];
  const values = [3, 'down', 7, 'boom', null];
  expect(judgeAssertions(assertions, values)).toEqual([
    'items[0].id 3',
    'state "down"',
    'version 7',
    'error "boom"',
    'id nothing',
    'name nothing',
  ]);
  expect(describeAssertions(assertions)).toEqual([
    'items[0].id at least 5 and at most 9',
    'state "ok"',
    'version matching /^v/',
    'error not there',
    'id there',
    'name there',
  ]);
  expect(describeValues(assertions, values)).toEqual([
    'items[0].id 3',
    'state "down"',
    'version 7',
    'error "boom"',
    'id nothing',
    'name nothing',
  ]);
});

it('fills in their texts, within an expression literally', () => {
  const subject = aSubject({ application: 'a.b' });
  const filled = fillInAssertions(
    [
      { path: "[?id=='{{deploymentId}}']", equals: ['{{targetVersion}}'] },
      { path: 'name', matches: '^{{application}}$' },
    ],
    subject,
  );
  expect(filled).toEqual([
    { path: "[?id=='d-GOOD00001']", equals: ['2'] },
    { path: 'name', matches: '^a\\.b$' },
  ]);
  expect(judgeAssertions(filled, [['2'], 'a.b'])).toEqual([]);
  expect(judgeAssertions(filled, [['2'], 'axb'])).toEqual(['name "axb"']);
});

it('matches what it filled into an expression, whatever that is', () =>
  fc.assert(
    fc.property(fc.string({ minLength: 1 }), (application) => {
      const filled = fillInAssertions(
        [{ path, matches: '^{{application}}$' }],
        aSubject({ application }),
      );
      return judgeAssertions(filled, [application]).length === 0;
    }),
  ));

it('holds an exact value of itself and of nothing else', () =>
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), (left, right) => {
      const one = JSON.parse(JSON.stringify(left));
      const other = JSON.parse(JSON.stringify(right));
      const isSame = JSON.stringify(sorted(one)) === JSON.stringify(sorted(other));
      return (
        judgeAssertions([{ path, equals: one }], [one]).length === 0 &&
        (judgeAssertions([{ path, equals: one }], [other]).length === 0) === isSame
      );
    }),
  ));

it.each([
  [{}, []],
  [[], {}],
  [{ a: 1 }, [{ name: 'a', member: 1 }]],
])('tells an object from an array: %j, %j', (expected, observed) => {
  expect(judgeAssertions([{ path, equals: expected }], [observed])).toEqual([
    `${path} ${JSON.stringify(observed)}`,
  ]);
});

/** With the members of every object in one order, and told from an array. */
const sorted = (value: unknown): unknown => {
  if (Array.isArray(value)) return { items: value.map(sorted) };
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1));
  return { members: members.map(([name, member]) => [name, sorted(member)]) };
};
