import { userInfo } from 'node:os';
import { createDynamoDBClient } from '../adapters/aws/clients';
import { publishPolicy } from '../adapters/aws/ledger/policies';
import { createTable } from '../adapters/aws/ledger/table';
import { systemClock } from '../adapters/system/clock';
import { toIso } from '../domain/units';
import { findFaults } from './policy-check';
import { readPolicyFiles } from './policy-files';
import { print } from './print';
import { UsageError } from './usage-error';

/** `slipway policy publish`: from now on releases are judged by these. Nothing is published if one has an error. */
export const publishPolicies = async (
  paths: readonly string[],
  { table: tableName }: { readonly table: string },
): Promise<void> => {
  const files = await readPolicyFiles(paths);
  const errors = findFaults(files).filter((finding) => finding.level === 'error');
  const [first] = errors;
  if (first !== undefined)
    throw new UsageError(
      `Nothing was published: ${errors.length} errors, the first at ${first.where}: ${first.message} See them all with \`slipway policy check\`.`,
    );
  const client = createDynamoDBClient();
  const by = { who: userInfo().username, at: toIso(systemClock.nowEpochMs()) };
  for (const { policy } of files) {
    if (policy === undefined) continue;
    const { version, changed } = await publishPolicy(
      createTable(client, tableName),
      policy,
      by,
    ).catch((cause: unknown) => {
      const why = cause instanceof Error ? cause.message : String(cause);
      throw new UsageError(`The ledger ${tableName} cannot be written: ${why}`, { cause });
    });
    const name = `${policy.application}/${policy.deploymentGroup}`;
    print(
      changed
        ? `${name}: version ${version} counts from now on`
        : `${name}: unchanged, version ${version}`,
    );
  }
};
