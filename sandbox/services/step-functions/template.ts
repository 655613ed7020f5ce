import * as z from 'zod/mini';
import { AwsError, type ResourceHandler } from '../../service';
import { isJson, type Json } from '../../step-functions/json';
import { generatedName, parseProperties } from '../template-properties';
import type { Parts } from './operations/parts';
import type { MachineSettings } from './state-machines';

const LogGroup = z.object({ LogGroupArn: z.optional(z.string()) });
const StateMachineProperties = z.object({
  StateMachineName: z.optional(z.string()),
  StateMachineType: z.optional(z.string()),
  RoleArn: z.string(),
  LoggingConfiguration: z.optional(
    z.object({
      Level: z.optional(z.enum(['ALL', 'ERROR', 'FATAL', 'OFF'])),
      IncludeExecutionData: z.optional(z.boolean()),
      Destinations: z.optional(z.array(z.object({ CloudWatchLogsLogGroup: z.optional(LogGroup) }))),
    }),
  ),
  TracingConfiguration: z.optional(z.object({ Enabled: z.optional(z.boolean()) })),
  Definition: z.optional(z.custom<Json>(isJson)),
  DefinitionString: z.optional(z.string()),
  DefinitionSubstitutions: z.optional(
    z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  ),
});
type StateMachineProperties = z.infer<typeof StateMachineProperties>;

/**
 * Replaces `${Name}` in the definition's text. In a Definition object a number stays text, as its placeholder was;
 * what no substitution names stays as it is.
 * documented (https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-stepfunctions-statemachine.html)
 */
export const substituteDefinition = (
  text: string,
  substitutions: NonNullable<StateMachineProperties['DefinitionSubstitutions']>,
  escape: (value: string) => string,
): string =>
  text.replace(/\$\{([A-Za-z0-9_.-]+)\}/g, (whole, name: string) => {
    const value = substitutions[name];
    return value === undefined ? whole : escape(String(value));
  });

/** What stands inside a JSON string. */
const insideString = (value: string): string => JSON.stringify(value).slice(1, -1);

const definitionOf = (properties: StateMachineProperties): string => {
  const { Definition, DefinitionString, DefinitionSubstitutions = {} } = properties;
  if ((Definition === undefined) === (DefinitionString === undefined))
    throw new AwsError(
      'ValidationException',
      'A state machine has either a Definition or a DefinitionString.',
    );
  if (DefinitionString !== undefined)
    return substituteDefinition(DefinitionString, DefinitionSubstitutions, (it) => it);
  return substituteDefinition(JSON.stringify(Definition), DefinitionSubstitutions, insideString);
};

/** As the API tells them, where names begin small. */
const settingsOf = ({
  LoggingConfiguration: logging,
  TracingConfiguration: tracing,
}: StateMachineProperties): MachineSettings => ({
  loggingConfiguration: logging && {
    level: logging.Level,
    includeExecutionData: logging.IncludeExecutionData ?? false,
    destinations: logging.Destinations?.map(({ CloudWatchLogsLogGroup: group }) => ({
      cloudWatchLogsLogGroup: { logGroupArn: group?.LogGroupArn },
    })),
  },
  tracingConfiguration: tracing && { enabled: tracing.Enabled ?? false },
});

export const templateResources = ({
  cloud,
  machines,
}: Parts): Readonly<Record<string, ResourceHandler>> => ({
  'AWS::StepFunctions::StateMachine': {
    create: (resource) => {
      const properties = parseProperties(StateMachineProperties, resource);
      if (properties.StateMachineType === 'EXPRESS')
        throw new AwsError(
          'StateMachineTypeNotSupported',
          'The sandbox runs workflows of the type STANDARD only.',
        );
      const created = machines.create({
        name: properties.StateMachineName ?? generatedName(resource.logicalId, cloud.random),
        definition: definitionOf(properties),
        roleArn: properties.RoleArn,
        ...settingsOf(properties),
      });
      return {
        ref: created.arn,
        attributes: {
          Arn: created.arn,
          Name: created.name,
          StateMachineRevisionId: created.revisionId,
        },
      };
    },
  },
});
