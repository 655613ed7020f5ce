import { createServiceDeployments } from '../../../adapters/aws/service-deployments';
import { anAnsweredEcs } from '../../support/answered-clients';

const ARN = 'arn:aws:ecs:eu-west-1:123456789012:service-deployment/shop/web/abc';

/** A deployment of this status, of a service whose revisions may not be read. */
const readWithoutRevisions = (status: string) => {
  const { client } = anAnsweredEcs((_, operation) => {
    if (operation === 'DescribeServiceRevisionsCommand') throw new Error('AccessDenied');
    return {
      serviceDeployments: [
        {
          status,
          serviceArn: 'arn:aws:ecs:eu-west-1:123456789012:service/shop/web',
          clusterArn: 'arn:aws:ecs:eu-west-1:123456789012:cluster/shop',
          createdAt: new Date('2026-11-02T12:00:00Z'),
          targetServiceRevision: { arn: 'arn:aws:ecs:eu-west-1:123456789012:service-revision/2' },
        },
      ],
    };
  });
  return createServiceDeployments(client).read(ARN);
};

it.each(['ROLLBACK_REQUESTED', 'ROLLBACK_IN_PROGRESS'])(
  'tells a way back, of which nothing more has to be read: %s',
  async (status) => {
    expect(await readWithoutRevisions(status)).toEqual({
      cluster: 'shop',
      service: 'web',
      startedAt: '2026-11-02T12:00:00.000Z',
      isRollback: true,
      taskDefinition: undefined,
    });
  },
);

it('says what cannot be read of one that goes on', async () => {
  await expect(readWithoutRevisions('IN_PROGRESS')).rejects.toThrow(
    `The service deployment ${ARN} cannot be read: Error: AccessDenied`,
  );
});
