import { parse } from 'yaml';
import * as z from 'zod/mini';

import { DeploymentFault } from './state';

/** What a Lambda deployment's AppSpec says: one function, and the functions that judge it. */
export interface LambdaAppSpec {
  /** The resource's own name in the AppSpec. */
  readonly logicalName: string;
  readonly functionName: string;
  readonly alias: string;
  readonly currentVersion: string;
  readonly targetVersion: string;
  /** Lifecycle event to the function that is its hook. */
  readonly hooks: Readonly<Record<string, string>>;
}

/** Documented: https://docs.aws.amazon.com/codedeploy/latest/userguide/reference-appspec-file-structure-hooks.html */
const LAMBDA_HOOKS: readonly string[] = ['BeforeAllowTraffic', 'AfterAllowTraffic'];

// YAML reads an unquoted version as a number.
const version = z.pipe(
  z.union([z.string(), z.number()]),
  z.transform((value) => String(value)),
);
const LambdaResource = z.object({
  Type: z.literal('AWS::Lambda::Function'),
  Properties: z.object({
    Name: z.string().check(z.minLength(1)),
    Alias: z.string().check(z.minLength(1)),
    CurrentVersion: version,
    TargetVersion: version,
  }),
});
const AppSpec = z.object({
  version: z.union([z.literal(0), z.literal('0.0')]),
  resources: z.tuple([z.record(z.string(), LambdaResource)]),
  hooks: z.optional(z.nullable(z.array(z.record(z.string(), z.string())))),
});

/**
 * Recorded: https://github.com/aws/serverless-application-model/issues/291 (with its reason),
 * https://github.com/terraform-aws-modules/terraform-aws-lambda/issues/82 (without).
 */
export const invalidConfiguration = (reason: string): DeploymentFault =>
  new DeploymentFault(
    'INVALID_LAMBDA_CONFIGURATION',
    'The deployment failed because the AppSpec file that specifies the AWS Lambda deployment configuration is ' +
      `missing or has an invalid configuration. ${reason}`.trimEnd(),
  );

/**
 * AppSpec text, YAML or JSON. Throws DeploymentFault: INVALID_REVISION where it is neither (assumed),
 * INVALID_LAMBDA_CONFIGURATION where it is not a Lambda AppSpec. Section names are taken in either case, as AWS's
 * own examples write both `Hooks` and `hooks`.
 */
export const parseLambdaAppSpec = (content: string): LambdaAppSpec => {
  const parsed = AppSpec.safeParse(lowerCaseKeys(parseText(content)));
  if (!parsed.success) throw invalidConfiguration(z.prettifyError(parsed.error));
  const entries = Object.entries(parsed.data.resources[0]);
  const [entry] = entries;
  if (entry === undefined || entries.length > 1)
    throw invalidConfiguration('The AppSpec file must specify exactly one Lambda function.');
  const [logicalName, { Properties: properties }] = entry;
  return {
    logicalName,
    functionName: properties.Name,
    alias: properties.Alias,
    currentVersion: properties.CurrentVersion,
    targetVersion: properties.TargetVersion,
    hooks: readHooks(parsed.data.hooks ?? []),
  };
};

/** Throws DeploymentFault INVALID_REVISION where it is neither YAML nor JSON. */
export const parseText = (content: string): Readonly<Record<string, unknown>> => {
  try {
    return z.record(z.string(), z.unknown()).parse(parse(content));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new DeploymentFault(
      'INVALID_REVISION',
      `The AppSpec content is neither YAML nor JSON: ${reason}`,
    );
  }
};

/** Section names are taken in either case. */
export const lowerCaseKeys = (spec: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(spec).map(([key, value]) => [key.toLowerCase(), value]));

const readHooks = (
  list: readonly Readonly<Record<string, string>>[],
): Readonly<Record<string, string>> => {
  const hooks: Record<string, string> = {};
  for (const [event, functionName] of list.flatMap((entry) => Object.entries(entry))) {
    if (!LAMBDA_HOOKS.includes(event))
      throw invalidConfiguration(
        `${event} is not a lifecycle event with a hook on the Lambda compute platform.`,
      );
    hooks[event] = functionName;
  }
  return hooks;
};

/** JSON text of an AppSpec with the same function, alias and hooks that goes from one version to another. */
export const writeLambdaAppSpec = (spec: LambdaAppSpec): string =>
  JSON.stringify({
    version: '0.0',
    Resources: [
      {
        [spec.logicalName]: {
          Type: 'AWS::Lambda::Function',
          Properties: {
            Name: spec.functionName,
            Alias: spec.alias,
            CurrentVersion: spec.currentVersion,
            TargetVersion: spec.targetVersion,
          },
        },
      },
    ],
    Hooks: Object.entries(spec.hooks).map(([event, functionName]) => ({ [event]: functionName })),
  });
