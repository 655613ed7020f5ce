import type { Cloud } from '../../../../service';
import { ecsArn } from '../../../ecs/arns';
import type { Service } from '../../../ecs/state';
import { roleLacksPermission, serviceRoleAllows } from '../../service-role';
import { type Deployment, DeploymentFault } from '../../state';

/** What CodeDeploy does to ECS and to load balancers, by the action that the service role needs. */
export type EcsDeed = keyof typeof DEEDS;

/**
 * Actions documented: the managed policy AWSCodeDeployRoleForECS has them
 * (https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSCodeDeployRoleForECS.html). Which of them each step
 * needs, and that ECS is told as `AmazonECS`, is assumed.
 */
const DEEDS = {
  look: ['ecs:DescribeServices'],
  install: ['ecs:CreateTaskSet', 'elasticloadbalancing:DescribeTargetGroups'],
  route: ['elasticloadbalancing:DescribeListeners', 'elasticloadbalancing:ModifyListener'],
  promote: ['ecs:UpdateServicePrimaryTaskSet'],
  terminate: ['ecs:DeleteTaskSet'],
} as const;

/** Undefined where the group's service role lets CodeDeploy do it. */
export const refusalOf = (
  cloud: Cloud,
  { group }: Deployment,
  { deed, service }: { readonly deed: EcsDeed; readonly service: Service },
): DeploymentFault | undefined => {
  const roleArn = group.settings.serviceRoleArn;
  for (const action of DEEDS[deed]) {
    const resource = resourceOf(cloud, service, action);
    if (serviceRoleAllows(cloud, { roleArn, action, resource })) continue;
    const told = action.startsWith('ecs:') ? 'AmazonECS' : 'AmazonElasticLoadBalancing';
    return new DeploymentFault('IAM_ROLE_PERMISSIONS', roleLacksPermission(roleArn, told));
  }
  return undefined;
};

const resourceOf = (cloud: Cloud, { arn, name, cluster }: Service, action: string): string => {
  if (action.startsWith('elasticloadbalancing:')) return '*';
  return action.endsWith('TaskSet') && action !== 'ecs:UpdateServicePrimaryTaskSet'
    ? ecsArn(cloud, `task-set/${cluster.name}/${name}/*`)
    : arn;
};
