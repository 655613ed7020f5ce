import { unreadable } from './schema';

/** An element of a document, by its name without a namespace. Attributes are not kept: no request needs one. */
export interface XmlElement {
  readonly name: string;
  /** The characters right below it, its children's left out. */
  text: string;
  readonly children: XmlElement[];
}

const DEEPEST = 32;

const entities: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
};

const codePointOf = (entity: string): number | undefined => {
  const [, hex, digits] = /^#(?:x([0-9a-fA-F]+)|(\d+))$/.exec(entity) ?? [];
  const code = hex === undefined ? Number(digits) : Number.parseInt(hex, 16);
  return Number.isInteger(code) && code > 0 && code <= 0x10_ff_ff ? code : undefined;
};

const unescapeXml = (text: string): string =>
  text.replace(/&([^;&]*);?/g, (_, name: string) => {
    const code = codePointOf(name);
    const sign = Object.hasOwn(entities, name) ? entities[name] : undefined;
    if (code === undefined && sign === undefined)
      throw unreadable(`The body has an entity that is not known: &${name.slice(0, 20)};`);
    return sign ?? String.fromCodePoint(code ?? 0);
  });

/** A tag, a comment, a declaration, a run of characters kept as they are, or text. */
const PIECE =
  /<!--[^]*?-->|<\?[^]*?\?>|<!\[CDATA\[([^]*?)\]\]>|<(\/?)([^\s<>/!?][^\s<>/]*)(?:\s[^<>]*?)?(\/?)>|([^<]+)/y;

const localName = (name: string): string => name.slice(name.indexOf(':') + 1);

/**
 * Reads a small document, as requests of REST-XML have one. A document type is refused, and with it every entity that
 * somebody might define. Throws SerializationException.
 */
export const parseXml = (document: string): XmlElement => {
  const top: XmlElement = { name: '', text: '', children: [] };
  const open = [top];
  const close = (name: string): void => {
    const last = open.pop();
    if (open.length === 0 || last?.name !== name)
      throw unreadable(`The body closes <${name}>, which is not open.`);
  };
  const take = ([, raw, slash, name, empty, text]: RegExpExecArray): void => {
    const parent = open.at(-1) ?? top;
    if (raw !== undefined) parent.text += raw;
    else if (text !== undefined) parent.text += unescapeXml(text);
    else if (name === undefined) return;
    else if (slash === '/') close(localName(name));
    else {
      const element: XmlElement = { name: localName(name), text: '', children: [] };
      parent.children.push(element);
      if (empty !== '/') open.push(element);
      if (open.length > DEEPEST) throw unreadable('The body is nested too deeply.');
    }
  };
  const pieces = new RegExp(PIECE);
  const whole = document.replace(/^\ufeff/, '');
  while (pieces.lastIndex < whole.length) {
    const piece = pieces.exec(whole);
    if (piece === null) throw unreadable('The body is not XML.');
    take(piece);
  }
  const [root, another] = top.children;
  if (open.length !== 1 || root === undefined || another !== undefined || top.text.trim() !== '')
    throw unreadable('The body is not one XML document.');
  return root;
};
