import type * as z from 'zod/mini';
import type { Reading } from '../envelope/reading';
import { readAs } from '../envelope/reading';
import type { ExecutionTold } from '../pipeline-state/execution';
import { toExecution } from '../pipeline-state/execution';
import { ActionState } from './schema';

/** An action of a pipeline's execution went into a state. */
export interface ActionStateEvent extends ExecutionTold {
  readonly meaning: 'ActionState';
  readonly stage?: string;
  readonly action?: string;
  readonly provider: string;
  /** A failed approval is one that somebody rejected, that ran out, or that is not set up: no fault of the release. */
  readonly isApproval: boolean;
  /** The deployment that a CodeDeploy action made, once the action has ended. */
  readonly deploymentId?: string;
}

export const fromBus = (value: unknown): Reading<ActionStateEvent> =>
  readAs(ActionState, value, (envelope) => {
    const { stage, action, type } = envelope.detail;
    return {
      meaning: 'ActionState',
      ...toExecution(envelope, { stage, action }),
      stage,
      action,
      provider: type.provider,
      isApproval: type.category === 'Approval' || type.provider === 'Manual',
      deploymentId: deploymentIdOf(envelope.detail),
    };
  });

/** Other providers put ids of their own there, and a failed action may put anything. */
const deploymentIdOf = (detail: z.infer<typeof ActionState>['detail']): string | undefined => {
  const id = detail['execution-result']?.['external-execution-id'] ?? '';
  return detail.type.provider === 'CodeDeploy' && /^d-[A-Za-z0-9]{1,40}$/.test(id) ? id : undefined;
};
