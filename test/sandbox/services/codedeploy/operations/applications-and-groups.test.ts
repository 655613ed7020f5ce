import type { DeploymentGroupInfo } from '@aws-sdk/client-codedeploy';

import {
  call,
  codeOf,
  createGroup,
  createWorld,
  deploy,
  inTime,
  MINUTE,
  NOON,
  ROLE,
  type World,
} from '../fake-cloud';

const LAMBDA_STYLE = {
  deploymentStyle: { deploymentType: 'BLUE_GREEN', deploymentOption: 'WITH_TRAFFIC_CONTROL' },
};
const withShop = (): World => {
  const world = createWorld();
  createGroup(world);
  return world;
};
const refusal = (world: World, name: string, input: object): string =>
  codeOf(() => call(world, name, input));

describe('applications', () => {
  it('are created, read, listed and deleted with their groups', () => {
    const world = withShop();
    expect(call(world, 'GetApplication', { applicationName: 'shop' })).toEqual({
      application: {
        applicationId: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f-]{27}$/),
        applicationName: 'shop',
        computePlatform: 'Lambda',
        createTime: new Date(NOON),
        linkedToGitHub: false,
      },
    });
    expect(call(world, 'BatchGetApplications', { applicationNames: ['shop'] })).toMatchObject({
      applicationsInfo: [{ applicationName: 'shop' }],
    });
    expect(call(world, 'ListApplications', {})).toEqual({ applications: ['shop'] });
    call(world, 'DeleteApplication', { applicationName: 'shop' });
    expect(call(world, 'ListApplications', {})).toEqual({ applications: [] });
    expect(refusal(world, 'ListDeploymentGroups', { applicationName: 'shop' })).toBe(
      'ApplicationDoesNotExistException',
    );
  });

  it.each([
    [{}, 'ApplicationNameRequiredException'],
    [{ applicationName: 'no spaces' }, 'InvalidApplicationNameException'],
    [{ applicationName: 'x'.repeat(101) }, 'InvalidApplicationNameException'],
    [{ applicationName: 'shop' }, 'ApplicationAlreadyExistsException'],
    [{ applicationName: 'a', computePlatform: 'Kubernetes' }, 'InvalidComputePlatformException'],
    [{ applicationName: 'a', tags: [{ Key: 'aws:x' }] }, 'InvalidTagsToAddException'],
    [{ applicationName: 'a', computePlatform: 'ECS' }, 'none'],
    [{ applicationName: 'a' }, 'none'],
  ])('refuse what they must: %j', (input, code) => {
    expect(refusal(withShop(), 'CreateApplication', input)).toBe(code);
  });

  it('of other platforms are kept, but not deployed to', () => {
    const world = createWorld();
    call(world, 'CreateApplication', { applicationName: 'web', computePlatform: 'ECS' });
    call(world, 'CreateDeploymentGroup', {
      applicationName: 'web',
      deploymentGroupName: 'blue-green',
      serviceRoleArn: ROLE,
      ecsServices: [{ clusterName: 'c', serviceName: 's' }],
    });
    const names = { applicationName: 'web', deploymentGroupName: 'blue-green' };
    expect(call(world, 'GetDeploymentGroup', names)).toMatchObject({
      deploymentGroupInfo: {
        computePlatform: 'ECS',
        deploymentConfigName: 'CodeDeployDefault.ECSAllAtOnce',
        ecsServices: [{ clusterName: 'c', serviceName: 's' }],
      },
    });
    expect(refusal(world, 'CreateDeployment', names)).toBe(
      'UnsupportedActionForDeploymentTypeException',
    );
  });
});

