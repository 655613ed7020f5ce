import type { FailState } from '../definition/definition';
import type { StateHandler, Visit } from '../engine/execution';
import { StateFailure } from '../engine/failure';
import { unexpectedType } from '../jsonata/evaluate';
import { jsonTypeOf } from '../json';

const evaluateText = async (
  visit: Visit,
  field: string,
  text: string | undefined,
): Promise<string | undefined> => {
  if (text === undefined) return undefined;
  const value = await visit.evaluate(text, field);
  if (typeof value === 'string') return value;
  throw unexpectedType(text, field, 'string', jsonTypeOf(value), value);
};

/** Always throws: Error and Cause are what the execution fails with, each absent where not given. recorded */
export const runFail: StateHandler<FailState> = async (state, visit) => {
  const error = await evaluateText(visit, 'Error', state.Error);
  throw new StateFailure(error, await evaluateText(visit, 'Cause', state.Cause));
};
