import {
  type ComputePlatform,
  CreateApplicationCommand,
  CreateDeploymentGroupCommand,
  DeleteApplicationCommand,
  DeleteDeploymentGroupCommand,
} from '@aws-sdk/client-codedeploy';
import { CreateClusterCommand, DeleteClusterCommand } from '@aws-sdk/client-ecs';
import { arnsOf, type ResourceNames } from '../probe';
import { LOWER_TAGS, type Resource, TAGS, withNewRole } from '../resource';

const anApplication = (
  computePlatform: ComputePlatform,
  nameOf: (names: ResourceNames) => string,
): Resource => ({
  describe: (names) => `a CodeDeploy application ${nameOf(names)}`,
  needs: [],
  make: async ({ clients: { codeDeploy }, names }) => {
    await codeDeploy.send(
      new CreateApplicationCommand({ applicationName: nameOf(names), computePlatform, tags: TAGS }),
    );
  },
  // Its groups go with it.
  remove: ({ clients: { codeDeploy }, names }) =>
    codeDeploy.send(new DeleteApplicationCommand({ applicationName: nameOf(names) })),
});

export const application = anApplication('Lambda', ({ applicationName }) => applicationName);
export const serverApplication = anApplication(
  'Server',
  ({ serverApplicationName }) => serverApplicationName,
);
export const ecsApplication = anApplication('ECS', ({ ecsApplicationName }) => ecsApplicationName);

export const group: Resource = {
  describe: ({ deploymentGroupName }) =>
    `a deployment group ${deploymentGroupName} in it, and deployments of the run's own function`,
  needs: ['codeDeployRole', 'application'],
  make: async (context) => {
    const { clients, names, place } = context;
    await withNewRole(context, () =>
      clients.codeDeploy.send(
        new CreateDeploymentGroupCommand({
          applicationName: names.applicationName,
          deploymentGroupName: names.deploymentGroupName,
          serviceRoleArn: arnsOf(names, place).codeDeployRole,
          deploymentConfigName: 'CodeDeployDefault.LambdaAllAtOnce',
          deploymentStyle: {
            deploymentType: 'BLUE_GREEN',
            deploymentOption: 'WITH_TRAFFIC_CONTROL',
          },
          tags: TAGS,
        }),
      ),
    );
  },
  remove: ({ clients: { codeDeploy }, names: { applicationName, deploymentGroupName } }) =>
    codeDeploy.send(new DeleteDeploymentGroupCommand({ applicationName, deploymentGroupName })),
};

export const cluster: Resource = {
  describe: ({ clusterName }) => `an ECS cluster ${clusterName} with no host: nothing runs there`,
  needs: [],
  make: async ({ clients: { ecs }, names: { clusterName } }) => {
    await ecs.send(
      new CreateClusterCommand({
        clusterName,
        tags: LOWER_TAGS,
      }),
    );
  },
  remove: ({ clients: { ecs }, names: { clusterName: cluster } }) =>
    ecs.send(new DeleteClusterCommand({ cluster })),
};
