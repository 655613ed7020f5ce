import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { Policy } from '../config/schema/policy';
import { describeSchema, type SchemaNode } from './policy/describe-schema';
import { fillPage, PAGE_PATH } from './policy/policy-page';
import { REPOSITORY } from './repository';

export const POLICY_SCHEMA_PATH = join(REPOSITORY, 'config', 'schema', 'policy.schema.json');

const parse: (text: string) => SchemaNode = JSON.parse;

/** The JSON Schema of policies, for editors, with what every field means. */
export const policySchema = () =>
  describeSchema(parse(JSON.stringify(z.toJSONSchema(Policy, { io: 'input', reused: 'ref' }))));

// `node --require ./cli/register.cjs cli/policy-schema.ts` writes it anew, and the tables of docs/policies.md.
if (require.main === module)
  void (async () => {
    // Not loaded by whoever only compares.
    const { format, resolveConfig } = await import('prettier');
    const write = async (path: string, text: string) =>
      writeFileSync(path, await format(text, { ...(await resolveConfig(path)), filepath: path }));
    const described = policySchema();
    await write(POLICY_SCHEMA_PATH, JSON.stringify(described.schema));
    await write(PAGE_PATH, fillPage(readFileSync(PAGE_PATH, 'utf8'), described));
  })();
