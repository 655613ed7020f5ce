import type { NormalizedSchema } from '@smithy/core/schema';
import { hasTrait, kindOf, nameTrait, unreadable } from './schema';
import { readText } from './text-values';

/** A form's keys, split at their dots: `Attributes.entry.1.key=Policy` is a leaf four levels down. */
interface FormTree {
  text?: string;
  readonly children: Map<string, FormTree>;
}

const DEEPEST_KEY = 64;

export const parseForm = (form: URLSearchParams): FormTree => {
  const root: FormTree = { children: new Map() };
  for (const [key, text] of form) {
    const steps = key.split('.');
    if (steps.length > DEEPEST_KEY) throw unreadable(`The key ${key.slice(0, 80)}… is too deep.`);
    let node = root;
    for (const step of steps) {
      const child: FormTree = node.children.get(step) ?? { children: new Map() };
      node.children.set(step, child);
      node = child;
    }
    node.text = text;
  }
  return root;
};

const inOrder = (tree: FormTree | undefined): readonly FormTree[] =>
  [...(tree?.children ?? [])]
    .filter(([index]) => /^\d+$/.test(index))
    .sort(([one], [other]) => Number(one) - Number(other))
    .map(([, child]) => child);

const readList = (schema: NormalizedSchema, tree: FormTree, path: string): unknown => {
  const item = schema.getValueSchema();
  const items = hasTrait(schema, 'xmlFlattened')
    ? tree
    : tree.children.get(nameTrait(item, 'xmlName') ?? 'member');
  return inOrder(items).map((child, index) => readForm(item, child, `${path}.${index + 1}`));
};

const readMap = (schema: NormalizedSchema, tree: FormTree, path: string): unknown => {
  const key = nameTrait(schema.getKeySchema(), 'xmlName') ?? 'key';
  const value = nameTrait(schema.getValueSchema(), 'xmlName') ?? 'value';
  const entries = hasTrait(schema, 'xmlFlattened') ? tree : tree.children.get('entry');
  return Object.fromEntries(
    inOrder(entries).map((entry) => {
      const name = entry.children.get(key)?.text;
      if (name === undefined) throw unreadable(`${path} has an entry without a ${key}.`);
      const held = entry.children.get(value) ?? { text: '', children: new Map() };
      return [name, readForm(schema.getValueSchema(), held, `${path}.${name}`)];
    }),
  );
};

/**
 * Reads a form as the query protocol lays out a structure (https://smithy.io/2.0/aws/protocols/aws-query-protocol.html).
 * A key that the schema does not know is left out. EC2's dialect differs in names and in lists, and would be a
 * second reader.
 */
export const readForm = (schema: NormalizedSchema, tree: FormTree, path = ''): unknown => {
  switch (kindOf(schema)) {
    case 'unit':
      return {};
    case 'struct': {
      const members: [string, unknown][] = [];
      for (const [name, member] of schema.structIterator()) {
        const key = nameTrait(member, 'xmlName') ?? name;
        const child = tree.children.get(key);
        if (child !== undefined)
          members.push([name, readForm(member, child, path === '' ? key : `${path}.${key}`)]);
      }
      return Object.fromEntries(members);
    }
    case 'list':
      return readList(schema, tree, path);
    case 'map':
      return readMap(schema, tree, path);
    default:
      if (tree.text === undefined) throw unreadable(`${path} is not a value.`);
      return readText(schema, tree.text, path);
  }
};
