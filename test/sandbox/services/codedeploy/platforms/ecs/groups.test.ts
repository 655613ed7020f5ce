import {
  BLUE_GROUP,
  type ContainerWorld,
  createContainerWorld,
  createEcsGroup,
  createWebForCodeDeploy,
  ECS_GROUP,
  GREEN_GROUP,
  onCodeDeploy,
  onEcs,
  PROD,
  refusalOf,
  ROLE,
  routesOf,
  TEST,
  webOf,
} from '../../../../../support/container-world';

const aShop = (): ContainerWorld => {
  const world = createContainerWorld();
  createWebForCodeDeploy(world);
  return world;
};
const refusalFor = (overrides: object): string =>
  refusalOf(() => createEcsGroup(aShop(), overrides));
const blueGreen = (ready: object, terminate: object) => ({
  blueGreenDeploymentConfiguration: {
    deploymentReadyOption: ready,
    terminateBlueInstancesOnDeploymentSuccess: terminate,
  },
});
const TERMINATE = { action: 'TERMINATE', terminationWaitTimeInMinutes: 5 };

describe('an ECS deployment group', () => {
  it('is kept as it was given, and its listeners lead to the task set that serves', () => {
    const world = aShop();
    createEcsGroup(world);
    const group = onCodeDeploy(world, 'GetDeploymentGroup', {
      applicationName: 'shop',
      deploymentGroupName: 'web',
    });
    expect(group).toMatchObject({
      deploymentGroupInfo: {
        computePlatform: 'ECS',
        ecsServices: [{ clusterName: 'shop', serviceName: 'web' }],
        loadBalancerInfo: ECS_GROUP.loadBalancerInfo,
        blueGreenDeploymentConfiguration: ECS_GROUP.blueGreenDeploymentConfiguration,
      },
    });
    expect([routesOf(world, PROD), routesOf(world, TEST)]).toEqual([
      { 'web-blue': 100 },
      { 'web-blue': 100 },
    ]);
  });

  it('is blue/green with traffic control, without Auto Scaling groups', () => {
    expect(refusalFor({ deploymentStyle: { deploymentType: 'IN_PLACE' } })).toMatch(
      /^InvalidDeploymentStyleException/,
    );
    expect(refusalFor({ autoScalingGroups: ['hosts'] })).toBe(
      'InvalidAutoScalingGroupException: For ECS deployment group, autoScalingGroups can not be specified',
    );
  });

  it('says both waits, each within its bounds', () => {
    expect(
      refusalFor(
        blueGreen({ actionOnTimeout: 'CONTINUE_DEPLOYMENT', waitTimeInMinutes: 5 }, TERMINATE),
      ),
    ).toBe(
      "InvalidBlueGreenDeploymentConfigurationException: Deployment ready action cannot be set to 'CONTINUE_DEPLOYMENT' when timeout is specified",
    );
    const refused = [
      refusalFor({ blueGreenDeploymentConfiguration: undefined }),
      refusalFor(blueGreen({ actionOnTimeout: 'CONTINUE_DEPLOYMENT' }, { action: 'KEEP_ALIVE' })),
      refusalFor(
        blueGreen(
          { actionOnTimeout: 'CONTINUE_DEPLOYMENT' },
          { action: 'TERMINATE', terminationWaitTimeInMinutes: 2_881 },
        ),
      ),
    ];
    for (const refusal of refused)
      expect(refusal).toMatch(/^InvalidBlueGreenDeploymentConfigurationException/);
  });

  it('has one pair of two target groups behind real listeners', () => {
    const [pair] = ECS_GROUP.loadBalancerInfo.targetGroupPairInfoList;
    const withPair = (change: object) =>
      refusalFor({ loadBalancerInfo: { targetGroupPairInfoList: [{ ...pair, ...change }] } });
    expect(refusalFor({ loadBalancerInfo: {} })).toMatch(/^InvalidLoadBalancerInfoException/);
    for (const change of [
      { targetGroups: [{ name: 'web-blue' }] },
      { targetGroups: [{ name: 'web-blue' }, { name: 'web-blue' }] },
      { prodTrafficRoute: { listenerArns: [] } },
      { prodTrafficRoute: { listenerArns: ['shop'] } },
      { testTrafficRoute: { listenerArns: [PROD, TEST] } },
    ])
      expect(withPair(change)).toMatch(/^InvalidTargetGroupPairException/);
  });

  it('has one service that CodeDeploy deploys, and has it alone', () => {
    const world = aShop();
    onEcs(world, 'CreateService', {
      cluster: 'shop',
      serviceName: 'own',
      taskDefinition: 'web:1',
      desiredCount: 1,
    });
    const named = (serviceName: string) => [{ clusterName: 'shop', serviceName }];
    expect(refusalFor({ ecsServices: named('absent') })).toMatch(/^InvalidECSServiceException/);
    expect(refusalOf(() => createEcsGroup(world, { ecsServices: named('own') }))).toBe(
      "InvalidECSServiceException: Deployment group's ECS service must be configured for a CODE_DEPLOY deployment controller",
    );
    onCodeDeploy(world, 'CreateDeploymentGroup', ECS_GROUP);
    expect(
      refusalOf(() =>
        onCodeDeploy(world, 'CreateDeploymentGroup', { ...ECS_GROUP, deploymentGroupName: 'two' }),
      ),
    ).toMatch(/^ECSServiceMappingLimitExceededException/);
    expect(
      onCodeDeploy(world, 'UpdateDeploymentGroup', {
        applicationName: 'shop',
        currentDeploymentGroupName: 'web',
        deploymentConfigName: 'CodeDeployDefault.ECSAllAtOnce',
      }),
    ).toEqual({ hooksNotCleanedUp: [] });
  });
});

