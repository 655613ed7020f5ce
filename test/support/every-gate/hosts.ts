import {
  CreateApplicationCommand,
  CreateDeploymentCommand,
  CreateDeploymentGroupCommand,
  DeleteApplicationCommand,
} from '@aws-sdk/client-codedeploy';
import type { Stage } from '../../../sandbox/stories/stage';
import { LONG_OUTPUT, SMOKE_TAG } from './policies';

const applicationName = 'playground';
const SLOW_SEC = 600;
const APP_SPEC = `version: 0.0
os: linux
hooks:
  ApplicationStart:
    - location: scripts/start.sh
`;
const serviceRoleArn = 'arn:aws:iam::123456789012:role/codedeploy';
const revisionOf = (key: string) =>
  ({ revisionType: 'S3', s3Location: { bucket: 'releases', key, bundleType: 'zip' } }) as const;
const tagged = (value: string) => [{ Key: 'Fleet', Value: value, Type: 'KEY_AND_VALUE' as const }];

export const SMOKE_HOST = 'i-0a1b2c3d4e5f60718';

/** One host that runs what command checks send, for half a minute. */
export const addSmokeHost = ({ sandbox }: Stage): void => {
  const { hosts } = sandbox.ports;
  hosts.add({ instanceId: SMOKE_HOST, tags: { [SMOKE_TAG.key]: SMOKE_TAG.value } });
  hosts.commands.add({ contains: 'smoke.sh', answer: { stdout: LONG_OUTPUT, afterSec: 30 } });
};

/** The application goes from services to hosts: it is one of the two whose releases may be blocked. */
export const turnToHosts = async ({ sandbox, operator }: Stage): Promise<void> => {
  const { codeDeploy } = operator;
  await codeDeploy.send(new DeleteApplicationCommand({ applicationName }));
  await codeDeploy.send(
    new CreateApplicationCommand({ applicationName, computePlatform: 'Server' }),
  );
  for (const key of ['v1.zip', 'slow.zip'])
    sandbox.ports.deployments.putBundle({ bucket: 'releases', key }, APP_SPEC);
  sandbox.ports.hosts.lifecycle.add({
    event: 'ApplicationStart',
    revision: 'slow.zip',
    answer: { afterSec: SLOW_SEC },
  });
};

/** A blue/green deployment to a group of its own, which waits an hour for a word. */
export const deployBlueGreen = async (stage: Stage, group: string): Promise<string> => {
  const { sandbox, operator } = stage;
  const { hosts } = sandbox.ports;
  hosts.add({ tags: { Fleet: `${group}-blue` } });
  hosts.add({ tags: { Fleet: `${group}-green` } });
  await operator.codeDeploy.send(
    new CreateDeploymentGroupCommand({
      applicationName,
      deploymentGroupName: group,
      serviceRoleArn,
      deploymentConfigName: 'CodeDeployDefault.AllAtOnce',
      ec2TagFilters: tagged(`${group}-blue`),
      deploymentStyle: { deploymentType: 'BLUE_GREEN', deploymentOption: 'WITH_TRAFFIC_CONTROL' },
      loadBalancerInfo: { targetGroupInfoList: [{ name: group }] },
      blueGreenDeploymentConfiguration: {
        deploymentReadyOption: { actionOnTimeout: 'STOP_DEPLOYMENT', waitTimeInMinutes: 60 },
        greenFleetProvisioningOption: { action: 'DISCOVER_EXISTING' },
        terminateBlueInstancesOnDeploymentSuccess: { action: 'KEEP_ALIVE' },
      },
    }),
  );
  const { deploymentId = 'none' } = await operator.codeDeploy.send(
    new CreateDeploymentCommand({
      applicationName,
      deploymentGroupName: group,
      revision: revisionOf('v1.zip'),
      targetInstances: { tagFilters: tagged(`${group}-green`) },
    }),
  );
  return deploymentId;
};

/** A deployment in place that takes ten minutes. */
export const deployInPlace = async (stage: Stage, group: string): Promise<string> => {
  const { sandbox, operator } = stage;
  sandbox.ports.hosts.add({ tags: { Fleet: group } });
  await operator.codeDeploy.send(
    new CreateDeploymentGroupCommand({
      applicationName,
      deploymentGroupName: group,
      serviceRoleArn,
      ec2TagFilters: tagged(group),
    }),
  );
  const { deploymentId = 'none' } = await operator.codeDeploy.send(
    new CreateDeploymentCommand({
      applicationName,
      deploymentGroupName: group,
      revision: revisionOf('slow.zip'),
    }),
  );
  return deploymentId;
};
