import { PutParameterCommand } from '@aws-sdk/client-ssm';
import { publishPolicy } from '../../adapters/aws/ledger/policies';
import { createTable } from '../../adapters/aws/ledger/table';
import { SLACK_BOT_TOKEN, SLACK_SIGNING_SECRET } from '../../adapters/aws/parameters';
import type { Policy } from '../../config/schema/policy';
import type { Sandbox } from '../cloud';
import type { Operator } from './operator';

/**
 * What an operator does once after the stack's first deploy, with the same calls as on AWS: stores Slack's secrets,
 * publishes the policies.
 */
export const takeFirstSteps = async (
  sandbox: Sandbox,
  operator: Operator,
  policies: readonly Policy[],
): Promise<void> => {
  const secrets = {
    [SLACK_BOT_TOKEN]: sandbox.slackBotToken,
    [SLACK_SIGNING_SECRET]: sandbox.slackSigningSecret,
  };
  for (const [Name, Value] of Object.entries(secrets))
    await operator.ssm.send(new PutParameterCommand({ Name, Value, Type: 'SecureString' }));
  const table = createTable(operator.dynamoDb, sandbox.ledgerTable);
  const at = new Date(sandbox.clock.nowEpochMs()).toISOString();
  for (const policy of policies) await publishPolicy(table, policy, { who: 'operator', at });
};
