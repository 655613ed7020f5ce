import {
  BatchGetDeploymentTargetsCommand,
  CodeDeployClient,
  CreateDeploymentCommand,
  GetDeploymentCommand,
  GetDeploymentGroupCommand,
  ListDeploymentConfigsCommand,
  ListDeploymentsCommand,
  ListDeploymentTargetsCommand,
  PutLifecycleEventHookExecutionStatusCommand,
  StopDeploymentCommand,
} from '@aws-sdk/client-codedeploy';

import { type LocalAws, rejectionOf, startLocalAws } from '../../wire/local-aws';
import { anAppSpec, BOTH_HOOKS, createGroup, createWorld, inTime, type World } from './fake-cloud';

const names = { applicationName: 'shop', deploymentGroupName: 'checkout' };
const release = new CreateDeploymentCommand({
  ...names,
  revision: {
    revisionType: 'AppSpecContent',
    appSpecContent: { content: anAppSpec(BOTH_HOOKS) },
  },
});

describe('an unmodified client', () => {
  let world: World;
  let aws: LocalAws;
  let client: CodeDeployClient;
  beforeEach(async () => {
    world = createWorld();
    createGroup(world);
    aws = await startLocalAws(() => [world.codedeploy.service]);
    client = new CodeDeployClient(aws.client());
  });
  afterEach(async () => {
    client.destroy();
    await aws.close();
  });

  it('follows a release from its hook to its rollback', () =>
    inTime(world, async (sleep) => {
      // given
      const { deploymentId } = await client.send(release);
      await sleep(2_000);
      const hook = world.invocations[0]?.payload;
      // when
      const { targetIds } = await client.send(new ListDeploymentTargetsCommand({ deploymentId }));
      const { deploymentTargets } = await client.send(
        new BatchGetDeploymentTargetsCommand({ deploymentId, targetIds }),
      );
      await client.send(
        new PutLifecycleEventHookExecutionStatusCommand({
          deploymentId,
          lifecycleEventHookExecutionId: hook?.LifecycleEventHookExecutionId,
          status: 'Failed',
        }),
      );
      await sleep(5_000);
      // then
      expect(deploymentTargets).toEqual([
        {
          deploymentTargetType: 'LambdaTarget',
          lambdaTarget: {
            deploymentId,
            targetId: 'checkout',
            targetArn: 'arn:aws:lambda:eu-west-1:123456789012:function:checkout',
            status: 'InProgress',
            lastUpdatedAt: new Date('2026-03-02T12:00:01.000Z'),
            lifecycleEvents: [
              {
                lifecycleEventName: 'BeforeAllowTraffic',
                status: 'InProgress',
                startTime: new Date('2026-03-02T12:00:01.000Z'),
              },
              { lifecycleEventName: 'AllowTraffic', status: 'Pending' },
              { lifecycleEventName: 'AfterAllowTraffic', status: 'Pending' },
            ],
            lambdaFunctionInfo: {
              functionName: 'checkout',
              functionAlias: 'live',
              currentVersion: '1',
              targetVersion: '2',
              targetVersionWeight: 0,
            },
          },
        },
      ]);
      const { deploymentInfo } = await client.send(new GetDeploymentCommand({ deploymentId }));
      expect(deploymentInfo).toMatchObject({
        status: 'Failed',
        errorInformation: { code: 'HOOK_EXECUTION_FAILURE' },
        completeTime: new Date('2026-03-02T12:00:02.000Z'),
      });
      const { deployments } = await client.send(new ListDeploymentsCommand(names));
      expect(deployments).toEqual([
        deploymentInfo?.rollbackInfo?.rollbackDeploymentId,
        deploymentId,
      ]);
      const { deploymentGroupInfo } = await client.send(new GetDeploymentGroupCommand(names));
      expect(deploymentGroupInfo?.lastSuccessfulDeployment?.deploymentId).toBe(deployments?.[0]);
    }));

  it('meets typed errors', async () => {
    const unknown = new GetDeploymentCommand({ deploymentId: 'd-ZZZZZZZZZ' });
    expect((await rejectionOf(client.send(unknown))).name).toBe('DeploymentDoesNotExistException');
    world.cloud.clock.stop();
  });

  it('is let at the groups of its role, and at what has no resource type', () =>
    inTime(world, async () => {
      // given
      const { deploymentId } = await client.send(release);
      const group = 'arn:aws:codedeploy:eu-west-1:123456789012:deploymentgroup:shop';
      const allowed = (...Resource: readonly string[]) => ({
        Effect: 'Allow',
        Action: ['codedeploy:GetDeployment', 'codedeploy:StopDeployment'],
        Resource,
      });
      const clientWith = (statement: object) =>
        new CodeDeployClient(aws.client(aws.functionWith(statement)));
      // when
      const scoped = clientWith(allowed(`${group}/checkout`));
      // then
      const { deploymentInfo } = await scoped.send(new GetDeploymentCommand({ deploymentId }));
      expect(deploymentInfo?.deploymentId).toBe(deploymentId);
      const stop = new StopDeploymentCommand({ deploymentId });
      expect((await rejectionOf(scoped.send(stop))).name).toBe('AccessDeniedException');
      scoped.destroy();
    }));

  it('reads every page of a list', async () => {
    const { deploymentConfigsList } = await client.send(new ListDeploymentConfigsCommand({}));
    expect(deploymentConfigsList).toHaveLength(17);
    world.cloud.clock.stop();
  });
});
