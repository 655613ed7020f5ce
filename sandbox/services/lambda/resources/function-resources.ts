import type { CreateFunctionRequest } from '@aws-sdk/client-lambda';
import { strToU8, zipSync } from 'fflate';
import * as z from 'zod/mini';
import type { CreatedResource, ResourceHandler } from '../../../service';
import type { LambdaContext } from '../context';
import { functionArn } from '../names';
import { createAlias } from '../operations/aliases';
import { reserveConcurrency } from '../operations/concurrency';
import { createFunction } from '../operations/functions';
import { publishVersion } from '../operations/versions';
import { findFunction } from '../store/function-store';
import { numeric, parseProperties, text } from './properties';

const Runtime = z.custom<NonNullable<CreateFunctionRequest['Runtime']>>(
  (value) => typeof value === 'string',
);

const FunctionProperties = z.object({
  FunctionName: z.optional(z.string()),
  Role: z.string(),
  Runtime: z.optional(Runtime),
  Handler: z.optional(z.string()),
  Code: z.object({
    S3Bucket: z.optional(z.string()),
    S3Key: z.optional(z.string()),
    ZipFile: z.optional(z.string()),
  }),
  Description: z.optional(z.string()),
  Timeout: z.optional(numeric),
  MemorySize: z.optional(numeric),
  PackageType: z.optional(z.enum(['Zip', 'Image'])),
  Environment: z.optional(z.object({ Variables: z.optional(z.record(z.string(), text)) })),
  TracingConfig: z.optional(z.object({ Mode: z.enum(['Active', 'PassThrough']) })),
  DeadLetterConfig: z.optional(z.object({ TargetArn: z.optional(z.string()) })),
  Architectures: z.optional(z.array(z.enum(['x86_64', 'arm64']))),
  EphemeralStorage: z.optional(z.object({ Size: numeric })),
  KmsKeyArn: z.optional(z.string()),
  Layers: z.optional(z.array(z.string())),
  LoggingConfig: z.optional(
    z.object({
      LogFormat: z.optional(z.enum(['Text', 'JSON'])),
      LogGroup: z.optional(z.string()),
    }),
  ),
  VpcConfig: z.optional(
    z.object({
      SecurityGroupIds: z.optional(z.array(z.string())),
      SubnetIds: z.optional(z.array(z.string())),
    }),
  ),
  ReservedConcurrentExecutions: z.optional(numeric),
  Tags: z.optional(z.array(z.object({ Key: z.string(), Value: text }))),
});
type FunctionProperties = z.infer<typeof FunctionProperties>;

/** documented: code written in the template stands in `index`, with the runtime's ending (AWS::Lambda::Function Code). */
const inlineZip = (source: string, runtime: string | undefined): Uint8Array =>
  zipSync({ [runtime?.startsWith('python') === true ? 'index.py' : 'index.js']: strToU8(source) });

const toRequest = (name: string, properties: FunctionProperties): CreateFunctionRequest => {
  const { ReservedConcurrentExecutions: _, Code, KmsKeyArn, Tags, ...rest } = properties;
  const { ZipFile, ...code } = Code;
  return {
    ...rest,
    FunctionName: name,
    KMSKeyArn: KmsKeyArn,
    Code: {
      ...code,
      ...(ZipFile === undefined ? {} : { ZipFile: inlineZip(ZipFile, rest.Runtime) }),
    },
    Tags: Object.fromEntries((Tags ?? []).map(({ Key, Value }) => [Key, Value])),
  };
};

/** documented: `Ref` is the name (https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lambda-function.html). */
export const functionResource = (context: LambdaContext): ResourceHandler => ({
  create: async ({ logicalId, properties }): Promise<CreatedResource> => {
    const given = parseProperties(FunctionProperties, logicalId, properties);
    const { cloud } = context;
    const name = given.FunctionName ?? `${logicalId.slice(0, 51)}-${cloud.random.text(12)}`;
    await createFunction(context, toRequest(name, given));
    if (given.ReservedConcurrentExecutions !== undefined)
      reserveConcurrency(context, name, given.ReservedConcurrentExecutions);
    return { ref: name, attributes: { Arn: functionArn(cloud, { name }) } };
  },
});

const VersionProperties = z.object({
  FunctionName: z.string(),
  Description: z.optional(z.string()),
  CodeSha256: z.optional(z.string()),
});

/** documented: `Ref` is the ARN with the version's number (aws-resource-lambda-version). */
export const versionResource = (context: LambdaContext): ResourceHandler => ({
  create: ({ logicalId, properties }): CreatedResource => {
    const given = parseProperties(VersionProperties, logicalId, properties);
    const record = findFunction(context.cloud, context.store, given.FunctionName);
    const { version } = publishVersion(context, record, {
      description: given.Description,
      codeSha256: given.CodeSha256,
    });
    const arn = functionArn(context.cloud, { name: record.name, qualifier: version });
    return { ref: arn, attributes: { FunctionArn: arn, Version: version } };
  },
});

const AliasProperties = z.object({
  FunctionName: z.string(),
  FunctionVersion: text,
  Name: z.string(),
  Description: z.optional(z.string()),
  RoutingConfig: z.optional(
    z.object({
      AdditionalVersionWeights: z.optional(
        z.array(z.object({ FunctionVersion: text, FunctionWeight: numeric })),
      ),
    }),
  ),
});

/** documented: `Ref` is the alias's ARN (aws-resource-lambda-alias). */
export const aliasResource = (context: LambdaContext): ResourceHandler => ({
  create: ({ logicalId, properties }): CreatedResource => {
    const given = parseProperties(AliasProperties, logicalId, properties);
    const weights = given.RoutingConfig?.AdditionalVersionWeights ?? [];
    const { name } = findFunction(context.cloud, context.store, given.FunctionName);
    const alias = createAlias(context, {
      FunctionName: name,
      Name: given.Name,
      FunctionVersion: given.FunctionVersion,
      Description: given.Description,
      RoutingConfig: {
        AdditionalVersionWeights: Object.fromEntries(
          weights.map(({ FunctionVersion, FunctionWeight }) => [FunctionVersion, FunctionWeight]),
        ),
      },
    });
    const arn = functionArn(context.cloud, { name, qualifier: alias.name });
    return { ref: arn, attributes: { AliasArn: arn } };
  },
});
