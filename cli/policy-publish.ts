import { createDynamoDBClient } from '../adapters/aws/clients';
import { publishPolicy } from '../adapters/aws/ledger/policies';
import { createTable, type Table } from '../adapters/aws/ledger/table';
import { systemClock } from '../adapters/system/clock';
import type { PolicyChange } from '../domain/releases/policy-changes';
import { toIso } from '../domain/units';
import { readCallerIdentity } from './caller-identity';
import { readOwnScope } from './own-scope';
import { findAllFaults } from './policy-check';
import { readPolicyFiles, type PolicyFile } from './policy-files';
import type { LivePorts } from './policy/live-faults';
import { createLivePorts } from './policy/live-ports';
import { toLedgerFault } from './ledger-fault';
import { print, tell } from './print';
import { UsageError } from './usage-error';

/**
 * `slipway policy publish`: from now on releases are judged by these. Nothing is published if one has an error; where
 * AWS cannot be asked about them, that is told and hinders nothing.
 */
export const publishPolicies = async (
  paths: readonly string[],
  { table: tableName }: { readonly table: string },
): Promise<void> => {
  const files = await readPolicyFiles(paths);
  const { arn } = await readCallerIdentity();
  const lines = await publishFiles(files, {
    live: createLivePorts(await readOwnScope()),
    table: createTable(createDynamoDBClient(), tableName),
    tableName,
    by: { who: arn, at: toIso(systemClock.nowEpochMs()) },
    warn: tell,
  });
  lines.forEach(print);
};

export interface Publishing {
  readonly live: LivePorts;
  readonly table: Table;
  readonly tableName: string;
  readonly by: { readonly who: string; readonly at: string };
  /** Takes a line for each warning. */
  readonly warn: (line: string) => void;
}

/** A line for each policy, and one for each change. Throws UsageError where nothing, or not all, was published. */
export const publishFiles = async (
  files: readonly PolicyFile[],
  { live, table, tableName, by, warn }: Publishing,
): Promise<readonly string[]> => {
  const findings = await findAllFaults(files, live);
  const errors = findings.filter((finding) => finding.level === 'error');
  const [first] = errors;
  if (first !== undefined)
    throw new UsageError(
      `Nothing was published: ${errors.length} ${errors.length === 1 ? 'error' : 'errors'}, the first at ${first.where}: ${first.message} See them all with \`slipway policy check --live\`.`,
    );
  for (const { where, code, message } of findings.filter(({ level }) => level === 'warning'))
    warn(`${where}  warning  ${code}: ${message}`);
  const lines: string[] = [];
  for (const { policy } of files) {
    if (policy === undefined) continue;
    const { version, changed, changes } = await publishPolicy(table, policy, by).catch(
      (cause: unknown) => {
        const done = lines.length === 0 ? '' : ` Before that: ${lines.join('; ')}.`;
        throw toLedgerFault('written', tableName, cause, done);
      },
    );
    const name = `${policy.application}/${policy.deploymentGroup}`;
    lines.push(
      changed
        ? `${name}: version ${version} counts from now on`
        : `${name}: unchanged, version ${version}`,
      ...changes.map(toChangeLine),
    );
  }
  return lines;
};

/** e.g. `  mode "observe" → "enforce"`. */
export const toChangeLine = ({ path, before, after }: PolicyChange): string => {
  const member = path === '' ? 'all of it' : path;
  if (before === undefined) return `  + ${member} ${after ?? ''}`;
  return after === undefined ? `  - ${member} ${before}` : `  ~ ${member} ${before} → ${after}`;
};