describe('a template', () => {
  it('can have a cluster, a service and the group that deploys to it', async () => {
    // given
    const world = createContainerWorld();
    const create = async (type: string, properties: Readonly<Record<string, unknown>>) => {
      const { service } = type.startsWith('AWS::ECS') ? world.ecs : world.codedeploy;
      return service.resources?.[type]?.create({ logicalId: 'Thing', properties });
    };
    // when
    const cluster = await create('AWS::ECS::Cluster', { ClusterName: 'shop' });
    const definition = await create('AWS::ECS::TaskDefinition', {
      Family: 'web',
      NetworkMode: 'awsvpc',
      ContainerDefinitions: [
        { Name: 'app', Image: 'web:1', PortMappings: [{ ContainerPort: '80' }] },
      ],
    });
    const service = await create('AWS::ECS::Service', {
      ServiceName: 'web',
      Cluster: cluster?.attributes['Arn'],
      TaskDefinition: definition?.ref,
      DeploymentController: { Type: 'CODE_DEPLOY' },
      LoadBalancers: [{ TargetGroupArn: BLUE_GROUP, ContainerName: 'app', ContainerPort: 80 }],
    });
    await create('AWS::CodeDeploy::Application', {
      ApplicationName: 'shop',
      ComputePlatform: 'ECS',
    });
    await create('AWS::CodeDeploy::DeploymentGroup', {
      ApplicationName: 'shop',
      DeploymentGroupName: 'web',
      ServiceRoleArn: ROLE,
      DeploymentStyle: {
        DeploymentType: 'BLUE_GREEN',
        DeploymentOption: 'WITH_TRAFFIC_CONTROL',
      },
      ECSServices: [{ ClusterName: 'shop', ServiceName: 'web' }],
      BlueGreenDeploymentConfiguration: {
        DeploymentReadyOption: { ActionOnTimeout: 'CONTINUE_DEPLOYMENT' },
        TerminateBlueInstancesOnDeploymentSuccess: {
          Action: 'TERMINATE',
          TerminationWaitTimeInMinutes: '5',
        },
      },
      LoadBalancerInfo: {
        TargetGroupPairInfoList: [
          {
            TargetGroups: [{ Name: 'web-blue' }, { Name: 'web-green' }],
            ProdTrafficRoute: { ListenerArns: [PROD] },
          },
        ],
      },
    });
    // then
    expect([cluster, definition, service]).toEqual([
      { ref: 'shop', attributes: { Arn: 'arn:aws:ecs:eu-west-1:123456789012:cluster/shop' } },
      {
        ref: 'arn:aws:ecs:eu-west-1:123456789012:task-definition/web:1',
        attributes: {
          TaskDefinitionArn: 'arn:aws:ecs:eu-west-1:123456789012:task-definition/web:1',
        },
      },
      {
        ref: 'arn:aws:ecs:eu-west-1:123456789012:service/shop/web',
        attributes: {
          Name: 'web',
          ServiceArn: 'arn:aws:ecs:eu-west-1:123456789012:service/shop/web',
        },
      },
    ]);
    expect(routesOf(world, PROD)).toEqual({ 'web-blue': 100 });
    world.clock.stop();
  });

  it('can have a service that ECS deploys by itself, with its hooks', async () => {
    const world = createContainerWorld();
    onEcs(world, 'CreateCluster', { clusterName: 'shop' });
    onEcs(world, 'RegisterTaskDefinition', {
      family: 'web',
      containerDefinitions: [{ name: 'app', image: 'web:1' }],
    });
    await world.ecs.service.resources?.['AWS::ECS::Service']?.create({
      logicalId: 'Web',
      properties: {
        ServiceName: 'web',
        Cluster: 'shop',
        TaskDefinition: 'web',
        DeploymentConfiguration: {
          Strategy: 'BLUE_GREEN',
          BakeTimeInMinutes: '5',
          LifecycleHooks: [
            {
              HookTargetArn: 'arn:aws:lambda:eu-west-1:123456789012:function:judge',
              RoleArn: ROLE,
              LifecycleStages: ['POST_TEST_TRAFFIC_SHIFT'],
              HookDetails: '{"Bucket":"approvals"}',
            },
          ],
        },
        LoadBalancers: [
          {
            TargetGroupArn: BLUE_GROUP,
            ContainerName: 'app',
            ContainerPort: 80,
            AdvancedConfiguration: {
              AlternateTargetGroupArn: GREEN_GROUP,
              ProductionListenerRule:
                'arn:aws:elasticloadbalancing:eu-west-1:123456789012:listener-rule/app/shop/1/2/3',
              RoleArn: ROLE,
            },
          },
        ],
      },
    });
    expect(webOf(world)).toMatchObject({
      desiredCount: 1,
      deploymentConfiguration: {
        strategy: 'BLUE_GREEN',
        bakeTimeInMinutes: 5,
        lifecycleHooks: [{ hookDetails: { Bucket: 'approvals' } }],
      },
    });
    world.clock.stop();
  });
});
