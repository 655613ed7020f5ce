import type {
  CreateEventSourceMappingRequest,
  EventSourceMappingConfiguration,
  ListEventSourceMappingsRequest,
  ListEventSourceMappingsResponse,
  UpdateEventSourceMappingRequest,
} from '@aws-sdk/client-lambda';
import { operation } from '../../../service';
import { pageOf } from '../../paging';
import type { LambdaContext } from '../context';
import { invalidValue } from '../errors';
import type { EventSourceMapping } from '../event-source/event-sources';
import { checkReader } from '../execution-role';
import { functionArn, parseFunctionName } from '../names';
import { resolveQualified } from '../store/function-store';
import { invalidMarker } from './listing';

type Settings = Pick<EventSourceMapping, 'queueArn' | 'batchSize' | 'windowSec'>;

/** documented (https://docs.aws.amazon.com/lambda/latest/api/API_CreateEventSourceMapping.html) */
const checkSettings = ({ queueArn, batchSize, windowSec }: Settings): void => {
  if (queueArn.split(':')[2] !== 'sqs')
    throw invalidValue(`The sandbox reads SQS queues only, not ${queueArn}.`);
  const isFifo = queueArn.endsWith('.fifo');
  if (isFifo && windowSec > 0)
    throw invalidValue('Batching window is not supported for FIFO queues.');
  if (batchSize < 1 || batchSize > (isFifo ? 10 : 10_000))
    throw invalidValue(`Batch size ${batchSize} is out of range for ${queueArn}.`);
  if (windowSec < 0 || windowSec > 300)
    throw invalidValue(`A batching window of ${windowSec} seconds is out of range: 0 to 300.`);
  if (batchSize > 10 && windowSec === 0)
    throw invalidValue(
      'Maximum batch window in seconds must be greater than 0 if maximum batch size is greater than 10',
    );
};

const checkSupported = ({
  FilterCriteria,
}: Pick<CreateEventSourceMappingRequest, 'FilterCriteria'>): void => {
  if ((FilterCriteria?.Filters ?? []).length > 0)
    throw invalidValue('The sandbox does not filter the messages of event source mappings.');
};

/** Throws InvalidParameterValueException, ResourceNotFoundException or ResourceConflictException. */
export const createMapping = (
  context: LambdaContext,
  request: CreateEventSourceMappingRequest,
): EventSourceMapping => {
  const { cloud, store, eventSources } = context;
  const named = parseFunctionName(cloud, request.FunctionName);
  const { version } = resolveQualified(cloud, store, named);
  checkSupported(request);
  const mapping = {
    queueArn: request.EventSourceArn ?? '',
    named,
    batchSize: request.BatchSize ?? 10,
    windowSec: request.MaximumBatchingWindowInSeconds ?? 0,
    reportsItemFailures:
      request.FunctionResponseTypes?.includes('ReportBatchItemFailures') ?? false,
    maximumConcurrency: request.ScalingConfig?.MaximumConcurrency,
    enabled: request.Enabled ?? true,
  };
  checkSettings(mapping);
  checkReader(cloud, version.settings.role, mapping.queueArn);
  return eventSources.add(mapping);
};

const updateMapping = (
  { cloud, store, eventSources }: LambdaContext,
  request: UpdateEventSourceMappingRequest,
): EventSourceMapping => {
  const mapping = eventSources.get(request.UUID ?? '');
  const named =
    request.FunctionName === undefined
      ? mapping.named
      : parseFunctionName(cloud, request.FunctionName);
  const { version } = resolveQualified(cloud, store, named);
  checkSupported(request);
  const changed = {
    ...mapping,
    named,
    batchSize: request.BatchSize ?? mapping.batchSize,
    windowSec: request.MaximumBatchingWindowInSeconds ?? mapping.windowSec,
    reportsItemFailures:
      request.FunctionResponseTypes?.includes('ReportBatchItemFailures') ??
      mapping.reportsItemFailures,
    maximumConcurrency: request.ScalingConfig?.MaximumConcurrency ?? mapping.maximumConcurrency,
    enabled: request.Enabled ?? mapping.enabled,
  };
  checkSettings(changed);
  checkReader(cloud, version.settings.role, mapping.queueArn);
  return eventSources.change(mapping.id, changed);
};

