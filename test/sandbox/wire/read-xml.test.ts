import * as fc from 'fast-check';
import { parseXml, type XmlElement } from '../../../sandbox/wire/read-xml';
import { element, escapeXml } from '../../../sandbox/wire/xml-values';

it('reads what it is told to, and nothing more', () => {
  // given
  const text = `\ufeff<?xml version="1.0"?>
    <!-- what is to go -->
    <s3:Delete xmlns:s3="http://s3.amazonaws.com/doc/2006-03-01/">
      <Quiet>true</Quiet>
      <Object class="a"><Key>a&amp;b&#x20;&#99;<![CDATA[<d>]]></Key><ETag/></Object>
    </s3:Delete>`;
  // when
  const { name, children } = parseXml(text);
  // then
  expect(name).toBe('Delete');
  expect(children).toEqual([
    { name: 'Quiet', text: 'true', children: [] },
    {
      name: 'Object',
      text: '',
      children: [
        { name: 'Key', text: 'a&b c<d>', children: [] },
        { name: 'ETag', text: '', children: [] },
      ],
    },
  ]);
});

// What XML 1.0 can hold.
const anyText = fc
  .string({ unit: 'grapheme', maxLength: 20 })
  .filter((text) => escapeXml(text).length >= text.length && !/[\u0000-\u001f]/.test(text));
const anyTree: fc.Arbitrary<XmlElement> = fc.letrec<{ tree: XmlElement }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 4 },
    fc.record({
      name: fc.constantFrom('A', 'Bc'),
      text: anyText,
      children: fc.constant<XmlElement[]>([]),
    }),
    fc.record({
      name: fc.constantFrom('A', 'Bc'),
      text: fc.constant(''),
      children: fc.array(tie('tree'), { minLength: 1, maxLength: 3 }),
    }),
  ),
})).tree;
const written = ({ name, text, children }: XmlElement): string =>
  element(name, escapeXml(text) + children.map(written).join(''));

it('reads back every document that the wire writes', () =>
  fc.assert(
    fc.property(anyTree, (tree) => {
      expect(parseXml(written(tree))).toEqual(tree);
    }),
  ));

it('reads no text at all, or says so, but never anything else', () =>
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom('<', '>', '/', '!', '-', '[', '&', ';', 'a', ' ', '"') }),
      (text) => {
        try {
          expect(typeof parseXml(text).name).toBe('string');
        } catch (error) {
          expect(error).toMatchObject({ code: 'SerializationException' });
        }
      },
    ),
  ));

it.each([
  ['an element that is never closed', '<A><B></B>'],
  ['elements that cross', '<A><B></A></B>'],
  ['two documents', '<A/><A/>'],
  ['text around it', 'x<A/>'],
  ['a document type', '<!DOCTYPE A [<!ENTITY x "y">]><A>&x;</A>'],
  ['an entity of its own', '<A>&x;</A>'],
  ['a character that there is not', '<A>&#x110000;</A>'],
  ['a thousand levels', `${'<A>'.repeat(1_000)}${'</A>'.repeat(1_000)}`],
  ['nothing', ''],
])('refuses %s', (_what, text) => {
  expect(() => parseXml(text)).toThrow('The body');
});
