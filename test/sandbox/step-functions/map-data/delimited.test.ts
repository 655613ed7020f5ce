import * as fc from 'fast-check';
import {
  parseDelimited,
  toItem,
} from '../../../../sandbox/step-functions/states/map-data/delimited';

it.each([
  [
    'commas and newlines end fields and records',
    'a,b\n1,2\n',
    [
      ['a', 'b'],
      ['1', '2'],
    ],
  ],
  ['quotation marks keep both', '"a,b\nc",d', [['a,b\nc', 'd']]],
  ['doubled quotation marks stand for themselves', '"say ""no""",x', [['say "no"', 'x']]],
  [
    'a backslash keeps backslashes, quotes and commas',
    'C:\\\\x,\\",a\\,b',
    [['C:\\x', '"', 'a,b']],
  ],
  ['a backslash before anything else is left out', 'a\\nb', [['anb']]],
  [
    'lines may end as on Windows',
    'a,b\r\n1,2\r\n',
    [
      ['a', 'b'],
      ['1', '2'],
    ],
  ],
  ['a line without characters is no record', 'a\n\n\nb', [['a'], ['b']]],
  [
    'an empty field is one',
    'a,,c\n,',
    [
      ['a', '', 'c'],
      ['', ''],
    ],
  ],
  ['nothing has no records', '', []],
])('%s', (_rule, text, records) => {
  expect(parseDelimited(text, ',')).toEqual(records);
});

it('reads back every table whose fields are quoted', () => {
  const anyField = fc.string({ unit: fc.constantFrom('a', '"', ',', '|', '\n', '\r', ' ', 'ü') });
  fc.assert(
    fc.property(
      fc.array(fc.array(anyField, { minLength: 2, maxLength: 4 }), { maxLength: 5 }),
      fc.constantFrom(',', '|', '\t'),
      (table, delimiter) => {
        const quote = (field: string) => `"${field.replaceAll('"', '""')}"`;
        const text = table.map((row) => row.map(quote).join(delimiter)).join('\n');
        expect(parseDelimited(text, delimiter)).toEqual(table);
      },
    ),
  );
});

it('fills in what a record lacks and leaves out what it has too much', () => {
  expect(toItem(['a', 'b'], ['1'])).toEqual({ a: '1', b: '' });
  expect(toItem(['a', 'b'], ['1', '2', '3'])).toEqual({ a: '1', b: '2' });
});
