import fc from 'fast-check';
import { parseAnswer } from '../../../adapters/json/answer';
import { readPaths } from '../../../adapters/json/paths';

it.each([
  ['a.b[1]', { a: { b: [1, 2] } }, 2],
  ["items[?id=='x'].n | [0]", { items: [{ id: 'x', n: 7 }] }, 7],
  ['length(items)', { items: [1, 2, 3] }, 3],
  ['powertools_json(body).status', { body: '{"status":"ok"}' }, 'ok'],
  ['@', [1], [1]],
  ['a', { a: { b: 1 } }, { b: 1 }],
  ['missing', { a: 1 }, null],
  ['a', null, null],
  ['length(a)', { a: 1 }, null],
  ['constructor', {}, null],
  ['toString', { a: 1 }, null],
  ['"__proto__"', {}, null],
])('reads %s of %j as %j', (path, value, expected) => {
  expect(readPaths([path], value)).toEqual([expected]);
});

it.each(['a[', 'nothing(a)', '', '{{'])('does not read %j', (path) => {
  expect(() => readPaths([path], { a: 1 })).toThrow(
    `The path ${JSON.stringify(path)} cannot be read: `,
  );
});

it('reads nothing of whatever it is asked nothing of', () => {
  expect(readPaths([], { a: 1 })).toEqual([]);
});

it('gives back any member as it is', () =>
  fc.assert(
    fc.property(fc.jsonValue(), (member) => {
      const value = JSON.parse(JSON.stringify({ member }));
      expect(readPaths(['member'], value)).toEqual([value.member]);
    }),
  ));

it('takes text that nests a hundred levels, and none that nests deeper', () => {
  const nested = (levels: number): string => `${'['.repeat(levels)}1${']'.repeat(levels)}`;
  expect(parseAnswer(nested(100))).toBeDefined();
  expect(parseAnswer(nested(101))).toBeUndefined();
  expect(parseAnswer(nested(30_000))).toBeUndefined();
  expect(parseAnswer('[{"a":"[[["}]')).toEqual([{ a: '[[[' }]);
  expect(parseAnswer('{')).toBeUndefined();
  expect(parseAnswer('null')).toBeNull();
});
