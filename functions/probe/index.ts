import { createProbe } from '../../adapters/http/probe';
import { systemClock as clock } from '../../adapters/system/clock';
import { toLambdaHandler } from '../shared/handler';
import { createObservability } from '../shared/observability';
import { readConfig } from './config';
import { createHandle } from './handle';

const { runtimeApi } = readConfig();
const { logger, tracer } = createObservability();
const probe = createProbe({ clock, runtimeApi });

/** Invoked by functions that judge releases, which wait for the answer. */
export const handler = toLambdaHandler({ logger, tracer }, createHandle({ probe, clock, logger }));
