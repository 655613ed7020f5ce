import type { NormalizedSchema } from '@smithy/core/schema';
import { hasTrait, isStruct, kindOf, nameTrait } from './schema';
import { writeText } from './text-values';

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\r': '&#xD;',
};
// What XML 1.0 cannot hold at all is left out.
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;

export const escapeXml = (text: string): string =>
  text.replace(FORBIDDEN, '').replace(/[&<>"\r]/g, (sign) => entities[sign] ?? sign);

export const element = (name: string, content: string): string => `<${name}>${content}</${name}>`;

const writeList = (name: string, schema: NormalizedSchema, value: unknown): string => {
  if (!Array.isArray(value)) throw new TypeError(`The answer's ${name} is no list.`);
  const item = schema.getValueSchema();
  const flat = hasTrait(schema, 'xmlFlattened');
  const itemName = flat ? name : (nameTrait(item, 'xmlName') ?? 'member');
  const items = value.map((held) => writeMember(itemName, item, held)).join('');
  return flat ? items : element(name, items);
};

const writeMap = (name: string, schema: NormalizedSchema, value: unknown): string => {
  if (!isStruct(value)) throw new TypeError(`The answer's ${name} is no map.`);
  const keyName = nameTrait(schema.getKeySchema(), 'xmlName') ?? 'key';
  const valueName = nameTrait(schema.getValueSchema(), 'xmlName') ?? 'value';
  const flat = hasTrait(schema, 'xmlFlattened');
  const entries = Object.entries(value)
    .filter(([, held]) => held !== undefined && held !== null)
    .map(([key, held]) =>
      element(
        flat ? name : 'entry',
        element(keyName, escapeXml(key)) + writeMember(valueName, schema.getValueSchema(), held),
      ),
    )
    .join('');
  return flat ? entries : element(name, entries);
};

const writeMember = (name: string, schema: NormalizedSchema, value: unknown): string => {
  switch (kindOf(schema)) {
    case 'list':
      return writeList(name, schema, value);
    case 'map':
      return writeMap(name, schema, value);
    case 'struct':
      return element(name, writeXml(schema, value));
    default:
      return element(name, escapeXml(writeText(schema, value)));
  }
};

/** The members of a structure as XML, without an element around them. Throws TypeError as `writeValue` does. */
export const writeXml = (schema: NormalizedSchema, value: unknown): string => {
  if (schema.isUnitSchema()) return '';
  if (!isStruct(value)) throw new TypeError(`The answer is no ${schema.getName() ?? 'structure'}.`);
  let xml = '';
  for (const [name, member] of schema.structIterator()) {
    const held = value[name];
    if (held !== undefined && held !== null)
      xml += writeMember(nameTrait(member, 'xmlName') ?? name, member, held);
  }
  return xml;
};
