import {
  ApplicationAlreadyExistsException,
  CreateApplicationCommand,
  CreateDeploymentCommand,
  CreateDeploymentGroupCommand,
  type CreateDeploymentGroupCommandInput,
} from '@aws-sdk/client-codedeploy';
import {
  CreateClusterCommand,
  CreateServiceCommand,
  DescribeServicesCommand,
  ECSClient,
  RegisterTaskDefinitionCommand,
} from '@aws-sdk/client-ecs';
import { ourHooks } from '../../../sandbox/stories/stage';
import type { Scenario } from '../sandbox';
import { AUTO_ROLLBACK, type MatrixPlatform } from './platform';

const APPLICATION = 'playground';
export const CLUSTER = 'playground';
const HOOK = 'AfterAllowTestTraffic';
const ELB = 'arn:aws:elasticloadbalancing:eu-west-1:123456789012';
const CONTAINER = { containerName: 'app', containerPort: 8080 };
const hookFunction = ourHooks('dev', [HOOK])[HOOK] ?? '';

export const serviceOf = (group: string): string => `web-${group}`;
export const targetGroupArn = (group: string, colour: 'blue' | 'green'): string =>
  `${ELB}:targetgroup/${group}-${colour}/1111111111111111`;
export const listenerArn = (group: string, of: 'prod' | 'test'): string =>
  `${ELB}:listener/app/${group}/50dc6c495c0c9188/${of}`;
export const taskDefinitionArn = (version: string): string =>
  `arn:aws:ecs:eu-west-1:123456789012:task-definition/web:${version}`;

/** An unmodified client of the operator's. The caller destroys it. */
export const createEcsClient = ({ sandbox }: Pick<Scenario, 'sandbox'>): ECSClient =>
  new ECSClient({
    endpoint: sandbox.url,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });

export const withEcs = async <Result>(
  scenario: Pick<Scenario, 'sandbox'>,
  act: (ecs: ECSClient) => Promise<Result>,
): Promise<Result> => {
  const ecs = createEcsClient(scenario);
  try {
    return await act(ecs);
  } finally {
    ecs.destroy();
  }
};

/** The cluster, and three revisions of what runs in it. Once in a scenario. */
export const createCluster = (scenario: Pick<Scenario, 'sandbox'>): Promise<void> =>
  withEcs(scenario, async (ecs) => {
    await ecs.send(new CreateClusterCommand({ clusterName: CLUSTER }));
    for (const image of ['web:1', 'web:2', 'web:3'])
      await ecs.send(
        new RegisterTaskDefinitionCommand({
          family: 'web',
          containerDefinitions: [{ name: 'app', image, portMappings: [{ containerPort: 8080 }] }],
        }),
      );
  });

const createService = (scenario: Scenario, group: string): Promise<void> =>
  withEcs(scenario, async (ecs) => {
    await ecs.send(
      new CreateServiceCommand({
        cluster: CLUSTER,
        serviceName: serviceOf(group),
        taskDefinition: 'web:1',
        desiredCount: 1,
        deploymentController: { type: 'CODE_DEPLOY' },
        loadBalancers: [{ targetGroupArn: targetGroupArn(group, 'blue'), ...CONTAINER }],
      }),
    );
  });

const groupSettings = (group: string): CreateDeploymentGroupCommandInput => ({
  applicationName: APPLICATION,
  deploymentGroupName: group,
  serviceRoleArn: 'arn:aws:iam::123456789012:role/codedeploy',
  deploymentConfigName: 'CodeDeployDefault.ECSAllAtOnce',
  deploymentStyle: { deploymentType: 'BLUE_GREEN', deploymentOption: 'WITH_TRAFFIC_CONTROL' },
  ecsServices: [{ clusterName: CLUSTER, serviceName: serviceOf(group) }],
  loadBalancerInfo: {
    targetGroupPairInfoList: [
      {
        targetGroups: [{ name: `${group}-blue` }, { name: `${group}-green` }],
        prodTrafficRoute: { listenerArns: [listenerArn(group, 'prod')] },
        testTrafficRoute: { listenerArns: [listenerArn(group, 'test')] },
      },
    ],
  },
  blueGreenDeploymentConfiguration: {
    deploymentReadyOption: { actionOnTimeout: 'CONTINUE_DEPLOYMENT', waitTimeInMinutes: 0 },
    terminateBlueInstancesOnDeploymentSuccess: {
      action: 'TERMINATE',
      terminationWaitTimeInMinutes: 0,
    },
  },
  autoRollbackConfiguration: { ...AUTO_ROLLBACK, events: [...AUTO_ROLLBACK.events] },
});

const appSpecOf = (version: string, hooks: Readonly<Record<string, string>>): string =>
  JSON.stringify({
    version: '0.0',
    Resources: [
      {
        TargetService: {
          Type: 'AWS::ECS::Service',
          Properties: {
            TaskDefinition: taskDefinitionArn(version),
            LoadBalancerInfo: { ContainerName: 'app', ContainerPort: 8080 },
          },
        },
      },
    ],
    Hooks: Object.entries(hooks).map(([event, name]) => ({ [event]: name })),
  });

/** Starts a deployment of a task definition's revision, with these hooks. */
export const deployTasks = async (
  { operator }: Scenario,
  { group, version, hooks }: { group: string; version: string; hooks: Record<string, string> },
): Promise<string> => {
  const { deploymentId = 'none' } = await operator.codeDeploy.send(
    new CreateDeploymentCommand({
      applicationName: APPLICATION,
      deploymentGroupName: group,
      revision: {
        revisionType: 'AppSpecContent',
        appSpecContent: { content: appSpecOf(version, hooks) },
      },
    }),
  );
  return deploymentId;
};

/** Services of task sets; judged on the test listener, before production traffic moves. */
export const ECS: MatrixPlatform = {
  name: 'CodeDeploy ECS',
  application: APPLICATION,
  hook: HOOK,
  hookFunction,
  createGroup: async (scenario, group) => {
    await createService(scenario, group);
    const { codeDeploy } = scenario.operator;
    await codeDeploy
      .send(new CreateApplicationCommand({ applicationName: APPLICATION, computePlatform: 'ECS' }))
      .catch((error: unknown) => {
        if (!(error instanceof ApplicationAlreadyExistsException)) throw error;
      });
    await codeDeploy.send(new CreateDeploymentGroupCommand(groupSettings(group)));
    // Until its first task runs the service has nothing to go back to.
    await scenario.stage.sleep(60_000);
  },
  release: (scenario, { group, version, ...order }) =>
    deployTasks(scenario, {
      group,
      version,
      hooks: { [HOOK]: order.hookFunction ?? hookFunction },
    }),
  servedBy: (scenario, group) =>
    withEcs(scenario, async (ecs) => {
      const { services = [] } = await ecs.send(
        new DescribeServicesCommand({ cluster: CLUSTER, services: [serviceOf(group)] }),
      );
      const primary = services[0]?.taskSets?.find(({ status }) => status === 'PRIMARY');
      return primary?.taskDefinition?.split(':').at(-1) ?? 'nothing';
    }),
};
