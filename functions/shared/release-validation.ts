import { createAnnouncements } from '../../adapters/aws/announcements';
import * as aws from '../../adapters/aws/clients';
import { createDeployments } from '../../adapters/aws/deployments';
import { createHookReporter } from '../../adapters/aws/hook-reporter';
import { createLedger } from '../../adapters/aws/ledger/ledger';
import { createNotices } from '../../adapters/aws/notices';
import { createObservers } from '../../adapters/aws/observers';
import { createBreakGlass } from '../../adapters/aws/parameters';
import { systemClock as clock } from '../../adapters/system/clock';
import type { ReleaseScope } from '../../domain/releases/scope';
import { createValidator } from '../../domain/releases/validate-release';

export interface ReleaseValidationConfig {
  readonly ledgerTable: string;
  readonly publishQueueUrl: string;
  readonly topics: { readonly notices: string; readonly pages: string };
  readonly scope: ReleaseScope;
}

/** The parts of every function that judges a release, made of real ports. */
export const composeReleaseValidation = (
  config: ReleaseValidationConfig,
  traced: <Client>(client: Client) => Client,
) => {
  const codeDeploy = traced(aws.createCodeDeployClient());
  const lambda = traced(aws.createLambdaClient());
  const ledger = createLedger(traced(aws.createDynamoDBClient()), config.ledgerTable, clock);
  const validator = createValidator({
    ...ledger,
    breakGlass: createBreakGlass(traced(aws.createSsmClient())),
    deployments: createDeployments(codeDeploy),
    observers: createObservers(lambda, traced(aws.createCloudWatchClient()), clock),
    scope: config.scope,
    clock,
  });
  return {
    clock,
    validator,
    verdicts: ledger.verdicts,
    reporter: createHookReporter(codeDeploy),
    announcements: createAnnouncements(traced(aws.createSqsClient()), config.publishQueueUrl),
    notices: createNotices(traced(aws.createSnsClient()), config.topics),
  };
};