describe('deployment groups', () => {
  it.each([
    [{ deploymentGroupName: undefined }, 'DeploymentGroupNameRequiredException'],
    [{ deploymentGroupName: 'no spaces' }, 'InvalidDeploymentGroupNameException'],
    [{ deploymentGroupName: 'checkout' }, 'DeploymentGroupAlreadyExistsException'],
    [{ applicationName: 'none' }, 'ApplicationDoesNotExistException'],
    [{ serviceRoleArn: undefined }, 'RoleRequiredException'],
    [{ serviceRoleArn: 'service-role' }, 'InvalidRoleException'],
    [{ deploymentConfigName: 'none' }, 'DeploymentConfigDoesNotExistException'],
    [
      { deploymentConfigName: 'CodeDeployDefault.OneAtATime' },
      'InvalidDeploymentConfigNameException',
    ],
    [{ deploymentStyle: undefined }, 'InvalidDeploymentStyleException'],
    [{ deploymentStyle: { deploymentType: 'IN_PLACE' } }, 'InvalidDeploymentStyleException'],
    [{ ec2TagFilters: [{ Key: 'a', Type: 'EQUALS' }] }, 'InvalidEC2TagException'],
    [{ onPremisesInstanceTagFilters: [{ Key: 'a', Type: 'EQUALS' }] }, 'InvalidTagException'],
    [{ outdatedInstancesStrategy: 'FORGET' }, 'InvalidInputException'],
    ...[
      { deploymentReadyOption: { actionOnTimeout: 'WAIT' } },
      { greenFleetProvisioningOption: { action: 'BUY' } },
      { terminateBlueInstancesOnDeploymentSuccess: { action: 'PAINT' } },
    ].map((blueGreenDeploymentConfiguration): [object, string] => [
      { blueGreenDeploymentConfiguration },
      'InvalidBlueGreenDeploymentConfigurationException',
    ]),
    [{ alarmConfiguration: { enabled: true, alarms: [] } }, 'InvalidAlarmConfigException'],
    [{ alarmConfiguration: { alarms: [{}] } }, 'InvalidAlarmConfigException'],
    [
      { alarmConfiguration: { alarms: [{ name: 'x'.repeat(256) }] } },
      'InvalidAlarmConfigException',
    ],
    [
      { alarmConfiguration: { alarms: [{ name: 'a' }, { name: 'a' }] } },
      'InvalidAlarmConfigException',
    ],
    [
      { alarmConfiguration: { alarms: 'abcdefghijk'.split('').map((name) => ({ name })) } },
      'AlarmsLimitExceededException',
    ],
    [{ alarmConfiguration: { alarms: 'abcdefghij'.split('').map((name) => ({ name })) } }, 'none'],
    [
      { autoRollbackConfiguration: { enabled: true, events: [] } },
      'InvalidAutoRollbackConfigException',
    ],
    [
      { autoRollbackConfiguration: { enabled: false, events: ['SOMETIMES'] } },
      'InvalidAutoRollbackConfigException',
    ],
    [
      {
        triggerConfigurations: [
          { triggerName: 't', triggerTargetArn: 'mail', triggerEvents: ['DeploymentStart'] },
        ],
      },
      'InvalidTriggerConfigException',
    ],
    [
      { triggerConfigurations: Array.from({ length: 11 }, () => ({})) },
      'TriggerTargetsLimitExceededException',
    ],
    [{}, 'none'],
  ])('refuse what they must: %j', (overrides, code) => {
    const world = withShop();
    const input = {
      applicationName: 'shop',
      deploymentGroupName: 'basket',
      serviceRoleArn: ROLE,
      ...LAMBDA_STYLE,
      ...overrides,
    };
    expect(refusal(world, 'CreateDeploymentGroup', input)).toBe(code);
  });

  it('keep what an update does not name, and may be renamed', () => {
    const world = withShop();
    call(world, 'UpdateDeploymentGroup', {
      applicationName: 'shop',
      currentDeploymentGroupName: 'checkout',
      newDeploymentGroupName: 'till',
      alarmConfiguration: { enabled: true, alarms: [{ name: 'errors' }] },
    });
    expect(call(world, 'ListDeploymentGroups', { applicationName: 'shop' })).toEqual({
      applicationName: 'shop',
      deploymentGroups: ['till'],
    });
    const till = { applicationName: 'shop', deploymentGroupName: 'till' };
    expect(call(world, 'GetDeploymentGroup', till)).toMatchObject({
      deploymentGroupInfo: {
        deploymentGroupName: 'till',
        serviceRoleArn: ROLE,
        deploymentConfigName: 'CodeDeployDefault.LambdaCanary10Percent5Minutes',
        alarmConfiguration: { enabled: true, alarms: [{ name: 'errors' }] },
      },
    });
    const bad = { applicationName: 'shop', currentDeploymentGroupName: 'till' };
    expect(
      refusal(world, 'UpdateDeploymentGroup', { ...bad, alarmConfiguration: { enabled: true } }),
    ).toBe('InvalidAlarmConfigException');
    call(world, 'DeleteDeploymentGroup', till);
    expect(refusal(world, 'GetDeploymentGroup', till)).toBe('DeploymentGroupDoesNotExistException');
  });

  it('tell their last deployments', async () => {
    const world = withShop();
    await inTime(world, async (sleep) => {
      const first = deploy(world);
      await sleep(6 * MINUTE);
      const second = deploy(world, { from: '2', to: '3' });
      const { deploymentGroupsInfo, errorMessage } = call<{
        deploymentGroupsInfo: readonly DeploymentGroupInfo[];
        errorMessage: string;
      }>(world, 'BatchGetDeploymentGroups', {
        applicationName: 'shop',
        deploymentGroupNames: ['checkout', 'none'],
      });
      expect(deploymentGroupsInfo).toHaveLength(1);
      expect(deploymentGroupsInfo[0]).toMatchObject({
        lastSuccessfulDeployment: { deploymentId: first, status: 'Succeeded' },
        lastAttemptedDeployment: { deploymentId: second, status: 'Created' },
      });
      expect(errorMessage).toBe('Deployment groups not found: none');
    });
  });

  it('that go before their deployment starts fail it', async () => {
    const world = withShop();
    await inTime(world, async (sleep) => {
      deploy(world);
      call(world, 'DeleteDeploymentGroup', {
        applicationName: 'shop',
        deploymentGroupName: 'checkout',
      });
      await sleep(2_000);
      expect(world.codedeploy.port.deployments()[0]?.errorInformation?.code).toBe(
        'DEPLOYMENT_GROUP_MISSING',
      );
    });
  });
});
