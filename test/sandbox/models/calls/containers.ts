import * as deploy from '@aws-sdk/client-codedeploy';
import * as ecs from '@aws-sdk/client-ecs';
import * as lambda from '@aws-sdk/client-lambda';
import { codeOf, present, ROLE, type Setting } from './setting';

const ELB = 'arn:aws:elasticloadbalancing:eu-west-1:123456789012';
const TARGET_GROUPS = [`${ELB}:targetgroup/one/1`, `${ELB}:targetgroup/two/2`] as const;
const HOOK = 'ecs-models';
const cluster = 'models';
const balancer = { targetGroupArn: TARGET_GROUPS[0], containerName: 'app', containerPort: 80 };

const callClusters = async (client: ecs.ECSClient): Promise<void> => {
  await client.send(new ecs.CreateClusterCommand({ clusterName: cluster }));
  await client.send(new ecs.DescribeClustersCommand({ clusters: [cluster, 'none'] }));
  await client.send(new ecs.ListClustersCommand({}));
  await client.send(new ecs.CreateClusterCommand({ clusterName: 'empty' }));
  await client.send(new ecs.DeleteClusterCommand({ cluster: 'empty' }));
};

const callTaskDefinitions = async (client: ecs.ECSClient): Promise<void> => {
  for (const image of ['1', '2', '3'])
    await client.send(
      new ecs.RegisterTaskDefinitionCommand({
        family: 'models',
        networkMode: 'awsvpc',
        containerDefinitions: [{ name: 'app', image, portMappings: [{ containerPort: 80 }] }],
      }),
    );
  await client.send(
    new ecs.DescribeTaskDefinitionCommand({ taskDefinition: 'models', include: ['TAGS'] }),
  );
  await client.send(new ecs.DeregisterTaskDefinitionCommand({ taskDefinition: 'models:3' }));
  await client.send(new ecs.ListTaskDefinitionsCommand({ familyPrefix: 'models' }));
};

const callTaskSets = async (client: ecs.ECSClient): Promise<void> => {
  const service = 'by-hand';
  await client.send(
    new ecs.CreateServiceCommand({
      cluster,
      serviceName: service,
      desiredCount: 1,
      deploymentController: { type: 'EXTERNAL' },
    }),
  );
  const { taskSet } = await client.send(
    new ecs.CreateTaskSetCommand({
      cluster,
      service,
      taskDefinition: 'models:1',
      scale: { value: 100, unit: 'PERCENT' },
    }),
  );
  const id = present(taskSet?.id, 'task set');
  await client.send(
    new ecs.UpdateServicePrimaryTaskSetCommand({ cluster, service, primaryTaskSet: id }),
  );
  await client.send(new ecs.DescribeTaskSetsCommand({ cluster, service, taskSets: [id, 'none'] }));
  await client.send(new ecs.DeleteTaskSetCommand({ cluster, service, taskSet: id, force: true }));
};

const createHook = (setting: Setting): Promise<unknown> =>
  new lambda.LambdaClient(setting.client).send(
    new lambda.CreateFunctionCommand({
      FunctionName: HOOK,
      Role: ROLE,
      Runtime: 'nodejs20.x',
      Handler: 'index.handler',
      Code: { ZipFile: codeOf("({ hookStatus: 'SUCCEEDED' })") },
    }),
  );

const callServiceDeployments = async (client: ecs.ECSClient, setting: Setting): Promise<void> => {
  const service = 'native';
  await createHook(setting);
  await client.send(
    new ecs.CreateServiceCommand({
      cluster,
      serviceName: service,
      taskDefinition: 'models:1',
      desiredCount: 1,
      deploymentConfiguration: {
        strategy: 'CANARY',
        bakeTimeInMinutes: 5,
        canaryConfiguration: { canaryPercent: 10, canaryBakeTimeInMinutes: 5 },
        alarms: { alarmNames: ['none'], enable: true, rollback: true },
        lifecycleHooks: [
          {
            hookTargetArn: `arn:aws:lambda:eu-west-1:123456789012:function:${HOOK}`,
            roleArn: ROLE,
            lifecycleStages: ['POST_TEST_TRAFFIC_SHIFT'],
          },
          { targetType: 'PAUSE', lifecycleStages: ['POST_SCALE_UP'] },
        ],
      },
      loadBalancers: [
        {
          ...balancer,
          advancedConfiguration: {
            alternateTargetGroupArn: TARGET_GROUPS[1],
            productionListenerRule: `${ELB}:listener-rule/app/models/1/2/prod`,
            testListenerRule: `${ELB}:listener-rule/app/models/1/2/test`,
            roleArn: ROLE,
          },
        },
      ],
    }),
  );
  await setting.sleep(60);
  await client.send(new ecs.UpdateServiceCommand({ cluster, service, taskDefinition: 'models:2' }));
  await setting.sleep(60);
  const { serviceDeployments = [] } = await client.send(
    new ecs.ListServiceDeploymentsCommand({ cluster, service }),
  );
  const serviceDeploymentArn = present(
    serviceDeployments[0]?.serviceDeploymentArn,
    'service deployment',
  );
  const describe = new ecs.DescribeServiceDeploymentsCommand({
    serviceDeploymentArns: serviceDeployments.map((it) => it.serviceDeploymentArn ?? ''),
  });
  const { serviceDeployments: described = [] } = await client.send(describe);
  await client.send(
    new ecs.ContinueServiceDeploymentCommand({
      serviceDeploymentArn,
      hookId: present(described[0]?.lifecycleHookDetails?.[0]?.hookId, 'hook'),
    }),
  );
  await setting.sleep(120);
  await client.send(describe);
  await client.send(
    new ecs.DescribeServiceRevisionsCommand({
      serviceRevisionArns: serviceDeployments.map((it) => it.targetServiceRevisionArn ?? ''),
    }),
  );
  await client.send(new ecs.DescribeServicesCommand({ cluster, services: [service, 'none'] }));
  await client.send(new ecs.StopServiceDeploymentCommand({ serviceDeploymentArn }));
  await setting.sleep(300);
  await client.send(describe);
  await client.send(new ecs.DescribeServicesCommand({ cluster, services: [service] }));
  await client.send(new ecs.DeleteServiceCommand({ cluster, service, force: true }));
};

