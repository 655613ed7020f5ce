import type { PassState } from '../definition/definition';
import type { StateHandler } from '../engine/execution';

/** Gives its input on. In JSONata it has no Result: see Output. documented */
export const runPass: StateHandler<PassState> = async (state, visit) => ({
  value: visit.input,
  next: state.Next,
});
