import type { Section } from '../../config/schema/check-descriptions';
import { GATE_DESCRIPTIONS, POLICY_SECTIONS } from '../../config/schema/policy-descriptions';
import { CHECK_KINDS } from '../../domain/releases/checks/check';

/** Of JSON Schema what a policy's has. */
export interface SchemaNode {
  $ref?: string;
  $defs?: Record<string, SchemaNode>;
  type?: string;
  const?: unknown;
  enum?: unknown[];
  default?: unknown;
  title?: string;
  description?: string;
  properties?: Record<string, SchemaNode>;
  additionalProperties?: SchemaNode | boolean;
  items?: SchemaNode;
  oneOf?: SchemaNode[];
  anyOf?: SchemaNode[];
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  exclusiveMaximum?: number;
  required?: string[];
}

/** By the path of the object that it describes. */
export const SECTIONS: Readonly<Record<string, Section>> = {
  ...POLICY_SECTIONS,
  checks: {
    title: 'Gates',
    at: '`checks`',
    about: 'What is asked at each gate: a list of checks, 20 at most.',
    fields: GATE_DESCRIPTIONS,
  },
};

/** What stands in several places, by the name of its member: described once. */
const SAME: Readonly<Record<string, string>> = {
  repeat: 'check.repeat',
  assertions: 'http.expect.assertions',
  latency: 'http.expect.latency',
  source: 'metric-threshold.source',
};

/** The objects of a described schema, by the path of their section. */
export type SchemaObjects = ReadonlyMap<string, SchemaNode>;

/**
 * The schema with what each of its fields means: titles where objects are, descriptions beside the fields. A field that
 * is described nowhere stays without: the test of the schema finds it.
 */
export const describeSchema = (
  plain: SchemaNode,
): { readonly schema: SchemaNode; readonly objects: SchemaObjects } => {
  const schema = structuredClone(plain);
  const objects = new Map<string, SchemaNode>();
  const visited = new Set<SchemaNode>();
  const visit = (node: SchemaNode | undefined, path: string): void => {
    if (node === undefined || visited.has(node)) return;
    visited.add(node);
    if (node.$ref !== undefined) visit(schema.$defs?.[node.$ref.split('/').at(-1) ?? ''], path);
    visit(node.items, path);
    if (typeof node.additionalProperties === 'object') visit(node.additionalProperties, path);
    for (const option of [...(node.oneOf ?? []), ...(node.anyOf ?? [])])
      visit(option, isCheckList(path) ? kindOf(option) : path);
    if (node.properties !== undefined) describeObject(node, path, visit);
    if (node.properties !== undefined && !objects.has(path)) objects.set(path, node);
  };
  visit(schema, '');
  return { schema, objects };
};

const describeObject = (
  node: SchemaNode,
  path: string,
  visit: (node: SchemaNode, path: string) => void,
): void => {
  const section = SECTIONS[path];
  node.title ??= section?.title;
  node.description ??= section?.about;
  const ofEveryCheck = isKind(path) ? SECTIONS.check?.fields : {};
  for (const [name, member] of Object.entries(node.properties ?? {})) {
    member.description = section?.fields[name] ?? ofEveryCheck?.[name];
    visit(member, SAME[name] ?? (path === '' ? name : `${path}.${name}`));
  }
};

const isKind = (path: string): boolean => CHECK_KINDS.some((kind) => kind === path);
const isCheckList = (path: string): boolean => /^(bake\.)?checks(\.\w+)?$/.test(path);
const kindOf = (option: SchemaNode): string => String(option.properties?.kind?.const);
