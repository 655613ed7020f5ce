import { createHash } from 'node:crypto';
import * as aws from '../../adapters/aws/clients';
import { createLedger } from '../../adapters/aws/ledger/ledger';
import { createSecret, SLACK_BOT_TOKEN } from '../../adapters/aws/parameters';
import { createWorkspace } from '../../adapters/slack/workspace';
import { systemClock as clock } from '../../adapters/system/clock';
import { createTeller } from '../../domain/conversation/tell-run';
import { toLambdaHandler } from '../shared/handler';
import { createObservability } from '../shared/observability';
import { readConfig } from './config';
import { createHandle } from './handle';

const config = readConfig();
const { logger, tracer, traced } = createObservability();
const ledger = createLedger(traced(aws.createDynamoDBClient()), config.ledgerTable, clock);
const token = createSecret(traced(aws.createSsmClient()), SLACK_BOT_TOKEN, clock);
const workspace = createWorkspace({ apiUrl: config.slackApiUrl, token });
const hash = (content: string) => createHash('sha256').update(content).digest('base64url');
const teller = createTeller({ ...ledger, workspace, clock, hash }, config);

/** Invoked with batches of the publish queue. */
export const handler = toLambdaHandler({ logger, tracer }, createHandle({ teller, logger }));
