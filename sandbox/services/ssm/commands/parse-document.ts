import { parse } from 'yaml';
import * as z from 'zod/mini';

import { AwsError } from '../../../service';
import { type CommandDocument, DEFAULT_EXECUTION_SEC, type DocumentParameter } from './document';

const text = z.optional(z.string());
const number = z.optional(z.coerce.number());
const scalar = z.pipe(
  z.union([z.string(), z.number(), z.boolean()]),
  z.transform((value) => String(value)),
);

const Parameter = z.object({
  type: z.enum(['String', 'StringList', 'Boolean', 'Integer', 'MapList', 'StringMap']),
  description: text,
  default: z.optional(z.union([scalar, z.array(scalar)])),
  allowedPattern: text,
  allowedValues: z.optional(z.array(scalar)),
  minChars: number,
  maxChars: number,
  minItems: number,
  maxItems: number,
  interpolationType: z.optional(z.enum(['ENV_VAR'])),
});
const Step = z.object({
  name: z.string().check(z.regex(/^[A-Za-z0-9_]{1,128}$/)),
  action: z.string(),
  precondition: z.optional(z.object({ StringEquals: z.tuple([z.string(), z.string()]) })),
  inputs: z.optional(
    z.object({
      runCommand: z.optional(z.union([z.string(), z.array(z.string())])),
      timeoutSeconds: z.optional(scalar),
      onFailure: z.optional(z.enum(['exit', 'successAndExit'])),
      finallyStep: z.optional(z.coerce.boolean()),
    }),
  ),
});
const Document = z.object({
  schemaVersion: z.literal('2.2'),
  description: text,
  parameters: z.optional(z.record(z.string(), Parameter)),
  mainSteps: z.array(Step).check(z.minLength(1)),
});

/** Documented: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_CreateDocument.html */
const MOST_BYTES = 65_536;
/** What the simulated hosts have a shell for. */
const ACTIONS: readonly string[] = ['aws:runShellScript'];

/**
 * Reads a Command document of schema 2.2. Throws MaxDocumentSizeExceeded, InvalidDocumentSchemaVersion and
 * InvalidDocumentContent (documented; the sentences are assumed). Documents of other schemas and actions are named as
 * what the sandbox lacks.
 */
export const parseDocument = (
  given: Pick<CommandDocument, 'name' | 'owner' | 'content' | 'format' | 'createdEpochMs'>,
): CommandDocument => {
  if (Buffer.byteLength(given.content) > MOST_BYTES)
    throw new AwsError('MaxDocumentSizeExceeded', 'The size limit of a document is 64 KB.');
  const value = readContent(given.content);
  requireSchema(value);
  const parsed = Document.safeParse(value);
  if (!parsed.success) throw invalidContent(z.prettifyError(parsed.error));
  const { parameters = {}, mainSteps, description, schemaVersion } = parsed.data;
  const document: CommandDocument = {
    ...given,
    schemaVersion,
    description,
    parameters: Object.fromEntries(
      Object.entries(parameters).map(([name, parameter]) => [name, toParameter(name, parameter)]),
    ),
    steps: mainSteps.map(toStep),
  };
  requireDeclared(document);
  return document;
};

const readContent = (content: string): unknown => {
  try {
    // JSON is YAML.
    return parse(content);
  } catch (cause) {
    throw invalidContent(`It is neither JSON nor YAML: ${String(cause).split('\n')[0]}`);
  }
};

const requireSchema = (value: unknown): void => {
  const version = z.object({ schemaVersion: z.string() }).safeParse(value).data?.schemaVersion;
  if (version === '2.2') return;
  throw new AwsError(
    'InvalidDocumentSchemaVersion',
    `The version of the document schema is not supported here: ${version ?? 'none'}. The sandbox runs 2.2.`,
  );
};

const toParameter = (name: string, given: z.output<typeof Parameter>): DocumentParameter => {
  const { interpolationType, default: fallback, ...rest } = given;
  if (given.allowedPattern !== undefined) compilePattern(name, given.allowedPattern);
  return {
    ...rest,
    default:
      fallback === undefined ? undefined : typeof fallback === 'string' ? [fallback] : fallback,
    asEnvironment: interpolationType === 'ENV_VAR',
  };
};

const compilePattern = (name: string, pattern: string): void => {
  try {
    new RegExp(pattern);
  } catch {
    throw invalidContent(`The allowedPattern of ${name} is not a regular expression.`);
  }
};

const toStep = ({ name, action, precondition, inputs = {} }: z.output<typeof Step>) => {
  if (!ACTIONS.includes(action))
    throw new AwsError(
      'NotImplemented',
      `The sandbox has no hosts for the action ${action} of step ${name}, only for ${ACTIONS.join(', ')}.`,
      501,
    );
  const { runCommand = [], timeoutSeconds = String(DEFAULT_EXECUTION_SEC) } = inputs;
  const [left, right] = precondition?.StringEquals ?? [];
  return {
    name,
    action,
    runCommand: typeof runCommand === 'string' ? [runCommand] : runCommand,
    timeoutSeconds,
    onFailure: inputs.onFailure ?? ('continue' as const),
    isFinally: inputs.finallyStep ?? false,
    platform: left === 'platformType' ? right : undefined,
  };
};

/** A placeholder needs a parameter (documented in the guide to documents; the sentence is assumed). */
const requireDeclared = ({ steps, parameters }: CommandDocument): void => {
  for (const { runCommand, timeoutSeconds } of steps)
    for (const [, name = ''] of [...runCommand, timeoutSeconds].flatMap((line) => [
      ...line.matchAll(/\{\{\s*([\w]+)\s*\}\}/g),
    ]))
      if (!Object.hasOwn(parameters, name))
        throw invalidContent(`Parameter "${name}" is used but not defined.`);
};

const invalidContent = (reason: string): AwsError =>
  new AwsError('InvalidDocumentContent', `The content of the document is not valid. ${reason}`);
