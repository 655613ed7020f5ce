import type {
  BatchGetDeploymentTargetsOutput,
  CreateDeploymentOutput,
  DeploymentTarget,
  InstanceTarget,
  ListDeploymentTargetsOutput,
} from '@aws-sdk/client-codedeploy';
import type { Host } from '../../../../../sandbox/hosts/host';
import { call, createWorld, ROLE, type World } from '../fake-cloud';

export const SCRIPTS = `version: 0.0
os: linux
hooks:
  ApplicationStop:
    - location: scripts/stop.sh
      timeout: 60
      runas: root
  ApplicationStart:
    - location: scripts/start.sh
  ValidateService:
    - location: scripts/validate.sh
      timeout: 120
`;

export const archive = (key: string) => ({
  revisionType: 'S3',
  s3Location: { bucket: 'releases', key, bundleType: 'zip' },
});

/** Application `game`, whose archives `v1.zip` and `v2.zip` are there, and no host yet. */
export const aServerWorld = (): World => {
  const world = createWorld();
  call(world, 'CreateApplication', { applicationName: 'game', computePlatform: 'Server' });
  for (const key of ['v1.zip', 'v2.zip'])
    world.codedeploy.port.putBundle({ bucket: 'releases', key }, SCRIPTS);
  return world;
};

export const addHosts = (
  world: World,
  count: number,
  tags: Readonly<Record<string, string>> = { Role: 'game' },
): readonly Host[] =>
  Array.from({ length: count }, () =>
    world.cloud.ports.hosts.add({ tags, autoScalingGroup: undefined }),
  );

export const createFleetGroup = (world: World, overrides: object = {}): void =>
  void call(world, 'CreateDeploymentGroup', {
    applicationName: 'game',
    deploymentGroupName: 'fleet',
    serviceRoleArn: ROLE,
    deploymentConfigName: 'CodeDeployDefault.OneAtATime',
    ec2TagFilters: [{ Key: 'Role', Value: 'game', Type: 'KEY_AND_VALUE' }],
    ...overrides,
  });

export const release = (world: World, key: string, overrides: object = {}): string =>
  call<CreateDeploymentOutput>(world, 'CreateDeployment', {
    applicationName: 'game',
    deploymentGroupName: 'fleet',
    revision: archive(key),
    ...overrides,
  }).deploymentId ?? '';

/** Blue hosts are of tag `Fleet=blue`, green ones of `Fleet=green`. */
export const BLUE_GREEN = {
  deploymentConfigName: 'CodeDeployDefault.AllAtOnce',
  ec2TagFilters: [{ Key: 'Fleet', Value: 'blue', Type: 'KEY_AND_VALUE' }],
  deploymentStyle: { deploymentType: 'BLUE_GREEN', deploymentOption: 'WITH_TRAFFIC_CONTROL' },
  loadBalancerInfo: { targetGroupInfoList: [{ name: 'game' }] },
  blueGreenDeploymentConfiguration: {
    deploymentReadyOption: { actionOnTimeout: 'STOP_DEPLOYMENT', waitTimeInMinutes: 60 },
    greenFleetProvisioningOption: { action: 'DISCOVER_EXISTING' },
    terminateBlueInstancesOnDeploymentSuccess: {
      action: 'TERMINATE',
      terminationWaitTimeInMinutes: 30,
    },
  },
};
export const GREEN = {
  targetInstances: { tagFilters: [{ Key: 'Fleet', Value: 'green', Type: 'KEY_AND_VALUE' }] },
};

export const hostsOf = (world: World, deploymentId: string): readonly InstanceTarget[] => {
  const { targetIds } = call<ListDeploymentTargetsOutput>(world, 'ListDeploymentTargets', {
    deploymentId,
  });
  const { deploymentTargets } = call<BatchGetDeploymentTargetsOutput>(
    world,
    'BatchGetDeploymentTargets',
    { deploymentId, targetIds },
  );
  return (deploymentTargets ?? []).flatMap((it: DeploymentTarget) => it.instanceTarget ?? []);
};

export const statusesOf = (world: World, deploymentId: string): readonly unknown[] =>
  hostsOf(world, deploymentId).map(({ status }) => status);

/** `event: status` of one host. */
export const lifecycleOf = (target: InstanceTarget | undefined): readonly string[] =>
  (target?.lifecycleEvents ?? []).map((event) => `${event.lifecycleEventName}: ${event.status}`);
