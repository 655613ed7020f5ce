import type { NormalizedSchema } from '@smithy/core/schema';
import type { XmlElement } from './read-xml';
import { hasTrait, kindOf, nameTrait } from './schema';
import { readText } from './text-values';

const named = ({ children }: XmlElement, name: string): readonly XmlElement[] =>
  children.filter((child) => child.name === name);

const readMember = (
  member: NormalizedSchema,
  name: string,
  { element, path }: { readonly element: XmlElement; readonly path: string },
): unknown => {
  const found = named(element, name);
  const [first] = found;
  if (first === undefined) return undefined;
  const at = path === '' ? name : `${path}.${name}`;
  if (kindOf(member) !== 'list' || !hasTrait(member, 'xmlFlattened'))
    return readXml(member, first, at);
  const item = member.getValueSchema();
  return found.map((each, index) => readXml(item, each, `${at}.${index + 1}`));
};

/**
 * Reads an element as REST-XML lays out a value (https://smithy.io/2.0/spec/protocol-traits.html#xml-bindings).
 * Elements that the schema does not know are left out, as attributes are. Maps are not read: no request has one.
 * Throws SerializationException.
 */
export const readXml = (schema: NormalizedSchema, element: XmlElement, path = ''): unknown => {
  switch (kindOf(schema)) {
    case 'struct':
      return Object.fromEntries(
        [...schema.structIterator()]
          .map(([name, member]): [string, unknown] => [
            name,
            readMember(member, nameTrait(member, 'xmlName') ?? name, { element, path }),
          ])
          .filter(([, value]) => value !== undefined),
      );
    case 'list': {
      const item = schema.getValueSchema();
      return named(element, nameTrait(item, 'xmlName') ?? 'member').map((each, index) =>
        readXml(item, each, `${path}.${index + 1}`),
      );
    }
    default:
      return readText(schema, element.text, path);
  }
};
