import { createCodePipelineClient } from '../../adapters/aws/clients';
import { createPipelineJobs } from '../../adapters/aws/pipeline-jobs';
import { toLambdaHandler } from '../shared/handler';
import { createObservability } from '../shared/observability';
import { composeLongValidations, composeReleaseValidation } from '../shared/release-validation';
import { readConfig } from './config';
import { createHandle } from './handle';

const config = readConfig();
const observability = createObservability();
const parts = composeReleaseValidation(config, observability);
const longValidations = composeLongValidations(config.releaseValidationArn, observability);
const jobs = createPipelineJobs(observability.traced(createCodePipelineClient()));

/** Invoked by CodePipeline, asynchronously: tried again twice if it throws. */
export const handler = toLambdaHandler(
  observability,
  createHandle({ ...parts, longValidations, jobs }),
);
