import { call } from '../fake-cloud';
import { aServerWorld } from './fleet';

it('creates a group of hosts from a template, with all that it says of them', async () => {
  // given
  const world = aServerWorld();
  const create = world.codedeploy.service.resources?.['AWS::CodeDeploy::DeploymentGroup'];

  // when
  const created = await create?.create({
    logicalId: 'Fleet',
    properties: {
      ApplicationName: 'game',
      DeploymentGroupName: 'fleet',
      ServiceRoleArn: 'arn:aws:iam::123456789012:role/service-role',
      DeploymentStyle: {
        DeploymentType: 'BLUE_GREEN',
        DeploymentOption: 'WITH_TRAFFIC_CONTROL',
      },
      LoadBalancerInfo: { TargetGroupInfoList: [{ Name: 'game' }] },
      Ec2TagSet: {
        Ec2TagSetList: [
          { Ec2TagGroup: [{ Key: 'Role', Value: 'game', Type: 'KEY_AND_VALUE' }] },
          { Ec2TagGroup: [{ Key: 'Ready', Value: 'true', Type: 'KEY_AND_VALUE' }] },
        ],
      },
      AutoScalingGroups: ['game-asg'],
      BlueGreenDeploymentConfiguration: {
        DeploymentReadyOption: { ActionOnTimeout: 'STOP_DEPLOYMENT', WaitTimeInMinutes: '60' },
        TerminateBlueInstancesOnDeploymentSuccess: {
          Action: 'TERMINATE',
          TerminationWaitTimeInMinutes: 5,
        },
        GreenFleetProvisioningOption: { Action: 'DISCOVER_EXISTING' },
      },
    },
  });

  // then
  expect(created?.ref).toBe('fleet');
  const names = { applicationName: 'game', deploymentGroupName: 'fleet' };
  expect(call(world, 'GetDeploymentGroup', names)).toMatchObject({
    deploymentGroupInfo: {
      computePlatform: 'Server',
      deploymentConfigName: 'CodeDeployDefault.OneAtATime',
      ec2TagSet: {
        ec2TagSetList: [
          [{ Key: 'Role', Value: 'game', Type: 'KEY_AND_VALUE' }],
          [{ Key: 'Ready', Value: 'true', Type: 'KEY_AND_VALUE' }],
        ],
      },
      autoScalingGroups: [{ name: 'game-asg' }],
      loadBalancerInfo: { targetGroupInfoList: [{ name: 'game' }] },
      blueGreenDeploymentConfiguration: {
        deploymentReadyOption: { actionOnTimeout: 'STOP_DEPLOYMENT', waitTimeInMinutes: 60 },
        terminateBlueInstancesOnDeploymentSuccess: {
          action: 'TERMINATE',
          terminationWaitTimeInMinutes: 5,
        },
        greenFleetProvisioningOption: { action: 'DISCOVER_EXISTING' },
      },
    },
  });
});
