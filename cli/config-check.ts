import { join } from 'node:path';
import type { ZodMiniType } from 'zod/mini';
import { Network } from '../config/schema/network';
import { Scope } from '../config/schema/scope';
import { print } from './print';
import { REPOSITORY } from './repository';
import type { Finding } from './yaml-file';
import { readYamlFile } from './yaml-file';

/** What the stack is packaged with, beside policies and profiles, which have checks of their own. */
const FILES: readonly { readonly name: string; readonly schema: ZodMiniType }[] = [
  { name: 'scope', schema: Scope },
  { name: 'network', schema: Network },
];

/** `slipway config check`: every fault of the files that the stack is packaged with. Throws UsageError for a missing one. */
export const checkConfig = async (
  folder = REPOSITORY,
  options: { readonly json?: boolean } = {},
): Promise<void> => {
  const findings = await findConfigFaults(folder);
  if (options.json === true) print(JSON.stringify({ findings }));
  else {
    for (const { level, code, message, where } of findings)
      print(`${where}  ${level}  ${code}: ${message}`);
    const errors = `${findings.length} ${findings.length === 1 ? 'error' : 'errors'}`;
    print(`${FILES.length} files of config/ checked: ${errors}.`);
  }
  if (findings.length > 0) process.exitCode = 1;
};

/** All of them are errors: a stack with one cannot start. */
export const findConfigFaults = async (folder: string): Promise<readonly Finding[]> => {
  const files = await Promise.all(
    FILES.map(({ name, schema }) =>
      readYamlFile(join(folder, 'config', `${name}.yml`), schema, name),
    ),
  );
  return files.flatMap(({ findings }) => findings);
};
