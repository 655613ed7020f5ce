import type { Reading, Told } from '../envelope/reading';
import { placeOfArn, readAs } from '../envelope/reading';
import { EcsHookInvocation } from './schema';

/** A service deployment of ECS waits for a hook's answer. */
export interface EcsHookEvent extends Told {
  readonly meaning: 'EcsHook';
  readonly account?: string;
  readonly region?: string;
  /** Of this call of the hook, not of the deployment. */
  readonly executionId: string;
  /** e.g. `POST_TEST_TRAFFIC_SHIFT`. */
  readonly stage: string;
  readonly serviceDeploymentArn: string;
  readonly serviceArn: string;
  readonly targetRevisionArn: string;
  /**
   * Production traffic goes away from the target: the deployment is being undone, and a hook that judges the target
   * anew would break that. Nothing else in the payload says it.
   */
  readonly isRollback: boolean;
}

export const fromInvocation = (value: unknown): Reading<EcsHookEvent> =>
  readAs(EcsHookInvocation, value, (invocation) => {
    const { executionId, lifecycleStage: stage, resourceArn, executionDetails } = invocation;
    const {
      serviceArn,
      targetServiceRevisionArn,
      productionTrafficWeights = {},
    } = executionDetails;
    const key = `ecs-hook/${resourceArn}/${stage}/${executionId}`;
    return {
      meaning: 'EcsHook',
      id: key,
      key,
      ...placeOfArn(resourceArn),
      executionId,
      stage,
      serviceDeploymentArn: resourceArn,
      serviceArn,
      targetRevisionArn: targetServiceRevisionArn,
      isRollback:
        stage === 'PRODUCTION_TRAFFIC_SHIFT' &&
        productionTrafficWeights[targetServiceRevisionArn] === 0,
    };
  });
