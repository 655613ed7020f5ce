import {
  CodeDeployClient,
  CreateApplicationCommand,
  CreateDeploymentGroupCommand,
  type CreateDeploymentGroupCommandInput,
} from '@aws-sdk/client-codedeploy';
import {
  createDeploymentGroups,
  type DeploymentGroups,
} from '../../adapters/aws/deployment-groups';
import { roleArn, startSmallStack, type SmallStack } from '../support/small-stack';

const ROLE = 'codedeploy';
const RESOURCES = {
  Role: {
    Type: 'AWS::IAM::Role',
    Properties: {
      RoleName: ROLE,
      AssumeRolePolicyDocument: {
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Principal: { Service: 'codedeploy.amazonaws.com' },
            Action: 'sts:AssumeRole',
          },
        ],
      },
      ManagedPolicyArns: ['arn:aws:iam::aws:policy/service-role/AWSCodeDeployRole'],
    },
  },
};
const WITH_TRAFFIC = {
  deploymentType: 'BLUE_GREEN',
  deploymentOption: 'WITH_TRAFFIC_CONTROL',
} as const;
const BLUE_GREEN = {
  deploymentStyle: WITH_TRAFFIC,
  loadBalancerInfo: { targetGroupInfoList: [{ name: 'game' }] },
  blueGreenDeploymentConfiguration: {
    deploymentReadyOption: { actionOnTimeout: 'STOP_DEPLOYMENT', waitTimeInMinutes: 60 },
    greenFleetProvisioningOption: { action: 'DISCOVER_EXISTING' },
    terminateBlueInstancesOnDeploymentSuccess: { action: 'KEEP_ALIVE' },
  },
} as const satisfies Partial<CreateDeploymentGroupCommandInput>;
const TAGGED = { ec2TagFilters: [{ Key: 'Role', Value: 'game', Type: 'KEY_AND_VALUE' as const }] };

let stack: SmallStack;
let client: CodeDeployClient;
let groups: DeploymentGroups;

beforeAll(async () => {
  stack = await startSmallStack(RESOURCES);
  client = new CodeDeployClient(stack.settings);
  groups = createDeploymentGroups(client);
  await client.send(
    new CreateApplicationCommand({ applicationName: 'game', computePlatform: 'Server' }),
  );
});
afterAll(async () => {
  client.destroy();
  await stack.stop();
});

const made = async (name: string, settings: Partial<CreateDeploymentGroupCommandInput>) => {
  await client.send(
    new CreateDeploymentGroupCommand({
      applicationName: 'game',
      deploymentGroupName: name,
      serviceRoleArn: roleArn(ROLE),
      ...settings,
    }),
  );
  return groups.read('game', name);
};

it('tells a group in place, whose hosts have tags', async () => {
  expect(await made('in-place', TAGGED)).toEqual({
    name: 'in-place',
    platform: 'Server',
    isBlueGreen: false,
    ready: undefined,
    autoScalingGroups: [],
    hasTagFilters: true,
    lastDeploymentId: undefined,
  });
});

it('tells how long a blue/green group waits for a word', async () => {
  expect(await made('waits', { ...BLUE_GREEN, ...TAGGED })).toMatchObject({
    isBlueGreen: true,
    ready: { waits: true, waitSec: 3600 },
  });
});

it('tells that one opens by itself', async () => {
  const blueGreenDeploymentConfiguration = {
    ...BLUE_GREEN.blueGreenDeploymentConfiguration,
    deploymentReadyOption: { actionOnTimeout: 'CONTINUE_DEPLOYMENT' as const },
  };
  const opens = { ...BLUE_GREEN, ...TAGGED, blueGreenDeploymentConfiguration };
  expect(await made('opens', opens)).toMatchObject({ ready: { waits: false, waitSec: 0 } });
});

it('tells tags of a set, and of hosts on premises', async () => {
  const ec2TagSet = { ec2TagSetList: [TAGGED.ec2TagFilters] };
  expect(await made('set', { ec2TagSet })).toMatchObject({ hasTagFilters: true });
  const onPremisesInstanceTagFilters = TAGGED.ec2TagFilters;
  expect(await made('premises', { onPremisesInstanceTagFilters })).toMatchObject({
    hasTagFilters: true,
  });
  expect(await made('none', {})).toMatchObject({ hasTagFilters: false });
});

it('lists the groups of an application', async () => {
  expect(await groups.list('game')).toEqual(expect.arrayContaining(['in-place', 'waits', 'opens']));
});

it('knows nothing of what is not there', async () => {
  expect(await groups.read('game', 'nowhere')).toBeUndefined();
  expect(await groups.read('nowhere', 'nowhere')).toBeUndefined();
  expect(await groups.list('nowhere')).toBeUndefined();
});

it('throws where CodeDeploy cannot be asked', async () => {
  const offline = new CodeDeployClient({ ...stack.settings, endpoint: 'http://127.0.0.1:9' });
  await expect(createDeploymentGroups(offline).read('game', 'in-place')).rejects.toThrow();
  await expect(createDeploymentGroups(offline).list('game')).rejects.toThrow();
  offline.destroy();
});
