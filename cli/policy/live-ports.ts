import { createCloudWatchClient, createCodeDeployClient } from '../../adapters/aws/clients';
import { createDeploymentGroups } from '../../adapters/aws/deployment-groups';
import { createDeployments } from '../../adapters/aws/deployments';
import { createAlarmReader } from '../../adapters/aws/observers/alarms';
import { systemClock } from '../../adapters/system/clock';
import type { Scope } from '../../config/schema/scope';
import type { LivePorts } from './live-faults';

const LONGEST_MS = 20_000;

/** AWS as the environment names it. */
export const createLivePorts = (scope: Scope): LivePorts => {
  const codeDeploy = createCodeDeployClient();
  const readAlarms = createAlarmReader(createCloudWatchClient());
  return {
    groups: createDeploymentGroups(codeDeploy),
    deployments: createDeployments(codeDeploy),
    alarms: async (names) =>
      (await readAlarms(names, systemClock.abortAfter(LONGEST_MS))).map(({ name }) => name),
    scope,
  };
};
