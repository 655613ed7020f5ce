import type { Service, TaskDefinition, TaskSet } from '@aws-sdk/client-ecs';
import {
  BLUE_GROUP,
  createContainerWorld,
  createShop,
  createWebForCodeDeploy,
  createWebForEcs,
  inTime,
  MINUTE,
  onEcs,
  refusalOf,
  SECOND,
  webOf,
} from '../../../support/container-world';

const SERVICE = { cluster: 'shop', service: 'web' };
const DEFINITION = 'arn:aws:ecs:eu-west-1:123456789012:task-definition/web';

describe('clusters', () => {
  it('are made once, found by name or ARN, and missed as failures', () => {
    const world = createContainerWorld();
    onEcs(world, 'CreateCluster', { clusterName: 'shop' });
    onEcs(world, 'CreateCluster', { clusterName: 'shop' });
    const arn = 'arn:aws:ecs:eu-west-1:123456789012:cluster/shop';
    expect(onEcs(world, 'ListClusters', {})).toMatchObject({ clusterArns: [arn] });
    expect(onEcs(world, 'DescribeClusters', { clusters: [arn, 'none'] })).toMatchObject({
      clusters: [{ clusterName: 'shop', status: 'ACTIVE', activeServicesCount: 0 }],
      failures: [{ arn: 'arn:aws:ecs:eu-west-1:123456789012:cluster/none', reason: 'MISSING' }],
    });
    expect(refusalOf(() => onEcs(world, 'ListServices', { cluster: 'none' }))).toBe(
      'ClusterNotFoundException: Cluster not found.',
    );
  });

  it('go when no service is active in them', () => {
    const world = createContainerWorld();
    createWebForEcs(world);
    expect(refusalOf(() => onEcs(world, 'DeleteCluster', { cluster: 'shop' }))).toMatch(
      /^ClusterContainsServicesException/,
    );
    onEcs(world, 'DeleteService', { ...SERVICE, force: true });
    expect(onEcs(world, 'DeleteCluster', { cluster: 'shop' })).toMatchObject({
      cluster: { status: 'INACTIVE' },
    });
    world.clock.stop();
  });
});

describe('task definitions', () => {
  it('count their revisions, and are found by family, revision or ARN', () => {
    const world = createContainerWorld();
    createShop(world);
    const describeIt = (taskDefinition: string): TaskDefinition =>
      onEcs<{ taskDefinition: TaskDefinition }>(world, 'DescribeTaskDefinition', { taskDefinition })
        .taskDefinition;
    expect(describeIt('web').revision).toBe(3);
    expect(describeIt('web:1')).toMatchObject({
      taskDefinitionArn: `${DEFINITION}:1`,
      status: 'ACTIVE',
      containerDefinitions: [{ name: 'app', image: 'web:1', essential: true, cpu: 0 }],
    });
    expect(describeIt(`${DEFINITION}:2`).revision).toBe(2);
    onEcs(world, 'DeregisterTaskDefinition', { taskDefinition: 'web:3' });
    expect(describeIt('web').revision).toBe(2);
    expect(onEcs(world, 'ListTaskDefinitions', { sort: 'DESC' })['taskDefinitionArns']).toEqual([
      `${DEFINITION}:2`,
      `${DEFINITION}:1`,
    ]);
    expect(refusalOf(() => describeIt('web:9'))).toMatch(/^ClientException/);
  });

  it('are refused without containers, or with two of one name', () => {
    const world = createContainerWorld();
    const register = (containerDefinitions: readonly object[]) =>
      refusalOf(() =>
        onEcs(world, 'RegisterTaskDefinition', { family: 'web', containerDefinitions }),
      );
    const app = { name: 'app', image: 'web' };
    for (const containers of [[], [{ name: 'app' }], [{ image: 'web' }], [app, app]])
      expect(register(containers)).toMatch(/^ClientException/);
    expect(register([app])).toBe('none');
  });
});

