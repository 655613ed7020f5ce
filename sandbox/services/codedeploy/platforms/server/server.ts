import type { Cloud } from '../../../../service';
import { roleLacksPermission, serviceRoleAllows } from '../../service-role';
import { type Deployment, DeploymentFault, isRollback } from '../../state';
import type { Platform } from '../platform';
import { openBlueGreen, openBlueGreenRollback } from './blue-green';
import type { ServerContext } from './fleet-parts';
import { openInPlace } from './in-place';

/** EC2 and on-premises hosts, in place and blue/green. */
export const createServerPlatform = (parts: Omit<ServerContext, 'hosts'>): Platform => {
  // Ports are there once every service is.
  const context: ServerContext = {
    ...parts,
    get hosts() {
      return parts.cloud.ports.hosts;
    },
  };
  return {
    open: (deployment) => {
      checkRole(context.cloud, deployment);
      if (deployment.group.settings.deploymentStyle?.deploymentType !== 'BLUE_GREEN')
        return openInPlace(context, deployment);
      return isRollback(deployment)
        ? openBlueGreenRollback(context, deployment)
        : openBlueGreen(context, deployment);
    },
  };
};

/** What the group's role must allow for hosts to be found at all. Which actions CodeDeploy asks for is assumed. */
const checkRole = (cloud: Cloud, { group: { settings } }: Deployment): void => {
  const roleArn = settings.serviceRoleArn;
  const request = { roleArn, action: 'ec2:DescribeInstances', resource: '*' };
  if (!serviceRoleAllows(cloud, request))
    throw new DeploymentFault('IAM_ROLE_PERMISSIONS', roleLacksPermission(roleArn, 'AmazonEC2'));
};
