import type { ChoiceState } from '../definition/definition';
import type { StateHandler } from '../engine/execution';
import { StateFailure } from '../engine/failure';
import { unexpectedType } from '../jsonata/evaluate';
import { jsonTypeOf } from '../json';

/**
 * The first rule whose condition is true. Its Output and Assign replace the state's own, which are the
 * Default's. recorded. That a condition must be a boolean is documented, the location's form assumed.
 */
export const runChoice: StateHandler<ChoiceState> = async (state, visit) => {
  for (const [index, rule] of state.Choices.entries()) {
    const field = `Choices[${index}]/Condition`;
    const condition = await visit.evaluate(rule.Condition, field);
    if (typeof condition !== 'boolean')
      throw unexpectedType(rule.Condition, field, 'boolean', jsonTypeOf(condition), condition);
    if (condition) {
      const { Output, Assign, Next } = rule;
      const from = { Output, Assign, location: `Choices[${index}]/` };
      return { value: visit.input, next: Next, from };
    }
  }
  // assumed: the cause's text
  if (state.Default === undefined)
    throw new StateFailure(
      'States.NoChoiceMatched',
      'Failed to transition out of the state. The state does not point to a next state.',
      {},
    );
  return { value: visit.input, next: state.Default };
};
