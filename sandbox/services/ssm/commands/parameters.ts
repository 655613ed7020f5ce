import { AwsError } from '../../../service';
import type { CommandDocument, DocumentParameter, DocumentStep } from './document';

export type ParameterValues = Readonly<Record<string, readonly string[]>>;

/**
 * The document's parameters with what the caller gave, defaults filled in. Throws InvalidParameters for one that is
 * not declared, is missing, or is not allowed (documented: "You must specify values for all required parameters …";
 * the sentences are assumed). A pattern must match the whole value (assumed).
 */
export const resolveParameters = (
  { parameters }: CommandDocument,
  given: ParameterValues,
): ParameterValues => {
  for (const name of Object.keys(given))
    if (!Object.hasOwn(parameters, name)) throw invalid(name, 'is not defined in the document');
  return Object.fromEntries(
    Object.entries(parameters).map(([name, parameter]) => {
      const values = given[name] ?? parameter.default;
      if (values === undefined) throw invalid(name, 'is required and has no value');
      if (given[name] !== undefined) checkValues(name, parameter, values);
      return [name, values];
    }),
  );
};

const checkValues = (
  name: string,
  parameter: DocumentParameter,
  values: readonly string[],
): void => {
  const { type, minItems = 0, maxItems = Number.MAX_SAFE_INTEGER } = parameter;
  if (type !== 'StringList' && values.length !== 1)
    throw invalid(name, `is of type ${type} and takes one value`);
  if (type === 'StringList' && (values.length < minItems || values.length > maxItems))
    throw invalid(name, `takes ${minItems} to ${maxItems} values`);
  for (const value of values) checkValue(name, parameter, value);
};

const checkValue = (name: string, parameter: DocumentParameter, value: string): void => {
  const { allowedPattern, allowedValues, minChars = 0 } = parameter;
  const maxChars = parameter.maxChars ?? Number.MAX_SAFE_INTEGER;
  if (allowedValues !== undefined && !allowedValues.includes(value))
    throw invalid(name, `has a value that is not one of ${allowedValues.join(', ')}`);
  if (allowedPattern !== undefined && !new RegExp(`^(?:${allowedPattern})$`, 's').test(value))
    throw invalid(name, `has a value that does not match the allowedPattern ${allowedPattern}`);
  if (value.length < minChars || value.length > maxChars)
    throw invalid(name, `has a value that is not of ${minChars} to ${maxChars} characters`);
};

const invalid = (name: string, what: string): AwsError =>
  new AwsError('InvalidParameters', `Parameter "${name}" ${what}.`);

/** What a step's shell is given. */
export interface ReadyStep {
  readonly step: DocumentStep;
  readonly script: string;
  readonly timeoutSec: number;
  readonly environment: Readonly<Record<string, string>>;
}

/**
 * Placeholders are replaced as text, but for parameters that reach the script through its environment. Documented:
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/documents-syntax-data-elements-parameters.html. A list
 * of which a line is nothing but its placeholder becomes so many lines. A time that is no number from 1 to 172,800 is
 * 3,600 (documented: the agent's pluginutil.go).
 */
export const readyStep = (
  { parameters }: CommandDocument,
  step: DocumentStep,
  values: ParameterValues,
): ReadyStep => {
  const fill = (line: string): string =>
    line.replace(/\{\{\s*(\w+)\s*\}\}/g, (whole, name: string) => {
      if (parameters[name]?.asEnvironment === true) return whole;
      return (values[name] ?? []).join('\n');
    });
  const asked = Number(fill(step.timeoutSeconds));
  const environment = Object.entries(parameters)
    .filter(([, { asEnvironment }]) => asEnvironment)
    .map(([name]): [string, string] => [`SSM_${name}`, (values[name] ?? []).join(',')]);
  return {
    step,
    script: step.runCommand.map(fill).join('\n'),
    timeoutSec: Number.isInteger(asked) && asked >= 1 && asked <= 172_800 ? asked : 3_600,
    environment: Object.fromEntries(environment),
  };
};
