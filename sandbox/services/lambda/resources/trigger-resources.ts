import * as z from 'zod/mini';
import type { CreatedResource, ResourceHandler } from '../../../service';
import type { LambdaContext } from '../context';
import { createMapping, describeMapping } from '../operations/event-source-mappings';
import { putAsyncConfig } from '../operations/event-invoke-configs';
import { addPermission } from '../operations/permissions';
import { createUrl } from '../operations/urls';
import { flag, numeric, parseProperties, text } from './properties';

const PermissionProperties = z.object({
  FunctionName: z.string(),
  Action: z.string(),
  Principal: text,
  SourceArn: z.optional(z.string()),
  SourceAccount: z.optional(text),
  FunctionUrlAuthType: z.optional(z.enum(['NONE', 'AWS_IAM'])),
  InvokedViaFunctionUrl: z.optional(flag),
});

/** documented: `Id` is the statement's id (aws-resource-lambda-permission); that `Ref` is the same is assumed. */
export const permissionResource = (context: LambdaContext): ResourceHandler => ({
  create: ({ logicalId, properties }): CreatedResource => {
    const given = parseProperties(PermissionProperties, logicalId, properties);
    const id = `${logicalId.slice(0, 80)}-${context.cloud.random.text(12)}`;
    addPermission(context, { ...given, StatementId: id });
    return { ref: id, attributes: { Id: id } };
  },
});

const MappingProperties = z.object({
  EventSourceArn: z.string(),
  FunctionName: z.string(),
  BatchSize: z.optional(numeric),
  MaximumBatchingWindowInSeconds: z.optional(numeric),
  FunctionResponseTypes: z.optional(z.array(z.literal('ReportBatchItemFailures'))),
  Enabled: z.optional(flag),
  ScalingConfig: z.optional(z.object({ MaximumConcurrency: z.optional(numeric) })),
  FilterCriteria: z.optional(
    z.object({ Filters: z.optional(z.array(z.object({ Pattern: z.optional(z.string()) }))) }),
  ),
});

/** documented: `Ref` is the mapping's id (aws-resource-lambda-eventsourcemapping). */
export const eventSourceMappingResource = (context: LambdaContext): ResourceHandler => ({
  create: ({ logicalId, properties }): CreatedResource => {
    const given = parseProperties(MappingProperties, logicalId, properties);
    const mapping = createMapping(context, given);
    const { EventSourceMappingArn = '' } = describeMapping(context, mapping);
    return { ref: mapping.id, attributes: { Id: mapping.id, EventSourceMappingArn } };
  },
});

const Destination = z.optional(z.object({ Destination: z.string() }));
const EventInvokeProperties = z.object({
  FunctionName: z.string(),
  Qualifier: text,
  MaximumRetryAttempts: z.optional(numeric),
  MaximumEventAgeInSeconds: z.optional(numeric),
  DestinationConfig: z.optional(z.object({ OnFailure: Destination, OnSuccess: Destination })),
});

/** documented: `Ref` is an id of the configuration (aws-resource-lambda-eventinvokeconfig); its form is assumed. */
export const eventInvokeConfigResource = (context: LambdaContext): ResourceHandler => ({
  create: ({ logicalId, properties }): CreatedResource => {
    const given = parseProperties(EventInvokeProperties, logicalId, properties);
    putAsyncConfig(context, given);
    return { ref: `${given.FunctionName}|${given.Qualifier}`, attributes: {} };
  },
});

const UrlProperties = z.object({
  TargetFunctionArn: z.string(),
  Qualifier: z.optional(z.string()),
  AuthType: z.enum(['NONE', 'AWS_IAM']),
  InvokeMode: z.optional(z.enum(['BUFFERED', 'RESPONSE_STREAM'])),
  Cors: z.optional(
    z.object({
      AllowCredentials: z.optional(flag),
      AllowHeaders: z.optional(z.array(z.string())),
      AllowMethods: z.optional(z.array(z.string())),
      AllowOrigins: z.optional(z.array(z.string())),
      ExposeHeaders: z.optional(z.array(z.string())),
      MaxAge: z.optional(numeric),
    }),
  ),
});

/** documented: `Ref` is the function's ARN (aws-resource-lambda-url). */
export const urlResource = (context: LambdaContext): ResourceHandler => ({
  create: ({ logicalId, properties }): CreatedResource => {
    const { TargetFunctionArn, ...given } = parseProperties(UrlProperties, logicalId, properties);
    const { FunctionUrl = '', FunctionArn = '' } = createUrl(context, {
      ...given,
      FunctionName: TargetFunctionArn,
    });
    return { ref: FunctionArn, attributes: { FunctionArn, FunctionUrl } };
  },
});
