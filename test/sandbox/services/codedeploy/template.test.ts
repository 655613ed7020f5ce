import type { CreatedResource } from '../../../../sandbox/service';
import { call, codeOf, createWorld, ROLE, type World } from './fake-cloud';

const create = (
  world: World,
  type: string,
  properties: Readonly<Record<string, unknown>>,
): CreatedResource | Promise<CreatedResource> => {
  const handler = world.codedeploy.service.resources?.[`AWS::CodeDeploy::${type}`];
  if (handler === undefined) throw new Error(`no handler for ${type}`);
  return handler.create({ logicalId: 'Thing', properties });
};
const GROUP = {
  ApplicationName: 'shop',
  DeploymentGroupName: 'checkout',
  ServiceRoleArn: ROLE,
  DeploymentConfigName: 'own',
  DeploymentStyle: {
    DeploymentType: 'BLUE_GREEN',
    DeploymentOption: 'WITH_TRAFFIC_CONTROL',
  },
  AutoRollbackConfiguration: { Enabled: 'true', Events: ['DEPLOYMENT_FAILURE'] },
  AlarmConfiguration: { Enabled: true, Alarms: [{ Name: 'errors' }] },
  TriggerConfigurations: [
    {
      TriggerName: 'tell',
      TriggerTargetArn: 'arn:aws:sns:eu-west-1:123456789012:releases',
      TriggerEvents: ['DeploymentFailure'],
    },
  ],
  Tags: [{ Key: 'team', Value: 'till' }],
};

describe('a template', () => {
  it('creates applications, configurations and groups', () => {
    // given
    const world = createWorld();
    // when
    const application = create(world, 'Application', {
      ApplicationName: 'shop',
      ComputePlatform: 'Lambda',
    });
    const config = create(world, 'DeploymentConfig', {
      DeploymentConfigName: 'own',
      ComputePlatform: 'Lambda',
      TrafficRoutingConfig: {
        Type: 'TimeBasedCanary',
        TimeBasedCanary: { CanaryInterval: '2', CanaryPercentage: 25 },
      },
    });
    const group = create(world, 'DeploymentGroup', GROUP);
    // then
    expect([application, config, group]).toEqual([
      { ref: 'shop', attributes: {} },
      { ref: 'own', attributes: {} },
      { ref: 'checkout', attributes: {} },
    ]);
    expect(call(world, 'GetDeploymentConfig', { deploymentConfigName: 'own' })).toMatchObject({
      deploymentConfigInfo: {
        trafficRoutingConfig: {
          type: 'TimeBasedCanary',
          timeBasedCanary: { canaryInterval: 2, canaryPercentage: 25 },
        },
      },
    });
    expect(
      call(world, 'GetDeploymentGroup', {
        applicationName: 'shop',
        deploymentGroupName: 'checkout',
      }),
    ).toMatchObject({
      deploymentGroupInfo: {
        serviceRoleArn: ROLE,
        deploymentConfigName: 'own',
        autoRollbackConfiguration: { enabled: true, events: ['DEPLOYMENT_FAILURE'] },
        alarmConfiguration: { enabled: true, alarms: [{ name: 'errors' }] },
        triggerConfigurations: [
          {
            triggerName: 'tell',
            triggerTargetArn: 'arn:aws:sns:eu-west-1:123456789012:releases',
            triggerEvents: ['DeploymentFailure'],
          },
        ],
      },
    });
  });

  it('may leave names to CloudFormation', async () => {
    const world = createWorld();
    const { ref } = await create(world, 'Application', { ComputePlatform: 'Lambda' });
    expect(ref).toMatch(/^Thing-[A-Z0-9]{12}$/);
  });

  it('is refused where the service would refuse it, or a property is wrong', async () => {
    const world = createWorld();
    await create(world, 'Application', { ApplicationName: 'shop', ComputePlatform: 'Lambda' });
    const refusal = (changes: object) =>
      codeOf(() => create(world, 'DeploymentGroup', { ...GROUP, ...changes }));
    expect(refusal({})).toBe('DeploymentConfigDoesNotExistException');
    expect(refusal({ DeploymentConfigName: undefined, DeploymentStyle: undefined })).toBe(
      'InvalidDeploymentStyleException',
    );
    expect(refusal({ ServiceRoleArn: undefined })).toBe('ValidationException');
    expect(refusal({ AutoRollbackConfiguration: { Events: ['NEVER'] } })).toBe(
      'ValidationException',
    );
  });
});
