import type { TrafficRoutingConfig } from '@aws-sdk/client-codedeploy';

import { call, codeOf, createGroup, createWorld, deploy, inTime, type World } from '../fake-cloud';

const refusal = (world: World, name: string, input: object): string =>
  codeOf(() => call(world, name, input));

describe('deployment configurations', () => {
  const shopped = (): World => {
    const world = createWorld();
    createGroup(world);
    return world;
  };

  it('start with the seventeen that AWS has', () => {
    const { deploymentConfigsList } = call<{ deploymentConfigsList: readonly string[] }>(
      createWorld(),
      'ListDeploymentConfigs',
      {},
    );
    expect([...deploymentConfigsList].sort()).toEqual([
      'CodeDeployDefault.AllAtOnce',
      'CodeDeployDefault.ECSAllAtOnce',
      'CodeDeployDefault.ECSCanary10Percent15Minutes',
      'CodeDeployDefault.ECSCanary10Percent5Minutes',
      'CodeDeployDefault.ECSLinear10PercentEvery1Minutes',
      'CodeDeployDefault.ECSLinear10PercentEvery3Minutes',
      'CodeDeployDefault.HalfAtATime',
      'CodeDeployDefault.LambdaAllAtOnce',
      'CodeDeployDefault.LambdaCanary10Percent10Minutes',
      'CodeDeployDefault.LambdaCanary10Percent15Minutes',
      'CodeDeployDefault.LambdaCanary10Percent30Minutes',
      'CodeDeployDefault.LambdaCanary10Percent5Minutes',
      'CodeDeployDefault.LambdaLinear10PercentEvery10Minutes',
      'CodeDeployDefault.LambdaLinear10PercentEvery1Minute',
      'CodeDeployDefault.LambdaLinear10PercentEvery2Minutes',
      'CodeDeployDefault.LambdaLinear10PercentEvery3Minutes',
      'CodeDeployDefault.OneAtATime',
    ]);
  });

  const canary = (canaryPercentage: number, canaryInterval: number): TrafficRoutingConfig => ({
    type: 'TimeBasedCanary',
    timeBasedCanary: { canaryPercentage, canaryInterval },
  });
  const linear = (linearPercentage: number, linearInterval: number): TrafficRoutingConfig => ({
    type: 'TimeBasedLinear',
    timeBasedLinear: { linearPercentage, linearInterval },
  });
  it.each([
    [canary(99, 2880), 'none'],
    [canary(100, 5), 'InvalidTrafficRoutingConfigurationException'],
    [canary(10, 2881), 'InvalidTrafficRoutingConfigurationException'],
    [canary(10, 0), 'InvalidTrafficRoutingConfigurationException'],
    [linear(10, 320), 'none'],
    [linear(10, 321), 'InvalidTrafficRoutingConfigurationException'],
    [undefined, 'InvalidTrafficRoutingConfigurationException'],
    [{ type: 'AllAtOnce' }, 'none'],
  ])('of Lambda may shift so: %j', (trafficRoutingConfig, code) => {
    const input = { deploymentConfigName: 'own', computePlatform: 'Lambda', trafficRoutingConfig };
    expect(refusal(createWorld(), 'CreateDeploymentConfig', input)).toBe(code);
  });

  it('are created, used, and deleted once no group needs them', async () => {
    const world = shopped();
    const own = { deploymentConfigName: 'own' };
    call(world, 'CreateDeploymentConfig', {
      ...own,
      computePlatform: 'Lambda',
      trafficRoutingConfig: canary(20, 1),
    });
    const again = { ...own, trafficRoutingConfig: canary(20, 1) };
    expect(refusal(world, 'CreateDeploymentConfig', again)).toBe(
      'DeploymentConfigAlreadyExistsException',
    );
    await inTime(world, async (sleep) => {
      deploy(world, {}, own);
      await sleep(30_000);
      expect(world.alias.state).toEqual({ version: '1', additional: { '2': 0.2 } });
    });
    const update = { applicationName: 'shop', currentDeploymentGroupName: 'checkout' };
    call(world, 'UpdateDeploymentGroup', { ...update, ...own });
    expect(refusal(world, 'DeleteDeploymentConfig', own)).toBe('DeploymentConfigInUseException');
    call(world, 'UpdateDeploymentGroup', {
      ...update,
      deploymentConfigName: 'CodeDeployDefault.LambdaAllAtOnce',
    });
    expect(refusal(world, 'DeleteDeploymentConfig', own)).toBe('none');
    expect(refusal(world, 'GetDeploymentConfig', own)).toBe(
      'DeploymentConfigDoesNotExistException',
    );
    expect(
      refusal(world, 'DeleteDeploymentConfig', {
        deploymentConfigName: 'CodeDeployDefault.LambdaAllAtOnce',
      }),
    ).toBe('InvalidOperationException');
    expect(
      refusal(world, 'CreateDeploymentConfig', {
        deploymentConfigName: 'CodeDeployDefault.Mine',
        minimumHealthyHosts: { type: 'HOST_COUNT', value: 1 },
      }),
    ).toBe('InvalidDeploymentConfigNameException');
    expect(
      refusal(world, 'CreateDeploymentConfig', {
        deploymentConfigName: 'odd',
        minimumHealthyHosts: { type: 'FLEET_COUNT', value: 1 },
      }),
    ).toBe('InvalidMinimumHealthyHostValueException');
  });
});
