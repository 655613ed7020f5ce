import { publishPolicy } from '../../adapters/aws/ledger/policies';
import { createTable } from '../../adapters/aws/ledger/table';
import { Policy } from '../../config/schema/policy';
import type { Scenario } from './sandbox';

/** As `slipway policy publish`, for policies that name what is known only once the sandbox runs. */
export const publishPolicies = async (
  { sandbox, operator }: Scenario,
  policies: readonly unknown[],
): Promise<void> => {
  const table = createTable(operator.dynamoDb, sandbox.ledgerTable);
  const at = new Date(sandbox.clock.nowEpochMs()).toISOString();
  for (const policy of policies)
    await publishPolicy(table, Policy.parse(policy), { who: 'operator', at });
};
