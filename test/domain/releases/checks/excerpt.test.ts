import fc from 'fast-check';
import {
  excerptOfAnswer,
  excerptOfJson,
  excerptOfText,
} from '../../../../domain/releases/checks/excerpt';
import { mismatchesOf } from '../../../../domain/releases/checks/match-json';
import type { JsonValue } from '../../../../domain/releases/policy';

const aJson = fc.jsonValue().map((it): JsonValue => JSON.parse(JSON.stringify(it)));

it('keeps what is expected, and leaves the rest out', () => {
  const answer = { status: 'ok', more: 'x'.repeat(9000), deep: { a: 1, b: 2 } };
  expect(excerptOfAnswer({ status: 'down', deep: { b: 0, c: 0 } }, answer, 100)).toEqual({
    status: 'ok',
    deep: { b: 2 },
  });
});

it('is not fooled by members that every object inherits', () => {
  expect(excerptOfAnswer({ toString: 1 }, {}, 100)).toEqual({});
});

it('cuts what is long, but never shorter than what is expected', () => {
  expect(excerptOfAnswer('short', 'abcdefghij', 7)).toBe('abcdef…');
  expect(excerptOfAnswer('a much longer text', 'a much longer text', 7)).toBe('a much longer text');
  expect(excerptOfJson(['abc', 'def'], 7)).toBe('["abc"…');
  expect(excerptOfJson('abcde', 7)).toBe('abcde');
});

it('differs from what is expected where the answer does, and nowhere else', () =>
  fc.assert(
    fc.property(aJson, aJson, fc.integer({ min: 2, max: 40 }), (expected, other, most) => {
      const answers = [other, expected, { ...Object(other), ...Object(expected) }];
      for (const answer of answers) {
        const paths = (seen: JsonValue) => mismatchesOf(expected, seen).map((it) => it.path);
        expect(paths(excerptOfAnswer(expected, answer, most))).toEqual(paths(answer));
      }
    }),
  ));

it.each([
  ['abcdef', 'zzz', 10, 'abcdef'],
  ['abcdefghij', 'zzz', 5, 'abcd…'],
  ['abcdefghij', 'bc', 5, 'abcd…'],
  ['abcdefghij', 'gh', 5, '…efgh'],
  ['abcdefghij', 'efghij', 3, '…efghij'],
])('of %s, the part with %s in %d characters is %s', (text, needle, most, expected) => {
  expect(excerptOfText(text, needle, most)).toBe(expected);
});

it('has the needle where the text does, and nowhere else, and is no longer than allowed', () =>
  fc.assert(
    fc.property(
      fc.string({ maxLength: 60, unit: fc.constantFrom('a', 'b') }),
      fc.string({ minLength: 1, maxLength: 6, unit: fc.constantFrom('a', 'b') }),
      fc.integer({ min: 1, max: 30 }),
      (text, needle, most) => {
        const excerpt = excerptOfText(text, needle, most);
        expect(excerpt.includes(needle)).toBe(text.includes(needle));
        expect(excerpt.length).toBeLessThanOrEqual(Math.max(most, needle.length + 1));
      },
    ),
  ));
