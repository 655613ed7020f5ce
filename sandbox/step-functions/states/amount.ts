import { SPANS, wrongWithAmount, type AmountName } from '../definition/amounts';
import type { Visit } from '../engine/execution';
import { StateFailure } from '../engine/failure';

/**
 * A number that a state wrote out or computes, undefined where it did neither. Throws StateFailure where it is no
 * number, or none that the field may have: the words of that are assumed.
 */
export const evaluateAmount = async (
  visit: Visit,
  name: AmountName,
  written: number | string | undefined,
  field: string = name,
): Promise<number | undefined> => {
  if (written === undefined) return undefined;
  const value = await visit.evaluateNumber(written, field);
  const wrong = wrongWithAmount(value, SPANS[name]);
  if (wrong === undefined) return value;
  throw new StateFailure(
    'States.QueryEvaluationError',
    `The ${name} field cannot be ${value}: ${wrong}`,
    { location: field },
  );
};
