import type { Reading } from '../envelope/reading';
import { readAs } from '../envelope/reading';
import type { ExecutionTold } from '../pipeline-state/execution';
import { toExecution } from '../pipeline-state/execution';
import { StageState } from './schema';

/** A stage of a pipeline's execution went into a state. */
export interface StageStateEvent extends ExecutionTold {
  readonly meaning: 'StageState';
  readonly stage?: string;
}

export const fromBus = (value: unknown): Reading<StageStateEvent> =>
  readAs(StageState, value, (envelope) => {
    const { stage } = envelope.detail;
    return { meaning: 'StageState', ...toExecution(envelope, { stage }), stage };
  });
