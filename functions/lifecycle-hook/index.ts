import { toLambdaHandler } from '../shared/handler';
import { createObservability } from '../shared/observability';
import { composeReleaseValidation } from '../shared/release-validation';
import { readConfig } from './config';
import { createHandle } from './handle';

const config = readConfig();
const { logger, tracer, traced } = createObservability();
const parts = composeReleaseValidation(config, traced);

/** Invoked by CodeDeploy, asynchronously: tried again twice if it throws. */
export const handler = toLambdaHandler(
  { logger, tracer },
  createHandle({ ...config, ...parts, logger }),
);
