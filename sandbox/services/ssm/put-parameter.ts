import type { ParameterTier, ParameterType, PutParameterCommandInput } from '@aws-sdk/client-ssm';
import type { Cloud } from '../../service';
import { AwsError } from '../../service';
import type { ParameterBook, ParameterVersion } from './parameter-book';

/** Creates the parameter, or with Overwrite its next version, and says so on EventBridge. */
export const putParameter = (
  cloud: Cloud,
  book: ParameterBook,
  { input, by }: { input: PutParameterCommandInput; by: string },
): ParameterVersion => {
  const { Name: name = '', Value: value = '' } = input;
  const existing = book.find(name);
  refuseBadName(name);
  if (existing !== undefined && input.Overwrite !== true)
    throw new AwsError(
      'ParameterAlreadyExists',
      'The parameter already exists. To overwrite this value, set the overwrite option in the request to true.',
    );
  if (input.Overwrite === true && (input.Tags ?? []).length > 0)
    invalid(
      "Invalid request: tags and overwrite can't be used together. To create a parameter with tags, please remove overwrite flag.",
    );
  const type = typeOf(input, existing);
  const allowedPattern = input.AllowedPattern ?? existing?.allowedPattern;
  refuseMismatch(value, allowedPattern);
  const version: ParameterVersion = {
    name,
    version: (existing?.version ?? 0) + 1,
    type,
    value,
    tier: tierOf(value, input.Tier ?? existing?.tier ?? 'Standard'),
    dataType: input.DataType ?? 'text',
    description: input.Description ?? existing?.description,
    allowedPattern,
    ...(type === 'SecureString' && {
      keyId: input.KeyId ?? existing?.keyId ?? 'alias/aws/ssm',
    }),
    modifiedEpochMs: cloud.clock.nowEpochMs(),
    modifiedBy: by,
  };
  book.add(version);
  emitChange(cloud, book, { operation: existing === undefined ? 'Create' : 'Update', version });
  return version;
};

/**
 * `Parameter Store Change` of `aws.ssm`. Documented:
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/reference-eventbridge-events.html
 */
export const emitChange = (
  cloud: Cloud,
  book: ParameterBook,
  { operation, version }: { operation: 'Create' | 'Update' | 'Delete'; version: ParameterVersion },
): void =>
  cloud.ports.events.emit({
    source: 'aws.ssm',
    detailType: 'Parameter Store Change',
    resources: [book.arnOf(version.name)],
    detail: {
      operation,
      name: version.name,
      type: version.type,
      description: version.description,
    },
  });

/** Documented in the SDK's PutParameter and at sysman-paramstore-su-create; words partly assumed. */
const refuseBadName = (name: string): void => {
  if (!/^[\w.\-/]{1,1011}$/.test(name))
    invalid(
      'Parameter name: can\'t be prefixed with "ssm" (case-insensitive). If formed as a path, it can consist of sub-paths divided by slash symbol; each sub-path can be formed as a mix of letters, numbers and the following 3 symbols .-_',
    );
  if (/^\/?aws/i.test(name))
    throw new AwsError('AccessDeniedException', `No access to reserved parameter name: ${name}.`);
  if (/^\/?ssm/i.test(name))
    invalid('Parameter name: can\'t be prefixed with "ssm" (case-insensitive).');
  if (name.includes('/') && !name.startsWith('/'))
    invalid('Parameter name must be a fully qualified name.');
  if (name.split('/').length > 16)
    throw new AwsError(
      'HierarchyLevelLimitExceededException',
      'A parameter hierarchy can have a maximum of 15 levels.',
    );
};

const typeOf = (
  { Type: type }: PutParameterCommandInput,
  existing: ParameterVersion | undefined,
): ParameterType => {
  const chosen = type ?? existing?.type;
  if (chosen === undefined)
    return invalid('A parameter type is required when you create a parameter.');
  if (existing !== undefined && existing.type !== chosen)
    throw new AwsError(
      'HierarchyTypeMismatchException',
      `The parameter already exists with type ${existing.type}. Its type can't be changed to ${chosen}.`,
    );
  return chosen;
};

const STANDARD_BYTES = 4_096;
const ADVANCED_BYTES = 8_192;

const tierOf = (value: string, asked: ParameterTier): ParameterTier => {
  const bytes = Buffer.byteLength(value);
  if (bytes === 0)
    return invalid(
      "1 validation error detected: Value '' at 'value' failed to satisfy constraint: Member must have length greater than or equal to 1.",
    );
  const tier =
    asked === 'Intelligent-Tiering' ? (bytes > STANDARD_BYTES ? 'Advanced' : 'Standard') : asked;
  if (tier === 'Standard' && bytes > STANDARD_BYTES)
    return invalid(
      'Standard tier parameters support a maximum parameter value of 4096 characters. To create a larger parameter value, upgrade the parameter to use the advanced-parameter tier.',
    );
  if (bytes > ADVANCED_BYTES)
    return invalid(
      'Advanced tier parameters support a maximum parameter value of 8192 characters.',
    );
  return tier;
};

const refuseMismatch = (value: string, pattern: string | undefined): void => {
  if (pattern === undefined) return;
  if (!compile(pattern).test(value))
    throw new AwsError(
      'ParameterPatternMismatchException',
      `Parameter value, cannot be validated against allowedPattern: ${pattern}`,
    );
};

const compile = (pattern: string): RegExp => {
  try {
    return new RegExp(pattern);
  } catch (cause) {
    throw new AwsError(
      'InvalidAllowedPatternException',
      `The pattern ${pattern} is not a valid regular expression: ${String(cause)}`,
    );
  }
};

export const invalid = (message: string): never => {
  throw new AwsError('ValidationException', message);
};
