import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { fillPage, PAGE_PATH } from '../../cli/policy/policy-page';
import { SECTIONS, type SchemaNode } from '../../cli/policy/describe-schema';
import { FINDING_CODES } from '../../cli/policy/finding-codes';
import { POLICY_SCHEMA_PATH, policySchema } from '../../cli/policy-schema';
import { readPolicyFiles } from '../../cli/policy-files';
import { REPOSITORY } from '../../cli/repository';
import { Policy } from '../../config/schema/policy';

const read = (path: string): string => readFileSync(path, 'utf8');
const REMEDY = 'Write it anew: node --require ./cli/register.cjs cli/policy-schema.ts';

const nodesOf = (node: SchemaNode | boolean | undefined): readonly SchemaNode[] => {
  if (typeof node !== 'object') return [];
  const inner = [
    node.items,
    node.additionalProperties,
    ...(node.oneOf ?? []),
    ...(node.anyOf ?? []),
    ...Object.values(node.properties ?? {}),
    ...Object.values(node.$defs ?? {}),
  ];
  return [node, ...inner.flatMap(nodesOf)];
};

it('is current', () => {
  expect({ REMEDY, schema: JSON.parse(read(POLICY_SCHEMA_PATH)) }).toEqual({
    REMEDY,
    schema: JSON.parse(JSON.stringify(policySchema().schema)),
  });
});

it('says of every object what it is, and of every field what it means', () => {
  const objects = nodesOf(policySchema().schema).filter((node) => node.properties !== undefined);
  expect(objects.length).toBeGreaterThan(20);
  const mute = objects.flatMap(({ title, description, properties }) => [
    ...(title === undefined || description === undefined
      ? [`an object with ${Object.keys(properties ?? {}).join(', ')}`]
      : []),
    ...Object.entries(properties ?? {}).flatMap(([name, member]) =>
      member.description === undefined ? [`${title}: ${name}`] : [],
    ),
  ]);
  expect(mute).toEqual([]);
});

it('describes no field that there is not', () => {
  const { objects } = policySchema();
  const known = (path: string): readonly string[] =>
    Object.keys(objects.get(path === 'check' ? 'http' : path)?.properties ?? {});
  const superfluous = Object.entries(SECTIONS).flatMap(([path, { fields }]) =>
    Object.keys(fields)
      .filter((name) => !known(path).includes(name) && path !== 'metric-baseline.baseline')
      .filter((name) => path !== 'ssm-command.hosts' || name === 'of')
      .map((name) => `${path}: ${name}`),
  );
  expect(superfluous).toEqual([]);
});

it('takes the policies that are shipped, as the product does', async () => {
  const schema = z.fromJSONSchema(JSON.parse(read(POLICY_SCHEMA_PATH)));
  const files = await readPolicyFiles([]);
  expect(files.length).toBeGreaterThan(0);
  for (const { policy } of files) expect(schema.safeParse(policy).success).toBe(true);
});

const good = {
  application: 'shop',
  deploymentGroup: '*',
  channel: 'releases',
  checks: { Ready: [{ name: 'a', kind: 'alarms', alarms: ['x'] }] },
};
it.each<[string, unknown]>([
  ['a good policy', good],
  ['an unknown field', { ...good, colour: 'red' }],
  ['a missing field', { ...good, channel: undefined }],
  ['an unknown gate', { ...good, checks: { Now: [] } }],
  ['an unknown kind', { ...good, checks: { Ready: [{ name: 'a', kind: 'luck' }] } }],
  [
    'a field of another kind',
    { ...good, checks: { Ready: [{ name: 'a', kind: 'alarms', url: 'x' }] } },
  ],
  ['no checks at all', { ...good, checks: {} }],
  [
    'one status',
    {
      ...good,
      checks: { Ready: [{ name: 'a', kind: 'http', url: 'https://x/', expect: { status: 204 } }] },
    },
  ],
  [
    'no status',
    {
      ...good,
      checks: { Ready: [{ name: 'a', kind: 'http', url: 'https://x/', expect: { status: [] } }] },
    },
  ],
  ['a mode of none', { ...good, mode: 'strict' }],
  ['too many', { ...good, rollback: { maxPerDay: 101 } }],
])('says of %s what the product says', (_, policy) => {
  const schema = z.fromJSONSchema(JSON.parse(read(POLICY_SCHEMA_PATH)));
  const written: unknown = JSON.parse(JSON.stringify(policy));
  expect(schema.safeParse(written).success).toBe(Policy.safeParse(written).success);
});

it('is named by every policy that is shipped', async () => {
  for (const { path } of await readPolicyFiles([]))
    expect(read(join(REPOSITORY, path)).split('\n')[0]).toBe(
      '# yaml-language-server: $schema=../schema/policy.schema.json',
    );
});

/** The formatter aligns tables, and nothing else. */
const unaligned = (page: string): string => page.replace(/-{2,}/g, '-').replace(/ {2,}/g, ' ');

it('is told in docs/policies.md with every field and every code', () => {
  const page = read(PAGE_PATH);
  expect({ REMEDY, page: unaligned(page) }).toEqual({
    REMEDY,
    page: unaligned(fillPage(page, policySchema())),
  });
  const cells = Object.keys(FINDING_CODES).filter((code) => !page.includes(`| \`${code}\` `));
  expect(cells).toEqual([]);
});
