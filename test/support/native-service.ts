import {
  CreateClusterCommand,
  CreateServiceCommand,
  DescribeServiceDeploymentsCommand,
  type ECSClient,
  ListServiceDeploymentsCommand,
  RegisterTaskDefinitionCommand,
  UpdateServiceCommand,
} from '@aws-sdk/client-ecs';
import type { DeploymentLifecycleHookStage } from '@aws-sdk/client-ecs';

export const NATIVE_CLUSTER = 'shop';
const ELB = 'arn:aws:elasticloadbalancing:eu-west-1:123456789012';
const ROLE = 'arn:aws:iam::123456789012:role/ecs';
const OUR_HOOK = 'arn:aws:lambda:eu-west-1:123456789012:function:slipway-dev-ecs-hook';

export const testRuleOf = (service: string): string =>
  `${ELB}:listener-rule/app/${service}/50dc6c495c0c9188/f2f7dc8e/test`;
const productionRuleOf = (service: string): string =>
  `${ELB}:listener-rule/app/${service}/50dc6c495c0c9188/f2f7dc8e/prod`;
const targetGroupOf = (service: string, colour: string): string =>
  `${ELB}:targetgroup/${service}-${colour}/1111111111111111`;

/** The cluster, and two revisions of what runs in it. Once in a scenario. */
export const createNativeCluster = async (ecs: ECSClient): Promise<void> => {
  await ecs.send(new CreateClusterCommand({ clusterName: NATIVE_CLUSTER }));
  for (const image of ['web:1', 'web:2'])
    await ecs.send(
      new RegisterTaskDefinitionCommand({
        family: 'web',
        containerDefinitions: [{ name: 'app', image, portMappings: [{ containerPort: 8080 }] }],
      }),
    );
};

/** A service that ECS itself deploys blue/green, with Slipway's hook at these stages. */
export const createNativeService = async (
  ecs: ECSClient,
  service: string,
  lifecycleStages: DeploymentLifecycleHookStage[],
): Promise<void> => {
  await ecs.send(
    new CreateServiceCommand({
      cluster: NATIVE_CLUSTER,
      serviceName: service,
      taskDefinition: 'web:1',
      desiredCount: 1,
      deploymentConfiguration: {
        strategy: 'BLUE_GREEN',
        bakeTimeInMinutes: 1,
        lifecycleHooks: [{ hookTargetArn: OUR_HOOK, roleArn: ROLE, lifecycleStages }],
      },
      loadBalancers: [
        {
          targetGroupArn: targetGroupOf(service, 'blue'),
          containerName: 'app',
          containerPort: 8080,
          advancedConfiguration: {
            alternateTargetGroupArn: targetGroupOf(service, 'green'),
            productionListenerRule: productionRuleOf(service),
            testListenerRule: testRuleOf(service),
            roleArn: ROLE,
          },
        },
      ],
    }),
  );
};

/** Deploys the second revision. Gives the service deployment's ARN. */
export const updateNativeService = async (ecs: ECSClient, service: string): Promise<string> => {
  const about = { cluster: NATIVE_CLUSTER, service };
  await ecs.send(new UpdateServiceCommand({ ...about, taskDefinition: 'web:2' }));
  const { serviceDeployments = [] } = await ecs.send(new ListServiceDeploymentsCommand(about));
  return serviceDeployments[0]?.serviceDeploymentArn ?? 'none';
};

export const statusOfServiceDeployment = async (ecs: ECSClient, arn: string): Promise<string> => {
  const { serviceDeployments = [] } = await ecs.send(
    new DescribeServiceDeploymentsCommand({ serviceDeploymentArns: [arn] }),
  );
  return serviceDeployments[0]?.status ?? 'none';
};
