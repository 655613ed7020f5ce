import type { SucceedState } from '../definition/definition';
import type { StateHandler } from '../engine/execution';

/** Ends the line of states well. */
export const runSucceed: StateHandler<SucceedState> = async (_state, visit) => ({
  value: visit.input,
  next: undefined,
});
