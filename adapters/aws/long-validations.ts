import { createHash } from 'node:crypto';
import type { SFNClient } from '@aws-sdk/client-sfn';
import { ExecutionAlreadyExists, StartExecutionCommand } from '@aws-sdk/client-sfn';
import type { Clock } from '../../domain/ports';
import type { LongValidations } from '../../domain/releases/ports';

/**
 * Hands gates over to the release-validation machine. Its execution is named for the gate, so a gate is handed over
 * once: an execution that exists already is as good.
 * https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html
 */
export const createLongValidations = (
  client: SFNClient,
  stateMachineArn: string,
  clock: Clock,
): LongValidations => ({
  start: async ({ release, executionId, place, hook }, { untilEpochMs, mode }) => {
    const waitSec = Math.max(1, Math.ceil((untilEpochMs - clock.nowEpochMs()) / 1000));
    try {
      await client.send(
        new StartExecutionCommand({
          stateMachineArn,
          name: nameOf(release.deploymentId, executionId),
          input: JSON.stringify({
            schemaVersion: 1,
            release,
            executionId,
            place,
            hook,
            mode,
            waitSec,
          }),
        }),
      );
    } catch (thrown) {
      if (!(thrown instanceof ExecutionAlreadyExists)) throw thrown;
    }
  },
});

/** At most 80 characters of few kinds; a hook's execution id is long, so its hash stands for it. */
const nameOf = (deploymentId: string, executionId: string): string => {
  const hash = createHash('sha256').update(executionId).digest('hex').slice(0, 24);
  return `${deploymentId.replace(/[^\w-]/g, '-').slice(-50)}-${hash}`;
};
