import type { CodeDeployClient } from '@aws-sdk/client-codedeploy';
import {
  LifecycleEventAlreadyCompletedException,
  PutLifecycleEventHookExecutionStatusCommand,
} from '@aws-sdk/client-codedeploy';
import type { HookReporter } from '../../domain/releases/ports';

/**
 * Tells CodeDeploy. `LifecycleEventAlreadyCompletedException` is the answer of an earlier try; every other error is
 * thrown, since a hook that is not answered hangs its deployment for an hour.
 * https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_PutLifecycleEventHookExecutionStatus.html
 */
export const createHookReporter = (client: CodeDeployClient): HookReporter => ({
  report: async (deploymentId, executionId, answer) => {
    try {
      await client.send(
        new PutLifecycleEventHookExecutionStatusCommand({
          deploymentId,
          lifecycleEventHookExecutionId: executionId,
          status: answer,
        }),
      );
      return 'reported';
    } catch (thrown) {
      if (thrown instanceof LifecycleEventAlreadyCompletedException) return 'answered before';
      throw thrown;
    }
  },
});
