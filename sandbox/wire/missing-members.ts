import type { NormalizedSchema } from '@smithy/core/schema';
import { AwsError } from '../service';
import type { Model } from './model';
import { isStruct, kindOf, requiredMembersOf } from './schema';

export interface Missing {
  readonly name: string;
  readonly path: string;
}

const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);
const upperFirst = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** Every required member that is not there, at any depth, with its path as AWS writes it (`tags.1.member.key`). */
export const findMissing = (
  schema: NormalizedSchema,
  value: unknown,
  path: readonly string[] = [],
): readonly Missing[] => {
  switch (kindOf(schema)) {
    case 'struct': {
      if (!isStruct(value)) return [];
      const missing: Missing[] = requiredMembersOf(schema)
        .filter((name) => value[name] === undefined)
        .map((name) => ({ name, path: [...path, lowerFirst(name)].join('.') }));
      for (const [name, member] of schema.structIterator())
        if (value[name] !== undefined)
          missing.push(...findMissing(member, value[name], [...path, lowerFirst(name)]));
      return missing;
    }
    case 'list':
      return (Array.isArray(value) ? value : []).flatMap((item, index) =>
        findMissing(schema.getValueSchema(), item, [...path, String(index + 1), 'member']),
      );
    case 'map':
      return Object.entries(isStruct(value) ? value : {}).flatMap(([key, item]) =>
        findMissing(schema.getValueSchema(), item, [...path, key, 'member']),
      );
    default:
      return [];
  }
};

/** Services that answer a missing parameter in a way of their own. Assumed, after what their users report. */
const ownAnswers: Readonly<Record<string, (missing: Missing) => AwsError>> = {
  sns: ({ name }) =>
    new AwsError(
      'InvalidParameter',
      `Invalid parameter: ${name} Reason: no value for required parameter`,
    ),
  sqs: ({ name }) =>
    new AwsError('MissingParameter', `The request must contain the parameter ${name}.`),
  s3: () =>
    new AwsError(
      'MalformedXML',
      'The XML you provided was not well-formed or did not validate against our published schema',
    ),
  monitoring: ({ name }) => new AwsError('MissingParameter', `The parameter ${name} is required.`),
};

/**
 * The service's own error for a required member that is missing; undefined where it has none. CodeDeploy has an
 * exception for each (`DeploymentIdRequiredException`; documented with its operations,
 * https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_GetDeployment.html).
 */
export const ownMissingError = (
  missing: Missing,
  signingName: string,
  model: Model,
): AwsError | undefined => {
  const exception = `${upperFirst(missing.name)}RequiredException`;
  if (model.findError(exception) !== undefined)
    return new AwsError(exception, `The required parameter ${missing.name} was not specified.`);
  return ownAnswers[signingName]?.(missing);
};
