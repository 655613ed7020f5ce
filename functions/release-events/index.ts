import { createAnnouncements } from '../../adapters/aws/announcements';
import * as aws from '../../adapters/aws/clients';
import { createDeployments } from '../../adapters/aws/deployments';
import { createLedger } from '../../adapters/aws/ledger/ledger';
import { createNotices } from '../../adapters/aws/notices';
import { createAlarmReader } from '../../adapters/aws/observers/alarms';
import { createPipelines } from '../../adapters/aws/pipelines';
import { systemClock } from '../../adapters/system/clock';
import { createAttempt } from '../shared/attempt';
import { toLambdaHandler } from '../shared/handler';
import { createIgnoredEvents } from '../shared/ignored-events';
import { createObservability } from '../shared/observability';
import { createAlarmSnapshots } from './alarm-snapshots';
import { readConfig } from './config';
import { createHandle } from './handle';

const { ledgerTable, publishQueueUrl, topics, scope } = readConfig();
const { logger, tracer, traced } = createObservability();
const clock = systemClock;
const ports = {
  ...createLedger(traced(aws.createDynamoDBClient()), ledgerTable, systemClock),
  deployments: createDeployments(traced(aws.createCodeDeployClient())),
  pipelines: createPipelines(traced(aws.createCodePipelineClient())),
  notices: createNotices(traced(aws.createSnsClient()), topics),
  announcements: createAnnouncements(traced(aws.createSqsClient()), publishQueueUrl),
  observers: { alarms: createAlarmReader(traced(aws.createCloudWatchClient())) },
};
const snapshots = createAlarmSnapshots({ ...ports, clock }, createAttempt(logger));

/** Invoked by EventBridge, asynchronously: tried again twice if it throws, then kept in its failure queue. */
export const handler = toLambdaHandler(
  { logger, tracer },
  createHandle({ ...ports, snapshots, scope, logger, ignoredEvents: createIgnoredEvents() }),
);
