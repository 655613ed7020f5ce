import type { CodeDeployClient, DeploymentGroupInfo } from '@aws-sdk/client-codedeploy';
import {
  ApplicationDoesNotExistException,
  DeploymentGroupDoesNotExistException,
  GetDeploymentGroupCommand,
  paginateListDeploymentGroups,
} from '@aws-sdk/client-codedeploy';

/** A deployment group as far as a policy depends on it. */
export interface DeploymentGroup {
  readonly name: string;
  readonly platform: 'Lambda' | 'ECS' | 'Server';
  readonly isBlueGreen: boolean;
  /** What happens to a blue/green deployment that is ready; absent for other groups. */
  readonly ready?: {
    /** False: CodeDeploy moves traffic by itself. */
    readonly waits: boolean;
    /** Then it stops the deployment. */
    readonly waitSec: number;
  };
  readonly autoScalingGroups: readonly string[];
  readonly hasTagFilters: boolean;
  /** The deployment that last succeeded there. */
  readonly lastDeploymentId?: string;
}

/** Deployment groups as CodeDeploy knows them. */
export interface DeploymentGroups {
  /** Undefined where CodeDeploy does not know the application or the group. Throws where it cannot be asked. */
  read(application: string, group: string): Promise<DeploymentGroup | undefined>;
  /** Undefined where CodeDeploy does not know the application. Throws where it cannot be asked. */
  list(application: string): Promise<readonly string[] | undefined>;
}

export const createDeploymentGroups = (client: CodeDeployClient): DeploymentGroups => ({
  read: async (applicationName, deploymentGroupName) => {
    try {
      const { deploymentGroupInfo } = await client.send(
        new GetDeploymentGroupCommand({ applicationName, deploymentGroupName }),
      );
      return toGroup(deploymentGroupName, deploymentGroupInfo ?? {});
    } catch (thrown) {
      return undefinedIfNotThere(thrown);
    }
  },
  list: async (applicationName) => {
    const names: string[] = [];
    try {
      for await (const page of paginateListDeploymentGroups({ client }, { applicationName }))
        names.push(...(page.deploymentGroups ?? []));
      return names;
    } catch (thrown) {
      return undefinedIfNotThere(thrown);
    }
  },
});

const undefinedIfNotThere = (thrown: unknown): undefined => {
  if (
    thrown instanceof ApplicationDoesNotExistException ||
    thrown instanceof DeploymentGroupDoesNotExistException
  )
    return undefined;
  throw thrown;
};

const toGroup = (name: string, info: DeploymentGroupInfo): DeploymentGroup => {
  const { computePlatform = 'Server', deploymentStyle, autoScalingGroups = [] } = info;
  const isBlueGreen = deploymentStyle?.deploymentType === 'BLUE_GREEN';
  return {
    name,
    platform: computePlatform,
    isBlueGreen,
    ready: isBlueGreen ? toReady(info) : undefined,
    autoScalingGroups: autoScalingGroups.flatMap((it) => it.name ?? []),
    hasTagFilters: hasTagFilters(info),
    lastDeploymentId: info.lastSuccessfulDeployment?.deploymentId,
  };
};

/**
 * `CONTINUE_DEPLOYMENT` goes on at once, and is what a group has that says nothing.
 * https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_DeploymentReadyOption.html
 */
const toReady = ({ blueGreenDeploymentConfiguration }: DeploymentGroupInfo) => {
  const { actionOnTimeout, waitTimeInMinutes = 0 } =
    blueGreenDeploymentConfiguration?.deploymentReadyOption ?? {};
  return { waits: actionOnTimeout === 'STOP_DEPLOYMENT', waitSec: waitTimeInMinutes * 60 };
};

const hasTagFilters = ({
  ec2TagFilters = [],
  ec2TagSet,
  onPremisesInstanceTagFilters = [],
  onPremisesTagSet,
}: DeploymentGroupInfo): boolean =>
  ec2TagFilters.length > 0 ||
  (ec2TagSet?.ec2TagSetList ?? []).length > 0 ||
  onPremisesInstanceTagFilters.length > 0 ||
  (onPremisesTagSet?.onPremisesTagSetList ?? []).length > 0;
