import type { Reading } from '../envelope/reading';
import { readAs } from '../envelope/reading';
import type { ExecutionTold } from './execution';
import { toExecution } from './execution';
import { PipelineState } from './schema';

/** A pipeline's execution went into a state. */
export interface PipelineStateEvent extends ExecutionTold {
  readonly meaning: 'PipelineState';
}

export const fromBus = (value: unknown): Reading<PipelineStateEvent> =>
  readAs(PipelineState, value, (envelope) => ({
    meaning: 'PipelineState',
    ...toExecution(envelope),
  }));
