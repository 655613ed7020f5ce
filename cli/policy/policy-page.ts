import { join } from 'node:path';
import { REPOSITORY } from '../repository';
import { FINDING_CODES } from './finding-codes';
import { SECTIONS, type SchemaNode, type SchemaObjects } from './describe-schema';

export const PAGE_PATH = join(REPOSITORY, 'docs', 'policies.md');

interface Described {
  readonly schema: SchemaNode;
  readonly objects: SchemaObjects;
}

/**
 * docs/policies.md with its two generated parts written anew, their tables not aligned: what every field means, what
 * every code does.
 */
export const fillPage = (page: string, described: Described): string =>
  replacePart(replacePart(page, 'fields', toFieldTables(described)), 'codes', toCodeTable());

const replacePart = (page: string, name: string, text: string): string =>
  page.replace(
    new RegExp(`(<!-- ${name}: .*? -->)[^]*?(<!-- end of ${name} -->)`),
    (_, start: string, end: string) => `${start}\n\n${text}\n\n${end}`,
  );

const toFieldTables = ({ schema, objects }: Described): string =>
  Object.entries(SECTIONS)
    .map(([path, { at, about, fields }]) => {
      const node = objects.get(path === 'check' ? 'http' : path);
      const rows = Object.entries(fields).map(([name, meaning]) => {
        const member = resolve(schema, node?.properties?.[name]);
        const isNeeded = node?.required?.includes(name) === true;
        return row(`\`${name}\``, meaning, valuesOf(schema, member), absentOf(member, isNeeded));
      });
      return [
        `### ${at}`,
        about,
        [row('field', 'meaning', 'values', 'absent'), row('-', '-', '-', '-'), ...rows].join('\n'),
      ].join('\n\n');
    })
    .join('\n\n');

/** What refers to another node has what that one has, beside its own. */
const resolve = (schema: SchemaNode, node: SchemaNode | undefined): SchemaNode => {
  const name = node?.$ref?.split('/').at(-1);
  return name === undefined
    ? (node ?? {})
    : { ...resolve(schema, schema.$defs?.[name]), ...node, $ref: undefined };
};

const valuesOf = (schema: SchemaNode, node: SchemaNode): string => {
  if (node.enum !== undefined)
    return node.enum.length > MOST_WORDS
      ? `one of ${node.enum.length} names`
      : node.enum.map((it) => `\`${String(it)}\``).join(', ');
  const { minimum, maximum, exclusiveMinimum: above, exclusiveMaximum: below } = node;
  const least = minimum ?? (above === undefined ? undefined : `above ${above}`);
  const most = maximum ?? (below === undefined ? undefined : `below ${below}`);
  if (least !== undefined && most !== undefined) return `${least} to ${most}`;
  if (least !== undefined) return String(least);
  if (node.type === 'array') {
    const { type, enum: words } = resolve(schema, node.items);
    return words === undefined && type === 'string' ? 'list of texts' : 'list';
  }
  return WORDS[node.type ?? ''] ?? '';
};

/** More of them are listed where they are described. */
const MOST_WORDS = 8;

const WORDS: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'number',
  integer: 'whole number',
  boolean: '`true`, `false`',
  object: 'object',
};

const absentOf = (node: SchemaNode, isNeeded: boolean): string => {
  if (node.default !== undefined) return `\`${JSON.stringify(node.default)}\``;
  return isNeeded ? 'required' : '';
};

const toCodeTable = (): string =>
  [
    row('code', 'level', 'meaning', 'do'),
    row('-', '-', '-', '-'),
    ...Object.entries(FINDING_CODES).map(([code, { level, meaning, remedy }]) =>
      row(`\`${code}\``, level, meaning, remedy),
    ),
  ].join('\n');

const row = (...cells: readonly string[]): string =>
  `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