const mappingArn = ({ cloud }: LambdaContext, id: string): string =>
  `arn:aws:lambda:${cloud.region}:${cloud.account}:event-source-mapping:${id}`;

/** `transition` is the state that the answer to a change shows; what is stored has changed already. */
export const describeMapping = (
  context: LambdaContext,
  mapping: EventSourceMapping,
  transition?: string,
): EventSourceMappingConfiguration => ({
  UUID: mapping.id,
  EventSourceMappingArn: mappingArn(context, mapping.id),
  EventSourceArn: mapping.queueArn,
  FunctionArn: functionArn(context.cloud, mapping.named),
  BatchSize: mapping.batchSize,
  MaximumBatchingWindowInSeconds: mapping.windowSec,
  FunctionResponseTypes: mapping.reportsItemFailures ? ['ReportBatchItemFailures'] : [],
  ...(mapping.maximumConcurrency === undefined
    ? {}
    : { ScalingConfig: { MaximumConcurrency: mapping.maximumConcurrency } }),
  State: transition ?? (mapping.enabled ? 'Enabled' : 'Disabled'),
  StateTransitionReason: 'USER_INITIATED',
  LastModified: new Date(mapping.modifiedEpochMs),
});

const listMappings = (
  context: LambdaContext,
  request: ListEventSourceMappingsRequest,
): ListEventSourceMappingsResponse => {
  const { cloud, eventSources } = context;
  const asked =
    request.FunctionName === undefined
      ? undefined
      : functionArn(cloud, parseFunctionName(cloud, request.FunctionName));
  const all = eventSources
    .all()
    .filter(({ queueArn }) => [undefined, queueArn].includes(request.EventSourceArn))
    .filter(({ named }) => [undefined, functionArn(cloud, named)].includes(asked));
  const page = pageOf(all, {
    token: request.Marker,
    limit: Math.min(request.MaxItems ?? 100, 100),
    refuseToken: invalidMarker,
  });
  return {
    EventSourceMappings: page.items.map((mapping) => describeMapping(context, mapping)),
    NextMarker: page.nextToken,
  };
};

export const eventSourceOperations = (context: LambdaContext) => {
  const resources = ({ UUID }: { UUID: string | undefined }): readonly string[] => [
    mappingArn(context, UUID ?? ''),
  ];
  return {
    CreateEventSourceMapping: operation<
      CreateEventSourceMappingRequest,
      EventSourceMappingConfiguration
    >({
      resources: () => ['*'],
      run: (request) => describeMapping(context, createMapping(context, request), 'Creating'),
    }),
    GetEventSourceMapping: operation<{ UUID: string | undefined }, EventSourceMappingConfiguration>(
      {
        resources,
        run: ({ UUID }) => describeMapping(context, context.eventSources.get(UUID ?? '')),
      },
    ),
    ListEventSourceMappings: operation<
      ListEventSourceMappingsRequest,
      ListEventSourceMappingsResponse
    >({ resources: () => ['*'], run: (request) => listMappings(context, request) }),
    UpdateEventSourceMapping: operation<
      UpdateEventSourceMappingRequest,
      EventSourceMappingConfiguration
    >({
      resources,
      run: (request) => describeMapping(context, updateMapping(context, request), 'Updating'),
    }),
    DeleteEventSourceMapping: operation<
      { UUID: string | undefined },
      EventSourceMappingConfiguration
    >({
      resources,
      run: ({ UUID }) => {
        const mapping = context.eventSources.get(UUID ?? '');
        context.eventSources.remove(mapping.id);
        return describeMapping(context, mapping, 'Deleting');
      },
    }),
  };
};
