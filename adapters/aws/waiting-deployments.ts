import type { CodeDeployClient, DeploymentStatus, TimeRange } from '@aws-sdk/client-codedeploy';
import { ListDeploymentsCommand } from '@aws-sdk/client-codedeploy';
import type { Clock } from '../../domain/ports';
import type { WaitingDeployments } from '../../domain/releases/ports';

/** A deployment waits two days at most: https://docs.aws.amazon.com/codedeploy/latest/userguide/limits.html */
const WINDOW_MS = 3 * 86_400_000;

/** Deployments that wait, of all groups. */
export const createWaitingDeployments = (
  client: CodeDeployClient,
  clock: Clock,
): WaitingDeployments => {
  const list = async (status: DeploymentStatus, until?: Date): Promise<readonly string[]> => {
    const start = new Date(clock.nowEpochMs() - WINDOW_MS);
    const createTimeRange: TimeRange = { start, end: until };
    const ids: string[] = [];
    let nextToken: string | undefined;
    do {
      const page = await client.send(
        new ListDeploymentsCommand({ includeOnlyStatuses: [status], createTimeRange, nextToken }),
      );
      ids.push(...(page.deployments ?? []));
      ({ nextToken } = page);
    } while (nextToken !== undefined);
    return ids;
  };
  return {
    listReady: () => list('Ready'),
    listUnderWay: (madeBeforeEpochMs) => list('InProgress', new Date(madeBeforeEpochMs)),
  };
};