describe('a service', () => {
  it('settles its counts on the clock', async () => {
    const world = createContainerWorld();
    createWebForCodeDeploy(world);
    const counts = () => {
      const { desiredCount, runningCount, pendingCount } = webOf(world);
      return [desiredCount, runningCount, pendingCount];
    };
    await inTime(world, async (sleep) => {
      expect(counts()).toEqual([3, 0, 3]);
      await sleep(MINUTE);
      expect(counts()).toEqual([3, 3, 0]);
      onEcs(world, 'UpdateService', { ...SERVICE, desiredCount: 1 });
      await sleep(MINUTE);
      expect(counts()).toEqual([1, 1, 0]);
      onEcs(world, 'UpdateService', { ...SERVICE, desiredCount: 2 });
      await sleep(SECOND);
      expect(counts()).toEqual([2, 1, 1]);
    });
  });

  it('that CodeDeploy deploys is updated in nothing that makes a revision', () => {
    const world = createContainerWorld();
    createWebForCodeDeploy(world);
    const update = (changes: object) =>
      refusalOf(() => onEcs(world, 'UpdateService', { ...SERVICE, ...changes }));
    expect(update({ taskDefinition: 'web:2' })).toBe(
      'InvalidParameterException: Unable to update task definition on services with a CODE_DEPLOY deployment controller. Use AWS CodeDeploy to trigger a new deployment.',
    );
    expect(update({ loadBalancers: [] })).toMatch(/Unable to update load balancers on services/);
    expect(update({ networkConfiguration: {} })).toMatch(/Unable to update network parameters/);
    expect(update({ healthCheckGracePeriodSeconds: 30 })).toBe('none');
    world.clock.stop();
  });

  it('has alarms, and other strategies than rolling, only where ECS deploys it', () => {
    const alarms = { alarmNames: ['errors'], enable: true, rollback: true };
    const refused = (deploymentConfiguration: object) =>
      refusalOf(() => createWebForCodeDeploy(createContainerWorld(), { deploymentConfiguration }));
    expect(refused({ alarms })).toBe(
      'InvalidParameterException: Alarm based rollback feature is only supported with ECS deployment controller. Update to ECS deployment controller and try again.',
    );
    expect(refused({ strategy: 'BLUE_GREEN' })).toMatch(/only supported with ECS deployment/);
  });

  it('is refused where its settings do not fit', () => {
    const create = (overrides: object) =>
      refusalOf(() => createWebForEcs(createContainerWorld(), {}, overrides));
    const withConfiguration = (deploymentConfiguration: object) =>
      create({ deploymentConfiguration });
    const hook = {
      hookTargetArn: 'arn:aws:lambda:eu-west-1:123456789012:function:x',
      roleArn: 'r',
    };
    for (const refusal of [
      create({ taskDefinition: undefined }),
      create({ desiredCount: -1 }),
      create({ loadBalancers: [{ targetGroupArn: BLUE_GROUP, containerName: 'other' }] }),
      withConfiguration({ bakeTimeInMinutes: 1_441 }),
      withConfiguration({ canaryConfiguration: { canaryPercent: 0 } }),
      withConfiguration({ linearConfiguration: { stepPercent: 2 } }),
      withConfiguration({ lifecycleHooks: [hook] }),
      withConfiguration({ lifecycleHooks: [{ lifecycleStages: ['PRE_SCALE_UP'] }] }),
      withConfiguration({
        lifecycleHooks: [{ targetType: 'PAUSE', lifecycleStages: ['TEST_TRAFFIC_SHIFT'] }],
      }),
      create({
        deploymentConfiguration: { strategy: 'BLUE_GREEN' },
        loadBalancers: [{ targetGroupArn: BLUE_GROUP, containerName: 'app', containerPort: 80 }],
      }),
    ])
      expect(refusal).toMatch(/^InvalidParameterException/);
    expect(create({ taskDefinition: 'web:9' })).toMatch(/^ClientException/);
  });

  it('is made once, deleted only unscaled or by force, and can be made again', async () => {
    const world = createContainerWorld();
    createWebForCodeDeploy(world);
    const again = () =>
      onEcs(world, 'CreateService', {
        cluster: 'shop',
        serviceName: 'web',
        taskDefinition: 'web:1',
        desiredCount: 1,
      });
    await inTime(world, async (sleep) => {
      await sleep(MINUTE);
      expect(refusalOf(again)).toBe(
        'InvalidParameterException: Creation of service was not idempotent.',
      );
      expect(refusalOf(() => onEcs(world, 'DeleteService', SERVICE))).toMatch(
        /^InvalidParameterException/,
      );
      onEcs(world, 'DeleteService', { ...SERVICE, force: true });
      expect(webOf(world).status).toBe('DRAINING');
      await sleep(MINUTE);
      expect(webOf(world).status).toBe('INACTIVE');
      expect(onEcs(world, 'ListServices', { cluster: 'shop' })['serviceArns']).toEqual([]);
      expect(refusalOf(() => onEcs(world, 'UpdateService', SERVICE))).toMatch(
        /^ServiceNotActiveException/,
      );
      expect(refusalOf(again)).toBe('none');
    });
  });
});

describe('task sets', () => {
  it('are made, promoted and deleted by hand where the controller is EXTERNAL', async () => {
    const world = createContainerWorld();
    createShop(world);
    onEcs<{ service: Service }>(world, 'CreateService', {
      cluster: 'shop',
      serviceName: 'web',
      desiredCount: 3,
      deploymentController: { type: 'EXTERNAL' },
    });
    const create = (scale: number): TaskSet =>
      onEcs<{ taskSet: TaskSet }>(world, 'CreateTaskSet', {
        ...SERVICE,
        taskDefinition: 'web:1',
        scale: { value: scale, unit: 'PERCENT' },
      }).taskSet;
    await inTime(world, async (sleep) => {
      const first = create(100);
      const second = create(50);
      await sleep(MINUTE);
      onEcs(world, 'UpdateServicePrimaryTaskSet', { ...SERVICE, primaryTaskSet: first.id });
      onEcs(world, 'UpdateServicePrimaryTaskSet', { ...SERVICE, primaryTaskSet: second.id });
      expect(onEcs(world, 'DescribeTaskSets', { ...SERVICE })['taskSets']).toMatchObject([
        { id: first.id, status: 'ACTIVE', computedDesiredCount: 3, runningCount: 3 },
        { id: second.id, status: 'PRIMARY', computedDesiredCount: 2, runningCount: 2 },
      ]);
      expect(
        refusalOf(() => onEcs(world, 'DeleteTaskSet', { ...SERVICE, taskSet: first.id })),
      ).toMatch(/^InvalidParameterException/);
      onEcs(world, 'DeleteTaskSet', { ...SERVICE, taskSet: first.id, force: true });
      await sleep(MINUTE);
      expect(webOf(world).taskSets).toMatchObject([{ id: second.id }]);
    });
  });

  it('are CodeDeploy’s alone where CodeDeploy deploys', () => {
    const world = createContainerWorld();
    createWebForCodeDeploy(world);
    expect(
      refusalOf(() => onEcs(world, 'CreateTaskSet', { ...SERVICE, taskDefinition: 'web:2' })),
    ).toMatch(/^InvalidParameterException/);
    world.clock.stop();
  });
});
