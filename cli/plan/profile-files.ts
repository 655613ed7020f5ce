import { readdir } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { Profile as ProfileShape } from '../../config/schema/profile';
import type { Profile } from '../../domain/hosts/profile';
import { inheritProfile } from '../../domain/hosts/profiles/inherit-profile';
import { findProfileFaults } from '../../domain/hosts/profiles/profile-faults';
import { REPOSITORY } from '../repository';
import { UsageError } from '../usage-error';
import { readYamlFile, type Finding } from '../yaml-file';

const PROFILES = join(REPOSITORY, 'config', 'profiles');
/** So many faults are told at once. */
const MOST_FAULTS = 20;

/**
 * A profile with all that it inherits: a name in config/profiles, or a path. What it extends is looked for beside it,
 * then in config/profiles. Throws UsageError with file, line and column of every fault.
 */
export const readProfile = async (nameOrPath: string): Promise<Profile> => {
  const path = await pathOf(nameOrPath, PROFILES);
  if (path !== undefined) return readWithParents(path, []);
  if (/[./\\]/.test(nameOrPath)) return readWithParents(resolve(nameOrPath), []);
  throw new UsageError(
    `There is no profile "${nameOrPath}". Give the path of one, or one of ${(await profileNames()).join(', ')}.`,
  );
};

/** The names in config/profiles. */
export const profileNames = async (): Promise<readonly string[]> =>
  (await readdir(PROFILES))
    .filter((file) => file.endsWith('.yml'))
    .map((file) => file.slice(0, -'.yml'.length))
    .toSorted();

const readWithParents = async (path: string, children: readonly string[]): Promise<Profile> => {
  const { value: file, findings, whereOf } = await readYamlFile(path, ProfileShape, 'profile');
  if (file === undefined) throw toUsageError(findings);
  const parentPath =
    file.extends === undefined ? undefined : await pathOf(file.extends, dirname(path), PROFILES);
  const line = [...children, path];
  const isCircle = parentPath !== undefined && line.includes(parentPath);
  if (isCircle || (file.extends !== undefined && parentPath === undefined))
    throw toUsageError([
      {
        where: whereOf(['extends']),
        message: isCircle
          ? `extends: ${file.extends} extends this profile in turn.`
          : `extends: there is no profile ${file.extends}, beside this file or in config/profiles.`,
      },
    ]);
  const parent = parentPath === undefined ? undefined : await readWithParents(parentPath, line);
  const faults = findProfileFaults(file, parent).map((fault) => ({
    where: whereOf(fault.path),
    message: `${fault.path.join('.')}: ${fault.message}.`,
  }));
  if (faults.length > 0) throw toUsageError(faults);
  return inheritProfile(file, parent);
};

/** The file of a profile in the first of the folders that has it. */
const pathOf = async (name: string, ...folders: readonly string[]): Promise<string | undefined> => {
  for (const folder of folders) {
    const names = await readdir(folder).catch((): string[] => []);
    if (names.includes(`${name}.yml`)) return resolve(folder, `${name}.yml`);
  }
  return undefined;
};

const toUsageError = (faults: readonly Pick<Finding, 'where' | 'message'>[]): UsageError => {
  const told = faults.slice(0, MOST_FAULTS).map(({ where, message }) => `  ${where}  ${message}`);
  const rest = faults.length - told.length;
  return new UsageError(
    [
      'The profile is not valid. docs/profiles.md explains the format.',
      ...told,
      ...(rest > 0 ? [`  and ${rest} more.`] : []),
    ].join('\n'),
  );
};
