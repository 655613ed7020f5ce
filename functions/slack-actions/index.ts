import { createAnnouncements } from '../../adapters/aws/announcements';
import * as aws from '../../adapters/aws/clients';
import { createLedger } from '../../adapters/aws/ledger/ledger';
import { createSecret, SLACK_BOT_TOKEN } from '../../adapters/aws/parameters';
import { createWorkspace } from '../../adapters/slack/workspace';
import { systemClock as clock } from '../../adapters/system/clock';
import { createClickTaker } from '../../domain/conversation/take-click';
import { toLambdaHandler } from '../shared/handler';
import { createObservability } from '../shared/observability';
import { readConfig } from './config';
import { createHandle } from './handle';

const config = readConfig();
const { logger, tracer, traced } = createObservability();
const ledger = createLedger(traced(aws.createDynamoDBClient()), config.ledgerTable, clock);
const token = createSecret(traced(aws.createSsmClient()), SLACK_BOT_TOKEN, clock);
const workspace = createWorkspace({ apiUrl: config.slackApiUrl, token });
const announcements = createAnnouncements(traced(aws.createSqsClient()), config.publishQueueUrl);
const takeClick = createClickTaker({ ...ledger, announcements, clock });

/** Invoked with batches of the queue of Slack actions. */
export const handler = toLambdaHandler(
  { logger, tracer },
  createHandle({ takeClick, workspace, logger }),
);
