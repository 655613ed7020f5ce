import { createClicks } from '../../adapters/aws/clicks';
import * as aws from '../../adapters/aws/clients';
import { createSecret, SLACK_SIGNING_SECRET } from '../../adapters/aws/parameters';
import { createSignatureCheck } from '../../adapters/slack/signature';
import { systemClock as clock } from '../../adapters/system/clock';
import { toLambdaHandler } from '../shared/handler';
import { createIgnoredEvents } from '../shared/ignored-events';
import { createObservability } from '../shared/observability';
import { readConfig } from './config';
import { createHandle } from './handle';

const config = readConfig();
const { logger, tracer, traced } = createObservability();
const secret = createSecret(traced(aws.createPromptSsmClient()), SLACK_SIGNING_SECRET, clock);
const clicks = createClicks(traced(aws.createPromptSqsClient()), config.queueUrl);
const checkSignature = createSignatureCheck({ secret, clock });

/** Called by Slack, through a Function URL that anybody may call. */
export const handler = toLambdaHandler(
  { logger, tracer },
  createHandle({ checkSignature, clicks, logger, ignoredEvents: createIgnoredEvents() }),
);
