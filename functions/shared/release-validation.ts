import type { Logger } from '@aws-lambda-powertools/logger';
import { createAnnouncements } from '../../adapters/aws/announcements';
import { createChangeCalendars } from '../../adapters/aws/change-calendars';
import * as aws from '../../adapters/aws/clients';
import { createDeployments } from '../../adapters/aws/deployments';
import { createGateReporter } from '../../adapters/aws/gate-reporter';
import { createLedger } from '../../adapters/aws/ledger/ledger';
import { createLongValidations } from '../../adapters/aws/long-validations';
import { createNotices } from '../../adapters/aws/notices';
import { createObservers } from '../../adapters/aws/observers/observers';
import { createBreakGlass } from '../../adapters/aws/parameters';
import { systemClock as clock } from '../../adapters/system/clock';
import type { ReleaseScope } from '../../domain/releases/scope';
import { createGatekeeper } from '../../domain/releases/validate-release';
import { createCachedPolicies } from './cached-policies';
import type { Observability } from './observability';

export interface ReleaseValidationConfig {
  readonly account: string;
  readonly region: string;
  readonly ledgerTable: string;
  readonly publishQueueUrl: string;
  readonly topics: { readonly notices: string; readonly pages: string };
  readonly scope: ReleaseScope;
  readonly probeFunction?: string;
  readonly runtimeApi?: string;
}

/** The parts of every function that judges a release, made of real ports. */
export const composeReleaseValidation = (
  config: ReleaseValidationConfig,
  { traced, logger }: Pick<Observability, 'traced'> & { readonly logger: Logger },
) => {
  const codeDeploy = traced(aws.createCodeDeployClient());
  const ssm = traced(aws.createSsmClient());
  const ledger = createLedger(traced(aws.createDynamoDBClient()), config.ledgerTable, clock);
  const deployments = createDeployments(codeDeploy);
  const observers = createObservers({
    lambda: traced(aws.createLambdaClient()),
    cloudWatch: traced(aws.createCloudWatchClient()),
    ssm: traced(aws.createSsmCommandClient()),
    claims: ledger.claims,
    clock,
    probeFunctionName: config.probeFunction,
    runtimeApi: config.runtimeApi,
  });
  const ports = {
    ...ledger,
    policies: createCachedPolicies(ledger.policies, clock),
    breakGlass: createBreakGlass(ssm),
    calendars: createChangeCalendars(ssm),
    deployments,
    observers,
    scope: config.scope,
    clock,
  };
  return {
    ...ports,
    account: config.account,
    region: config.region,
    logger,
    gatekeeper: createGatekeeper(ports),
    reporter: createGateReporter(codeDeploy, deployments),
    announcements: createAnnouncements(traced(aws.createSqsClient()), config.publishQueueUrl),
    notices: createNotices(traced(aws.createSnsClient()), config.topics),
  };
};

/** The machine that goes on where a function ends. */
export const composeLongValidations = (
  stateMachineArn: string,
  { traced }: Pick<Observability, 'traced'>,
) => createLongValidations(traced(aws.createSfnClient()), stateMachineArn, clock);
