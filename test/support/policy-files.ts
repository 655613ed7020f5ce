import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { findFaults } from '../../cli/policy-check';
import { readPolicyFiles, type PolicyFile } from '../../cli/policy-files';
import { Scope } from '../../config/schema/scope';
import scopeFile from '../../config/scope.yml';
import { NOON } from './releases';

export const SHIPPED_SCOPE = Scope.parse(scopeFile);

/** A policy as operators write it; each test says what is special about its own. */
export const aWrittenPolicy = (overrides: object = {}): object => ({
  application: 'shop',
  deploymentGroup: 'checkout',
  mode: 'enforce',
  channel: 'releases',
  checks: { BeforeAllowTraffic: [{ name: 'a', kind: 'alarms', alarms: ['shop-errors'] }] },
  ...overrides,
});

/** Policies read from files of a folder that is gone afterwards. */
export const readWritten = async (
  ...policies: readonly object[]
): Promise<readonly PolicyFile[]> => {
  const folder = await mkdtemp(join(tmpdir(), 'policies-'));
  try {
    const paths = policies.map((_, index) => join(folder, `${index}.yml`));
    await Promise.all(
      policies.map((policy, index) => writeFile(paths[index] ?? '', stringify(policy))),
    );
    return await readPolicyFiles(paths);
  } finally {
    await rm(folder, { recursive: true });
  }
};

/** What is found at noon of the tests' day, as `level code line:column`. */
export const findingsOf = async (policy: object): Promise<readonly string[]> =>
  findFaults(await readWritten(policy), SHIPPED_SCOPE, NOON).map(
    ({ level, code, where }) => `${level} ${code} ${where.replace(/^.*\.yml:/, '')}`,
  );

/** The codes of what is found in a policy with these checks at one gate. */
export const codesAt = async (hook: string, ...checks: readonly object[]) =>
  (
    await findingsOf(
      aWrittenPolicy({
        checks: { [hook]: checks.map((check, index) => ({ name: `c${index}`, ...check })) },
      }),
    )
  ).map((finding) => finding.split(' ')[1]);
