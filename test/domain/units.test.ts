import { shorten, toIso } from '../../domain/units';

it.each([
  ['abc', 3, 'abc'],
  ['abcd', 3, 'ab…'],
  ['abcd', 1, '…'],
  ['abcd', 0, '…'],
])('shortens %s to %i', (text, most, expected) => {
  expect(shorten(text, most)).toBe(expected);
});

it('writes times in UTC', () => {
  expect(toIso(0)).toBe('1970-01-01T00:00:00.000Z');
});
