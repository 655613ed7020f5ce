import { DeleteApplicationCommand } from '@aws-sdk/client-codedeploy';
import type { Stage } from '../../../sandbox/stories/stage';
import { createTwoFleets, deployToHosts, HOST_APPLICATION } from '../hosts-at-work';
import type { Scenario } from '../sandbox';
import { LONG_OUTPUT, SMOKE_TAG } from './policies';

export const SMOKE_HOST = 'i-0a1b2c3d4e5f60718';

/** One host that runs what command checks send, for half a minute. */
export const addSmokeHost = ({ sandbox }: Stage): void => {
  const { hosts } = sandbox.ports;
  hosts.add({ instanceId: SMOKE_HOST, tags: { [SMOKE_TAG.key]: SMOKE_TAG.value } });
  hosts.commands.add({ contains: 'smoke.sh', answer: { stdout: LONG_OUTPUT, afterSec: 30 } });
};

/** An application is of one platform: the one that was of functions is made anew when the first fleet is. */
export const leaveFunctions = async ({ operator }: Stage): Promise<void> => {
  await operator.codeDeploy.send(
    new DeleteApplicationCommand({ applicationName: HOST_APPLICATION }),
  );
};

/** A blue/green deployment to hosts of its own, which waits for a word. */
export const deployBlueGreen = async (
  scenario: Scenario,
  group: string,
  waitMin = 60,
): Promise<string> => {
  await createTwoFleets(scenario, group, waitMin);
  return deployToHosts(scenario, { group, key: 'v1.zip', toGreen: true });
};
