import type { Cloud } from '../../service';

import type { DeploymentGroup } from './state';

export type Place = Pick<Cloud, 'account' | 'region'>;

const codedeployArn = ({ region, account }: Place, rest: string): string =>
  `arn:aws:codedeploy:${region}:${account}:${rest}`;

/** A name that the caller left out stands as `*`: the call is then refused by the operation's own check. */
export const applicationArn = (place: Place, name: string | undefined): string =>
  codedeployArn(place, `application:${name ?? '*'}`);

export const groupArn = (
  place: Place,
  applicationName: string | undefined,
  groupName: string | undefined,
): string => codedeployArn(place, `deploymentgroup:${applicationName ?? '*'}/${groupName ?? '*'}`);

export const arnOfGroup = (place: Place, group: DeploymentGroup): string =>
  groupArn(place, group.application.name, group.settings.deploymentGroupName);

export const configArn = (place: Place, name: string | undefined): string =>
  codedeployArn(place, `deploymentconfig:${name ?? '*'}`);

/** `function` may carry a qualifier (`name:alias`), or be an ARN already. */
export const functionArn = ({ region, account }: Place, name: string): string =>
  name.startsWith('arn:') ? name : `arn:aws:lambda:${region}:${account}:function:${name}`;

export const alarmArn = ({ region, account }: Place, name: string): string =>
  `arn:aws:cloudwatch:${region}:${account}:alarm:${name}`;
