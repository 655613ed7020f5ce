import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { Profile } from '../config/schema/profile';
import { REPOSITORY } from './repository';

export const PROFILE_SCHEMA_PATH = join(REPOSITORY, 'config', 'schema', 'profile.schema.json');

/** The JSON Schema of profiles, for editors. It knows the shapes, and not what one setting says of another. */
export const toProfileSchema = () => ({
  title: 'A host profile of Slipway',
  ...z.toJSONSchema(Profile, { io: 'input', reused: 'ref' }),
});

const write = async (): Promise<void> => {
  const { format } = await import('prettier');
  const text = JSON.stringify(toProfileSchema());
  await writeFile(PROFILE_SCHEMA_PATH, await format(text, { parser: 'json', printWidth: 100 }));
};

// `node --require ./cli/register.cjs cli/profile-schema.ts` writes it anew.
if (require.main === module) void write();
