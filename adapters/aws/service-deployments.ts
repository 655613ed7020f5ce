import type { ECSClient } from '@aws-sdk/client-ecs';
import {
  DescribeServiceDeploymentsCommand,
  DescribeServiceRevisionsCommand,
} from '@aws-sdk/client-ecs';
import { sentenceOf, UnavailableError } from '../../domain/errors';
import type { ServiceDeployments } from '../../domain/releases/ports';
import { toIso } from '../../domain/units';

/**
 * Deployments that ECS does by itself. A rollback is one whose status says so: its hooks run again while traffic goes
 * back, and since it is not judged, no more is read of it. https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ServiceDeployment.html
 */
export const createServiceDeployments = (client: ECSClient): ServiceDeployments => ({
  read: async (arn) => {
    const fail = (thrown: unknown): never => {
      throw new UnavailableError(
        `The service deployment ${arn} cannot be read: ${sentenceOf(thrown)}`,
        false,
        { cause: thrown },
      );
    };
    const { serviceDeployments = [] } = await client
      .send(new DescribeServiceDeploymentsCommand({ serviceDeploymentArns: [arn] }))
      .catch(fail);
    const [deployment] = serviceDeployments;
    const { serviceArn, clusterArn } = deployment ?? {};
    if (deployment === undefined || serviceArn === undefined || clusterArn === undefined)
      throw new UnavailableError(`ECS does not know the service deployment ${arn}.`, false);
    const isRollback = deployment.status?.startsWith('ROLLBACK') ?? false;
    const revisionArn = isRollback ? undefined : deployment.targetServiceRevision?.arn;
    const { serviceRevisions = [] } =
      revisionArn === undefined
        ? {}
        : await client
            .send(new DescribeServiceRevisionsCommand({ serviceRevisionArns: [revisionArn] }))
            .catch(fail);
    return {
      cluster: lastOf(clusterArn),
      service: lastOf(serviceArn),
      startedAt: toIso((deployment.createdAt ?? new Date(0)).getTime()),
      isRollback,
      taskDefinition: serviceRevisions[0]?.taskDefinition?.split('/').at(-1),
    };
  },
});

const lastOf = (arn: string): string => arn.split('/').at(-1) ?? arn;
