import {
  answersWith,
  call,
  createGroup,
  createWorld,
  deploy,
  get,
  inTime,
  MINUTE,
  rollbackOf,
  type World,
} from '../fake-cloud';

const TOPIC = 'arn:aws:sns:eu-west-1:123456789012:releases';
const TRIGGERS = {
  triggerConfigurations: [
    {
      triggerName: 'tell',
      triggerTargetArn: TOPIC,
      triggerEvents: [
        'DeploymentStart',
        'DeploymentSuccess',
        'DeploymentFailure',
        'DeploymentStop',
        'DeploymentRollback',
      ],
    },
  ],
};
const statesOf = (world: World, deploymentId: string | undefined) =>
  world.events
    .filter(({ detail }) => detail.deploymentId === deploymentId)
    .map(({ detail }) => detail.state);

describe('EventBridge', () => {
  it('is told in its own words, with the group by its id', async () => {
    // given
    const world = createWorld();
    createGroup(world);
    const group = call<{ deploymentGroupInfo: { deploymentGroupId: string } }>(
      world,
      'GetDeploymentGroup',
      { applicationName: 'shop', deploymentGroupName: 'checkout' },
    );
    await inTime(world, async (sleep) => {
      // when
      const id = deploy(world);
      await sleep(10 * MINUTE);
      // then
      expect(world.events[0]).toEqual({
        source: 'aws.codedeploy',
        detailType: 'CodeDeploy Deployment State-change Notification',
        resources: [
          'arn:aws:codedeploy:eu-west-1:123456789012:application:shop',
          'arn:aws:codedeploy:eu-west-1:123456789012:deploymentgroup:shop/checkout',
        ],
        detail: {
          instanceGroupId: group.deploymentGroupInfo.deploymentGroupId,
          region: 'eu-west-1',
          application: 'shop',
          deploymentId: id,
          state: 'START',
          deploymentGroup: 'checkout',
        },
      });
      expect(statesOf(world, id)).toEqual(['START', 'SUCCESS']);
    });
  });

  it('hears of a failure before the rollback that follows it', async () => {
    const world = createWorld();
    createGroup(world);
    answersWith(world, 'CodeDeployHook_before', 'Failed');
    await inTime(world, async (sleep) => {
      const id = deploy(world, { before: 'CodeDeployHook_before' });
      await sleep(MINUTE);
      expect(world.events.map(({ detail }) => [detail.deploymentId, detail.state])).toEqual([
        [id, 'START'],
        [id, 'FAILURE'],
        [rollbackOf(world, id).deploymentId, 'START'],
        [rollbackOf(world, id).deploymentId, 'SUCCESS'],
      ]);
    });
  });

  it('hears STOP of what was stopped', async () => {
    const world = createWorld();
    createGroup(world);
    await inTime(world, async (sleep) => {
      const id = deploy(world);
      call(world, 'StopDeployment', { deploymentId: id });
      await sleep(MINUTE);
      expect(statesOf(world, id)).toEqual(['START', 'STOP']);
    });
  });
});

