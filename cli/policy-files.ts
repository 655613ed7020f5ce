import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Policy } from '../config/schema/policy';
import type { CheckedPolicy } from './policy/policy-finding';
import { salvagePolicy } from './policy/salvage';
import { REPOSITORY } from './repository';
import { UsageError } from './usage-error';
import { readYamlFile, type YamlFile } from './yaml-file';

export type { Finding } from './yaml-file';
export interface PolicyFile extends Pick<YamlFile<Policy>, 'path' | 'findings' | 'whereOf'> {
  /** Absent where the file holds no policy that can be read. */
  readonly policy?: Policy;
  /** What of a policy that has faults of form can be looked at nonetheless. */
  readonly rest?: CheckedPolicy;
}

const POLICIES = join(REPOSITORY, 'config', 'policies');

/** The given files, or all of config/policies. Throws UsageError where there is none to read. */
export const readPolicyFiles = async (paths: readonly string[]): Promise<readonly PolicyFile[]> => {
  const files = paths.length > 0 ? paths : await defaultPaths();
  return Promise.all(files.map(readPolicyFile));
};

const defaultPaths = async (): Promise<readonly string[]> => {
  const names = await readdir(POLICIES).catch(() => []);
  const files = names.filter((name) => /\.ya?ml$/.test(name)).toSorted();
  if (files.length === 0)
    throw new UsageError('There is no policy in config/policies. Write one, or name a file.');
  return files.map((name) => join(POLICIES, name));
};

const readPolicyFile = async (path: string): Promise<PolicyFile> => {
  const { value: policy, raw, ...file } = await readYamlFile(path, Policy, 'policy');
  const salvaged = salvagePolicy(raw);
  if (salvaged === undefined) return { ...file, policy };
  const whereOf: CheckedPolicy['whereOf'] = (it) => file.whereOf(salvaged.writtenPath(it));
  return { ...file, policy, rest: { policy: salvaged.policy, whereOf } };
};