/** Every operation of ECS but those of CodeDeploy's task sets, which `callEcsReleases` sees. */
export const callEcs = async (setting: Setting): Promise<void> => {
  const client = new ecs.ECSClient(setting.client);
  await callClusters(client);
  await callTaskDefinitions(client);
  await callTaskSets(client);
  await callServiceDeployments(client, setting);
  await client.send(new ecs.ListServicesCommand({ cluster }));
};

/** A release of CodeDeploy's ECS platform through both of its waits. */
export const callEcsReleases = async (setting: Setting): Promise<void> => {
  const containers = new ecs.ECSClient(setting.client);
  const client = new deploy.CodeDeployClient(setting.client);
  const names = { clusterName: 'releases', serviceName: 'web' };
  const group = { applicationName: 'models-ecs', deploymentGroupName: 'web' };
  await containers.send(new ecs.CreateClusterCommand({ clusterName: names.clusterName }));
  for (const image of ['1', '2'])
    await containers.send(
      new ecs.RegisterTaskDefinitionCommand({
        family: 'released',
        containerDefinitions: [{ name: 'app', image }],
      }),
    );
  await containers.send(
    new ecs.CreateServiceCommand({
      cluster: names.clusterName,
      serviceName: names.serviceName,
      taskDefinition: 'released:1',
      desiredCount: 1,
      deploymentController: { type: 'CODE_DEPLOY' },
      loadBalancers: [balancer],
    }),
  );
  await client.send(
    new deploy.CreateApplicationCommand({
      applicationName: group.applicationName,
      computePlatform: 'ECS',
    }),
  );
  await client.send(
    new deploy.CreateDeploymentGroupCommand({
      ...group,
      serviceRoleArn: ROLE,
      deploymentConfigName: 'CodeDeployDefault.ECSAllAtOnce',
      deploymentStyle: { deploymentType: 'BLUE_GREEN', deploymentOption: 'WITH_TRAFFIC_CONTROL' },
      ecsServices: [names],
      loadBalancerInfo: {
        targetGroupPairInfoList: [
          {
            targetGroups: [{ name: 'one' }, { name: 'two' }],
            prodTrafficRoute: { listenerArns: [`${ELB}:listener/app/models/1/prod-ecs`] },
          },
        ],
      },
      blueGreenDeploymentConfiguration: {
        deploymentReadyOption: { actionOnTimeout: 'STOP_DEPLOYMENT', waitTimeInMinutes: 30 },
        terminateBlueInstancesOnDeploymentSuccess: {
          action: 'TERMINATE',
          terminationWaitTimeInMinutes: 30,
        },
      },
    }),
  );
  await client.send(new deploy.GetDeploymentGroupCommand(group));
  const content = JSON.stringify({
    version: 0.0,
    Resources: [
      {
        TargetService: {
          Type: 'AWS::ECS::Service',
          Properties: {
            TaskDefinition: 'released:2',
            LoadBalancerInfo: { ContainerName: 'app', ContainerPort: 80 },
          },
        },
      },
    ],
  });
  const { deploymentId } = await client.send(
    new deploy.CreateDeploymentCommand({
      ...group,
      revision: { revisionType: 'AppSpecContent', appSpecContent: { content } },
    }),
  );
  for (const deploymentWaitType of ['READY_WAIT', 'TERMINATION_WAIT'] as const) {
    await setting.sleep(120);
    await client.send(new deploy.GetDeploymentCommand({ deploymentId }));
    await client.send(
      new deploy.BatchGetDeploymentTargetsCommand({ deploymentId, targetIds: ['releases:web'] }),
    );
    await client.send(new deploy.ContinueDeploymentCommand({ deploymentId, deploymentWaitType }));
  }
  await containers.send(
    new ecs.DescribeServicesCommand({ cluster: names.clusterName, services: ['web'] }),
  );
};
