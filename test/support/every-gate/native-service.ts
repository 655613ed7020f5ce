import {
  CreateClusterCommand,
  CreateServiceCommand,
  ListServiceDeploymentsCommand,
  UpdateServiceCommand,
} from '@aws-sdk/client-ecs';
import type { Stage } from '../../../sandbox/stories/stage';
import { withEcs } from '../release-matrix/ecs-platform';

const ELB = 'arn:aws:elasticloadbalancing:eu-west-1:123456789012';
const roleArn = 'arn:aws:iam::123456789012:role/ecs';
const SERVICE = { cluster: 'shop', service: 'front' };
const MINUTE = 60_000;

/** Service `shop/front`, which ECS deploys by itself and Slipway's hook judges. Its first tasks run when this ends. */
export const createNativeService = async (stage: Stage): Promise<void> => {
  await withEcs(stage, async (ecs) => {
    await ecs.send(new CreateClusterCommand({ clusterName: SERVICE.cluster }));
    await ecs.send(
      new CreateServiceCommand({
        cluster: SERVICE.cluster,
        serviceName: SERVICE.service,
        taskDefinition: 'web:1',
        desiredCount: 1,
        deploymentConfiguration: {
          strategy: 'BLUE_GREEN',
          bakeTimeInMinutes: 1,
          lifecycleHooks: [
            {
              hookTargetArn: 'arn:aws:lambda:eu-west-1:123456789012:function:slipway-dev-ecs-hook',
              roleArn,
              lifecycleStages: ['POST_SCALE_UP'],
            },
          ],
        },
        loadBalancers: [
          {
            targetGroupArn: `${ELB}:targetgroup/front-blue/1111111111111111`,
            containerName: 'app',
            containerPort: 8080,
            advancedConfiguration: {
              alternateTargetGroupArn: `${ELB}:targetgroup/front-green/2222222222222222`,
              productionListenerRule: `${ELB}:listener-rule/app/front/50dc6c495c0c9188/f2f7dc8e/prod`,
              testListenerRule: `${ELB}:listener-rule/app/front/50dc6c495c0c9188/f2f7dc8e/test`,
              roleArn,
            },
          },
        ],
      }),
    );
  });
  await stage.sleep(2 * MINUTE);
};

/** Deploys another revision of `web`, and gives how that ended. */
export const updateNativeService = async (
  stage: Stage,
  taskDefinition: string,
): Promise<string> => {
  await withEcs(stage, (ecs) => ecs.send(new UpdateServiceCommand({ ...SERVICE, taskDefinition })));
  let status = 'PENDING';
  await stage.until(`ECS to deploy ${taskDefinition}`, async () => {
    const { serviceDeployments = [] } = await withEcs(stage, (ecs) =>
      ecs.send(new ListServiceDeploymentsCommand(SERVICE)),
    );
    status = serviceDeployments[0]?.status ?? 'none';
    return status.endsWith('SUCCESSFUL') || status.endsWith('FAILED') || status === 'STOPPED';
  });
  return status;
};
