import fc from 'fast-check';
import { readJson } from '../../events/envelope/read-json';

const reasonOf = (text: string): string | undefined => {
  const reading = readJson(text);
  return 'reason' in reading ? `${reading.reason}: ${reading.detail}` : undefined;
};

it('reads what JSON.parse reads', () =>
  fc.assert(
    fc.property(fc.json({ maxDepth: 5 }), (text) => {
      const reading = readJson(text);
      const hasTrick = /"(__proto__|prototype)"/.test(text);
      expect('value' in reading || hasTrick).toBe(true);
      if ('value' in reading) expect(reading.value).toEqual(JSON.parse(text));
    }),
  ));

it('never throws, whatever the text', () =>
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => readJson(text) !== undefined)));

it.each([
  ['', 'NotJson: it is empty'],
  [' \n', 'NotJson: it is empty'],
  ['{"a":1', 'NotJson: it does not parse'],
  ["{'a':1}", 'NotJson: it does not parse'],
  ['\ufeff{"a":1}', 'NotJson: it begins with a byte order mark; JSON is UTF-8 without one'],
  ['{\0"\0a\0"\0:\x001\0}\0', 'NotJson: it holds NUL characters; is it UTF-16?'],
  ['{"a":1,"b":2,"a":3}', 'DuplicateKey: the member "a" stands twice in one object'],
  ['{"a":1,"\\u0061":3}', 'DuplicateKey: the member "a" stands twice in one object'],
  ['[{"a":{"b":1,"b":1}}]', 'DuplicateKey: the member "b" stands twice in one object'],
  ['{"__proto__":{}}', 'ForbiddenKey: the member "__proto__" reaches for a prototype'],
  ['{"a":[{"\\u005f_proto__":1}]}', 'ForbiddenKey: the member "__proto__" reaches for a prototype'],
  [
    '{"constructor":{"prototype":{}}}',
    'ForbiddenKey: the member "prototype" reaches for a prototype',
  ],
])('refuses %p', (text, reason) => {
  expect(reasonOf(text)).toBe(reason);
});

it.each([
  '[{"a":1},{"a":1}]',
  '{"a":{"a":{"a":1}}}',
  '{"constructor":1,"prototype":2}',
  '{"a":"\\"a\\":1,\\"a\\":2","b":"{[:"}',
  '{"a\\\\":1,"a":2}',
  '"\\ud800"',
])('takes %p, which is no trick', (text) => {
  expect(readJson(text)).toEqual({ value: JSON.parse(text) });
});

it.each([
  ['arrays', `${'['.repeat(10_000)}${']'.repeat(10_000)}`],
  ['objects', `${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`],
])('refuses 10,000 nested %s', (_, text) => {
  expect(reasonOf(text)).toBe('TooDeep: it nests more than 100 levels');
});

it.each([
  ['of backslashes', JSON.stringify('\\'.repeat(1_500_000))],
  ['of quotes', JSON.stringify('"'.repeat(1_500_000))],
  ['of letters', JSON.stringify('a'.repeat(3_000_000))],
])('reads a string of 3 MB %s', (_, text) => {
  expect('value' in readJson(text)).toBe(true);
});
