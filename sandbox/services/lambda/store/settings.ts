import type {
  CreateFunctionRequest,
  Runtime,
  UpdateFunctionConfigurationRequest,
} from '@aws-sdk/client-lambda';
import { runtimeCommand } from '../../../functions/runtimes';
import { invalidValue, outOfConstraint } from '../errors';
import type { FunctionSettings } from './function-record';

/** documented (https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html) */
const RESERVED_VARIABLES: ReadonlySet<string> = new Set([
  '_HANDLER',
  '_X_AMZN_TRACE_ID',
  'AWS_DEFAULT_REGION',
  'AWS_REGION',
  'AWS_EXECUTION_ENV',
  'AWS_LAMBDA_FUNCTION_NAME',
  'AWS_LAMBDA_FUNCTION_MEMORY_SIZE',
  'AWS_LAMBDA_FUNCTION_VERSION',
  'AWS_LAMBDA_INITIALIZATION_TYPE',
  'AWS_LAMBDA_LOG_GROUP_NAME',
  'AWS_LAMBDA_LOG_STREAM_NAME',
  'AWS_ACCESS_KEY',
  'AWS_ACCESS_KEY_ID',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
  'AWS_LAMBDA_RUNTIME_API',
  'LAMBDA_TASK_ROOT',
  'LAMBDA_RUNTIME_DIR',
]);
const LARGEST_VARIABLES_BYTES = 4096;

const ROLE = /^arn:(aws[a-zA-Z-]*)?:iam::\d{12}:role\/?[a-zA-Z_0-9+=,.@\-_/]+$/;

type SettingsRequest = Omit<CreateFunctionRequest, 'Code' | 'Role' | 'FunctionName'> &
  Omit<UpdateFunctionConfigurationRequest, 'FunctionName'>;

/** The settings of a new function, with Lambda's defaults. Throws as `checkSettings` does. */
export const newSettings = (name: string, request: CreateFunctionRequest): FunctionSettings => {
  if (request.PackageType === 'Image')
    throw invalidValue('The sandbox runs zip packages only, no container images.');
  if (request.Runtime === undefined || request.Handler === undefined)
    throw invalidValue(
      'Runtime and Handler are mandatory parameters for functions created with deployment packages.',
    );
  return changeSettings(
    {
      role: request.Role ?? '',
      runtime: request.Runtime,
      handler: request.Handler,
      description: '',
      timeoutSec: 3,
      memoryMiB: 128,
      variables: {},
      tracing: 'PassThrough',
      architectures: request.Architectures ?? ['x86_64'],
      ephemeralStorageMiB: 512,
      logging: { LogFormat: 'Text', LogGroup: `/aws/lambda/${name}` },
    },
    request,
  );
};

/** The settings with what the request names replaced. Throws InvalidParameterValueException or ValidationException. */
export const changeSettings = (
  settings: FunctionSettings,
  request: Partial<SettingsRequest> & { readonly Role?: string },
): FunctionSettings => {
  if ((request.Layers ?? []).length > 0)
    throw invalidValue('The sandbox has no layers: put what they hold into the package.');
  const dead = request.DeadLetterConfig;
  const { deadLetterArn, ...rest } = settings;
  const target = dead === undefined ? deadLetterArn : dead.TargetArn;
  const changed: FunctionSettings = {
    ...rest,
    ...(target === undefined || target === '' ? {} : { deadLetterArn: target }),
    role: request.Role ?? settings.role,
    runtime: request.Runtime ?? settings.runtime,
    handler: request.Handler ?? settings.handler,
    description: request.Description ?? settings.description,
    timeoutSec: request.Timeout ?? settings.timeoutSec,
    memoryMiB: request.MemorySize ?? settings.memoryMiB,
    variables: request.Environment?.Variables ?? settings.variables,
    tracing: request.TracingConfig?.Mode ?? settings.tracing,
    ephemeralStorageMiB: request.EphemeralStorage?.Size ?? settings.ephemeralStorageMiB,
    logging: { ...settings.logging, ...request.LoggingConfig },
    ...(request.VpcConfig === undefined ? {} : { vpc: request.VpcConfig }),
    ...(request.KMSKeyArn === undefined ? {} : { kmsKeyArn: request.KMSKeyArn }),
  };
  checkSettings(changed);
  return changed;
};

/** documented limits (https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html) */
const checkSettings = (settings: FunctionSettings): void => {
  const { role, timeoutSec, memoryMiB, description, handler, runtime } = settings;
  if (!ROLE.test(role))
    throw outOfConstraint(
      'role',
      role,
      `Member must satisfy regular expression pattern: ${ROLE.source.slice(1, -1)}`,
    );
  checkRange('timeout', timeoutSec, 1, 900);
  checkRange('memorySize', memoryMiB, 128, 10_240);
  if (description.length > 256)
    throw outOfConstraint(
      'description',
      description,
      'Member must have length less than or equal to 256',
    );
  if (!/^\S{1,128}$/.test(handler))
    throw outOfConstraint(
      'handler',
      handler,
      'Member must satisfy regular expression pattern: [^\\s]+',
    );
  checkRuntime(runtime);
  checkVariables(settings.variables);
};

const checkRange = (member: string, value: number, least: number, most: number): void => {
  if (!Number.isInteger(value) || value < least)
    throw outOfConstraint(
      member,
      value,
      `Member must have value greater than or equal to ${least}`,
    );
  if (value > most)
    throw outOfConstraint(member, value, `Member must have value less than or equal to ${most}`);
};

const checkRuntime = (runtime: Runtime): void => {
  if (runtimeCommand(runtime, 128, { nowEpochMs: 0, virtual: false }) !== undefined) return;
  throw invalidValue(
    `The runtime ${runtime} is not run by the sandbox: it runs nodejs*, and python3.* where python3 is on PATH.`,
  );
};

const checkVariables = (variables: Readonly<Record<string, string>>): void => {
  const reserved = Object.keys(variables).filter((key) => RESERVED_VARIABLES.has(key));
  if (reserved.length > 0)
    throw invalidValue(
      'Lambda was unable to configure your environment variables because the environment variables you have ' +
        'provided contains reserved keys that are currently not supported for modification. Reserved keys used ' +
        `in this request: ${reserved.join(', ')}`,
    );
  const measured = JSON.stringify(variables);
  if (Object.keys(variables).length > 0 && Buffer.byteLength(measured) > LARGEST_VARIABLES_BYTES)
    throw invalidValue(
      'Lambda was unable to configure your environment variables because the environment variables you have ' +
        `provided exceeded the 4KB limit. String measured: ${measured}`,
    );
};
