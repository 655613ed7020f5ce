import { toLambdaHandler } from '../shared/handler';
import { createIgnoredEvents } from '../shared/ignored-events';
import { createObservability } from '../shared/observability';
import { composeLongValidations, composeReleaseValidation } from '../shared/release-validation';
import { readConfig } from './config';
import { createHandle } from './handle';

const config = readConfig();
const observability = createObservability();
const parts = composeReleaseValidation(config, observability);
const longValidations = composeLongValidations(config.releaseValidationArn, observability);
const ignoredEvents = createIgnoredEvents();

/** Invoked by EventBridge, asynchronously: tried again twice if it throws, then kept in its failure queue. */
export const handler = toLambdaHandler(
  observability,
  createHandle({ ...parts, longValidations, ignoredEvents }),
);
