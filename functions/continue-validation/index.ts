import { toLambdaHandler } from '../shared/handler';
import { createObservability } from '../shared/observability';
import { composeReleaseValidation } from '../shared/release-validation';
import { readConfig } from './config';
import { createHandle } from './handle';

const observability = createObservability();
const parts = composeReleaseValidation(readConfig(), observability);

/** Invoked by the release-validation machine, which tries again if it throws. */
export const handler = toLambdaHandler(observability, createHandle(parts));
