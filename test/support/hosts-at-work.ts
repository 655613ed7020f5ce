import {
  ApplicationAlreadyExistsException,
  CreateApplicationCommand,
  CreateDeploymentCommand,
  CreateDeploymentGroupCommand,
  type CreateDeploymentGroupCommandInput,
  type DeploymentInfo,
  GetDeploymentCommand,
  type TagFilterType,
} from '@aws-sdk/client-codedeploy';
import type { Host } from '../../sandbox/hosts/host';
import type { Scenario } from './sandbox';

/** CodeDeploy's application of hosts; one has one platform. */
export const HOST_APPLICATION = 'shop';
const BUCKET = 'releases';
const APP_SPEC = `version: 0.0
os: linux
hooks:
  ApplicationStart:
    - location: scripts/start.sh
  ValidateService:
    - location: scripts/validate.sh
`;

const ofTag = (value: string) => [
  { Key: 'Fleet', Value: value, Type: 'KEY_AND_VALUE' as TagFilterType },
];

const createGroup = async (
  { operator, sandbox }: Scenario,
  group: string,
  settings: Partial<CreateDeploymentGroupCommandInput>,
): Promise<void> => {
  const application = { applicationName: HOST_APPLICATION, computePlatform: 'Server' } as const;
  await operator.codeDeploy
    .send(new CreateApplicationCommand(application))
    .catch((error: unknown) => {
      if (!(error instanceof ApplicationAlreadyExistsException)) throw error;
    });
  for (const key of ['v1.zip', 'v2.zip'])
    sandbox.ports.deployments.putBundle({ bucket: BUCKET, key }, APP_SPEC);
  await operator.codeDeploy.send(
    new CreateDeploymentGroupCommand({
      applicationName: HOST_APPLICATION,
      deploymentGroupName: group,
      serviceRoleArn: 'arn:aws:iam::123456789012:role/codedeploy',
      autoRollbackConfiguration: {
        enabled: true,
        events: ['DEPLOYMENT_FAILURE', 'DEPLOYMENT_STOP_ON_REQUEST'],
      },
      ...settings,
    }),
  );
};

/** Two hosts that are updated one after the other. */
export const createFleetInPlace = async (
  scenario: Scenario,
  group: string,
): Promise<readonly Host[]> => {
  await createGroup(scenario, group, {
    deploymentConfigName: 'CodeDeployDefault.OneAtATime',
    ec2TagFilters: ofTag(group),
  });
  return [1, 2].map(() => scenario.sandbox.ports.hosts.add({ tags: { Fleet: group } }));
};

/** A blue host that serves, and a green one that is to take over. The group waits for a word so long. */
export const createTwoFleets = async (
  scenario: Scenario,
  group: string,
  waitTimeInMinutes: number,
): Promise<{ readonly blue: Host; readonly green: Host }> => {
  await createGroup(scenario, group, {
    deploymentConfigName: 'CodeDeployDefault.AllAtOnce',
    ec2TagFilters: ofTag(`${group}-blue`),
    deploymentStyle: { deploymentType: 'BLUE_GREEN', deploymentOption: 'WITH_TRAFFIC_CONTROL' },
    loadBalancerInfo: { targetGroupInfoList: [{ name: group }] },
    blueGreenDeploymentConfiguration: {
      deploymentReadyOption: { actionOnTimeout: 'STOP_DEPLOYMENT', waitTimeInMinutes },
      greenFleetProvisioningOption: { action: 'DISCOVER_EXISTING' },
      terminateBlueInstancesOnDeploymentSuccess: { action: 'KEEP_ALIVE' },
    },
  });
  const { hosts } = scenario.sandbox.ports;
  return {
    blue: hosts.add({ tags: { Fleet: `${group}-blue` } }),
    green: hosts.add({ tags: { Fleet: `${group}-green` } }),
  };
};

/** Deploys an archive; to the green host where the group has two fleets. */
export const deployToHosts = async (
  { operator }: Scenario,
  { group, key, toGreen = false }: { group: string; key: string; toGreen?: boolean },
): Promise<string> => {
  const { deploymentId = 'none' } = await operator.codeDeploy.send(
    new CreateDeploymentCommand({
      applicationName: HOST_APPLICATION,
      deploymentGroupName: group,
      revision: {
        revisionType: 'S3',
        s3Location: { bucket: BUCKET, key, bundleType: 'zip' },
      },
      targetInstances: toGreen ? { tagFilters: ofTag(`${group}-green`) } : undefined,
    }),
  );
  return deploymentId;
};

export const readDeployment = async (
  { operator }: Scenario,
  deploymentId: string,
): Promise<DeploymentInfo> =>
  (await operator.codeDeploy.send(new GetDeploymentCommand({ deploymentId }))).deploymentInfo ?? {};

/** What functions asked CodeDeploy to do with a deployment, e.g. `slipway-dev-reconcile ContinueDeployment`. */
export const ordersOf = ({ sandbox }: Scenario, deploymentId: string): readonly string[] =>
  sandbox.journal.entries().flatMap((entry) => {
    if (entry.kind !== 'call' || entry.caller.functionName === undefined) return [];
    if (!['ContinueDeployment', 'StopDeployment'].includes(entry.operation)) return [];
    const input = entry.input as { readonly deploymentId?: string };
    const words = [entry.caller.functionName, entry.operation, entry.error].filter(Boolean);
    return input.deploymentId === deploymentId ? [words.join(' ')] : [];
  });
