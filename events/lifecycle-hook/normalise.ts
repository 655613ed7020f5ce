import type { Reading, Told } from '../envelope/reading';
import { readAs } from '../envelope/reading';
import { LifecycleHookInvocation } from './schema';

/** CodeDeploy waits for a hook's answer. It does not say which hook, group or application. */
export interface LifecycleHookEvent extends Told {
  readonly meaning: 'LifecycleHook';
  readonly deploymentId: string;
  readonly executionId: string;
}

export const fromInvocation = (value: unknown): Reading<LifecycleHookEvent> =>
  readAs(LifecycleHookInvocation, value, (invocation) => {
    const executionId = invocation.LifecycleEventHookExecutionId;
    const key = `hook/${invocation.DeploymentId}/${executionId}`;
    return {
      meaning: 'LifecycleHook',
      id: key,
      key,
      deploymentId: invocation.DeploymentId,
      executionId,
    };
  });
