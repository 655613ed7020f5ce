import type { NormalizedSchema } from '@smithy/core/schema';
import { AwsError } from '../service';
import { constraintTables } from './constraints/constraint-table';
import { findViolations, type Violation } from './constraints/find-violations';
import { findMissing, ownMissingError } from './missing-members';
import type { Model } from './model';

/** Services of the query protocol keep its code, also where clients now speak JSON to them. */
const CODES: Readonly<Record<string, string>> = {
  iam: 'ValidationError',
  monitoring: 'ValidationError',
};

const toSentence = ({ path, value, sentence }: Violation): string =>
  `Value ${value === undefined ? '' : `'${value}' `}at '${path}' failed to satisfy constraint: ${sentence}`;

/** Violations that are told otherwise. Assumed, after what users report of runtimes that are no more. */
const ownViolations: Readonly<Record<string, (violation: Violation) => AwsError>> = {
  'lambda runtime': ({ value, sentence }) =>
    new AwsError(
      'InvalidParameterValueException',
      `Value ${value} at 'runtime' failed to satisfy constraint: ${sentence} or be a valid ARN`,
    ),
};

/**
 * Checks an input before anything else looks at it, as AWS's services do by their models: what is required is there,
 * and each value is of its enum, its length, its range and its pattern. What is allowed is documented (each
 * operation's request parameters, https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html); that the
 * services of `constraints/` all refuse with these sentences, and before they authorise, is assumed after what their
 * users report. Throws ValidationException, or what the service has instead.
 */
export const checkInput = (
  signingName: string,
  model: Model,
  schema: NormalizedSchema,
  input: unknown,
): void => {
  const missing = findMissing(schema, input);
  const own = missing[0] && ownMissingError(missing[0], signingName, model);
  if (own !== undefined) throw own;
  const rules = { table: constraintTables[signingName] ?? {}, enumOf: model.enumOf };
  const violations = findViolations(rules, schema, input);
  for (const violation of violations) {
    const ownViolation = ownViolations[`${signingName} ${violation.path}`]?.(violation);
    if (ownViolation !== undefined) throw ownViolation;
  }
  const faults = [
    ...missing.map(
      ({ path }) => `Value null at '${path}' failed to satisfy constraint: Member must not be null`,
    ),
    ...violations.map(toSentence),
  ];
  if (faults.length === 0) return;
  const count = `${faults.length} validation error${faults.length === 1 ? '' : 's'} detected`;
  throw new AwsError(CODES[signingName] ?? 'ValidationException', `${count}: ${faults.join('; ')}`);
};
