import { createAnnouncements } from '../../adapters/aws/announcements';
import * as aws from '../../adapters/aws/clients';
import { createDeployments } from '../../adapters/aws/deployments';
import { createLedger } from '../../adapters/aws/ledger/ledger';
import { createNotices } from '../../adapters/aws/notices';
import { createAlarmReader } from '../../adapters/aws/observers/alarms';
import { createPipelines } from '../../adapters/aws/pipelines';
import { systemClock as clock } from '../../adapters/system/clock';
import { toLambdaHandler } from '../shared/handler';
import { createIgnoredEvents } from '../shared/ignored-events';
import { createObservability } from '../shared/observability';
import { createAlarmSnapshots } from './alarm-snapshots';
import { readConfig } from './config';
import { createHandle } from './handle';

const { ledgerTable, publishQueueUrl, topics, scope } = readConfig();
const { logger, tracer, traced } = createObservability();
const ports = {
  ...createLedger(traced(aws.createDynamoDBClient()), ledgerTable, clock),
  deployments: createDeployments(traced(aws.createCodeDeployClient())),
  pipelines: createPipelines(traced(aws.createCodePipelineClient())),
  notices: createNotices(traced(aws.createSnsClient()), topics),
  announcements: createAnnouncements(traced(aws.createSqsClient()), publishQueueUrl),
  observers: { alarms: createAlarmReader(traced(aws.createCloudWatchClient())) },
};
const snapshots = createAlarmSnapshots({ ...ports, clock, logger });
const parts = { ...ports, snapshots, scope, logger, ignoredEvents: createIgnoredEvents() };

/** Invoked by EventBridge, asynchronously: tried again twice if it throws, then kept in its failure queue. */
export const handler = toLambdaHandler({ logger, tracer }, createHandle(parts));
