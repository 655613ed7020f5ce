import type { RunStates } from './execution';
import { StateFailure } from './failure';
import { visitState } from './visit-state';

/** From where the line stands to its end. What it has done by then is in the frame's progress. */
export const runStates: RunStates = async (machine, frame) => {
  const { progress, cancellation } = frame;
  for (;;) {
    cancellation.check();
    const state = machine.States[progress.at.name];
    if (state === undefined)
      throw new StateFailure('States.Runtime', `There is no state '${progress.at.name}'.`);
    const { output, next } = await visitState(state, frame);
    progress.inner.clear();
    progress.mapRunArn = undefined;
    if (next === undefined) {
      progress.output = output;
      return output;
    }
    progress.at = { name: next, input: output };
  }
};
