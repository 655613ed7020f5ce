import type { Cloud } from '../../service';

export type Place = Pick<Cloud, 'account' | 'region'>;

/** Documented: https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerservice.html */
export const ecsArn = ({ region, account }: Place, rest: string): string =>
  `arn:aws:ecs:${region}:${account}:${rest}`;

/** The last part of a cluster's ARN, or the name as it is. Without one the cluster is `default`. */
export const clusterName = (nameOrArn: string | undefined): string =>
  lastPart(nameOrArn ?? 'default');

/** The service's name out of its ARN (`service/CLUSTER/NAME`), or the name as it is. */
export const serviceName = (nameOrArn: string | undefined): string => lastPart(nameOrArn ?? '*');

export const clusterArn = (place: Place, nameOrArn: string | undefined): string =>
  ecsArn(place, `cluster/${clusterName(nameOrArn)}`);

/** A full ARN stands for itself, so that a call on another account's service is authorised as such. */
export const serviceArn = (
  place: Place,
  cluster: string | undefined,
  service: string | undefined,
): string =>
  service?.startsWith('arn:') === true
    ? service
    : ecsArn(place, `service/${clusterName(cluster)}/${serviceName(service)}`);

const lastPart = (text: string): string => text.slice(text.lastIndexOf('/') + 1);

/**
 * The name in a target group's ARN (`targetgroup/NAME/ID`), or the name as it is: ECS names target groups by ARN,
 * CodeDeploy by name.
 */
export const targetGroupName = (nameOrArn: string): string =>
  /:targetgroup\/([^/]+)\//.exec(nameOrArn)?.[1] ?? nameOrArn;
