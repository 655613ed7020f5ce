import { createCodeDeployClient } from '../../adapters/aws/clients';
import { createWaitingDeployments } from '../../adapters/aws/waiting-deployments';
import { toLambdaHandler } from '../shared/handler';
import { createObservability } from '../shared/observability';
import { composeLongValidations, composeReleaseValidation } from '../shared/release-validation';
import { readConfig } from './config';
import { createHandle } from './handle';

const config = readConfig();
const observability = createObservability();
const parts = composeReleaseValidation(config, observability);
const longValidations = composeLongValidations(config.releaseValidationArn, observability);
const waiting = createWaitingDeployments(
  observability.traced(createCodeDeployClient()),
  parts.clock,
);

/** Invoked by a schedule, every minute. */
export const handler = toLambdaHandler(
  observability,
  createHandle({ ...parts, longValidations, waiting }),
);
