import { join } from 'node:path';
import { Scope } from '../config/schema/scope';
import { REPOSITORY } from './repository';
import { UsageError } from './usage-error';
import { readYamlFile } from './yaml-file';

/** What this stack may touch. Throws UsageError with the file's first fault. */
export const readOwnScope = async (
  path = join(REPOSITORY, 'config', 'scope.yml'),
): Promise<Scope> => {
  const { value, findings } = await readYamlFile(path, Scope, 'scope');
  if (value !== undefined) return value;
  const [first] = findings;
  throw new UsageError(
    `${first?.where ?? path}: ${first?.message ?? 'it is empty.'} See all faults with: slipway config check`,
  );
};