describe('SNS triggers', () => {
  it('carry their own words, with nested JSON as text', async () => {
    // given
    const world = createWorld();
    createGroup(world, TRIGGERS);
    answersWith(world, 'CodeDeployHook_before', 'Failed');
    await inTime(world, async (sleep) => {
      // when
      const id = deploy(world, { before: 'CodeDeployHook_before' });
      await sleep(MINUTE);
      // then
      const rollbackId = rollbackOf(world, id).deploymentId;
      expect(world.topics.map(({ topicArn, subject }) => [topicArn, subject])).toEqual([
        [TOPIC, `CREATED: AWS CodeDeploy ${id} in eu-west-1 to shop`],
        [TOPIC, `FAILED: AWS CodeDeploy ${id} in eu-west-1 to shop`],
        [TOPIC, `CREATED: AWS CodeDeploy ${rollbackId} in eu-west-1 to shop`],
        [TOPIC, `IN_PROGRESS: AWS CodeDeploy ${rollbackId} in eu-west-1 to shop`],
        [TOPIC, `SUCCEEDED: AWS CodeDeploy ${rollbackId} in eu-west-1 to shop`],
      ]);
      const bodies = world.topics.map(({ body }) => JSON.parse(body));
      expect(bodies[0]).toEqual({
        region: 'eu-west-1',
        accountId: '123456789012',
        eventTriggerName: 'tell',
        applicationName: 'shop',
        deploymentId: id,
        deploymentGroupName: 'checkout',
        createTime: 'Mon Mar 02 12:00:00 UTC 2026',
        completeTime: null,
        status: 'CREATED',
      });
      expect(bodies[1]).toMatchObject({
        completeTime: 'Mon Mar 02 12:00:02 UTC 2026',
        deploymentOverview: '{"Succeeded":0,"Failed":1,"Skipped":0,"InProgress":0,"Pending":0}',
        status: 'FAILED',
        errorInformation:
          '{"ErrorCode":"HOOK_EXECUTION_FAILURE","ErrorMessage":"The deployment failed because one or more of the lifecycle event validation functions failed."}',
        rollbackInformation: '{}',
      });
      expect(JSON.parse(bodies[3].rollbackInformation)).toEqual({
        RollbackMessage: `Deployment ${rollbackId} is triggered to roll back deployment ${id}.`,
        RollbackTriggeringDeploymentId: id,
      });
    });
  });

  it('say STOPPED of what was stopped', async () => {
    const world = createWorld();
    createGroup(world, { ...TRIGGERS, autoRollbackConfiguration: { enabled: false } });
    await inTime(world, async (sleep) => {
      const id = deploy(world);
      call(world, 'StopDeployment', { deploymentId: id });
      await sleep(MINUTE);
      expect(world.topics.map(({ body }) => JSON.parse(body).status)).toEqual([
        'CREATED',
        'STOPPED',
      ]);
    });
  });

  it('that may not be published to are reported, and hold nothing up', async () => {
    const world = createWorld();
    createGroup(world, TRIGGERS);
    world.permissions.isAllowed = (_role, action) => action !== 'sns:Publish';
    await inTime(world, async (sleep) => {
      const id = deploy(world);
      await sleep(10 * MINUTE);
      expect(get(world, id).status).toBe('Succeeded');
      expect(world.topics).toEqual([]);
      expect(world.journal.filter(({ kind }) => kind === 'trouble')).toHaveLength(2);
    });
  });
});

describe('the journal', () => {
  it('holds every change of status and lifecycle event, in order', async () => {
    const world = createWorld();
    createGroup(world);
    answersWith(world, 'CodeDeployHook_before', 'Succeeded');
    await inTime(world, async (sleep) => {
      deploy(world, { before: 'CodeDeployHook_before' });
      await sleep(10 * MINUTE);
      const told = world.journal.flatMap((entry) =>
        entry.kind === 'deployment'
          ? [[entry.status, entry.lifecycleEvent, entry.lifecycleEventStatus]]
          : [],
      );
      expect(told).toEqual([
        ['Created', undefined, undefined],
        ['InProgress', undefined, undefined],
        ['InProgress', 'BeforeAllowTraffic', 'InProgress'],
        ['InProgress', 'BeforeAllowTraffic', 'InProgress'],
        ['InProgress', 'BeforeAllowTraffic', 'Succeeded'],
        ['InProgress', 'AllowTraffic', 'InProgress'],
        ['InProgress', 'AllowTraffic', 'Succeeded'],
        ['InProgress', 'AfterAllowTraffic', 'InProgress'],
        ['InProgress', 'AfterAllowTraffic', 'Succeeded'],
        ['Succeeded', undefined, undefined],
      ]);
    });
  });
});
