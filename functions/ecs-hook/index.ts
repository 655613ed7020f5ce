import { createEcsClient } from '../../adapters/aws/clients';
import { createServiceDeployments } from '../../adapters/aws/service-deployments';
import { toLambdaHandler } from '../shared/handler';
import { createObservability } from '../shared/observability';
import { composeLongValidations, composeReleaseValidation } from '../shared/release-validation';
import { readConfig } from './config';
import { createHandle } from './handle';

const config = readConfig();
const observability = createObservability();
const parts = composeReleaseValidation(config, observability);
const longValidations = composeLongValidations(config.releaseValidationArn, observability);
const serviceDeployments = createServiceDeployments(observability.traced(createEcsClient()));

/** Invoked by ECS, which waits for what is returned. */
export const handler = toLambdaHandler(
  observability,
  createHandle({ ...parts, longValidations, serviceDeployments }),
);
