import type { ListServiceDeploymentsResponse, ServiceDeploymentBrief } from '@aws-sdk/client-ecs';
import {
  type ContainerWorld,
  createContainerWorld,
  createWebForEcs,
  inTime,
  MINUTE,
  onEcs,
  PROD_RULE,
  refusalOf,
  routesOf,
  SECOND,
  serviceDeploymentOf,
  TEST_RULE,
  updateWeb,
  webOf,
} from '../../../support/container-world';

const aWorld = (configuration: object = {}, overrides: object = {}): ContainerWorld => {
  const world = createContainerWorld();
  createWebForEcs(world, configuration, overrides);
  return world;
};
const namesOf = (world: ContainerWorld) => world.events.map(({ detail }) => detail['eventName']);
const listOf = (world: ContainerWorld, filter: object = {}): readonly ServiceDeploymentBrief[] =>
  onEcs<ListServiceDeploymentsResponse>(world, 'ListServiceDeployments', {
    ...{ cluster: 'shop', service: 'web' },
    ...filter,
  }).serviceDeployments ?? [];
const stop = (world: ContainerWorld, serviceDeploymentArn: string, stopType?: string) =>
  onEcs(world, 'StopServiceDeployment', { serviceDeploymentArn, stopType });

describe('a rolling deployment', () => {
  it('replaces the tasks, and tells its beginning and its end', async () => {
    // given
    const world = aWorld();
    await inTime(world, async (sleep) => {
      await sleep(2 * MINUTE);
      // when
      const arn = updateWeb(world);
      expect(serviceDeploymentOf(world, arn).status).toBe('PENDING');
      await sleep(10 * SECOND);
      // then
      expect(serviceDeploymentOf(world, arn)).toMatchObject({
        status: 'IN_PROGRESS',
        sourceServiceRevisions: [{ runningTaskCount: 3 }],
        targetServiceRevision: { requestedTaskCount: 3, runningTaskCount: 0, pendingTaskCount: 3 },
        alarms: { status: 'DISABLED' },
        deploymentCircuitBreaker: { status: 'DISABLED', threshold: 3 },
      });
      await sleep(2 * MINUTE);
      expect(serviceDeploymentOf(world, arn)).toMatchObject({
        status: 'SUCCESSFUL',
        targetServiceRevision: { runningTaskCount: 3 },
      });
      expect(webOf(world)).toMatchObject({
        runningCount: 3,
        taskDefinition: 'arn:aws:ecs:eu-west-1:123456789012:task-definition/web:2',
        deployments: [{ status: 'PRIMARY', rolloutState: 'COMPLETED', runningCount: 3 }],
      });
      expect(world.events.slice(-1)).toEqual([
        {
          source: 'aws.ecs',
          detailType: 'ECS Deployment State Change',
          resources: ['arn:aws:ecs:eu-west-1:123456789012:service/shop/web'],
          detail: {
            eventType: 'INFO',
            eventName: 'SERVICE_DEPLOYMENT_COMPLETED',
            deploymentId: webOf(world).deployments?.[0]?.id,
            updatedAt: expect.stringMatching(/^2026-11-21T12:0\d:\d\dZ$/),
            reason: `ECS deployment ${webOf(world).deployments?.[0]?.id} completed.`,
          },
        },
      ]);
    });
  });

  it('is not made by a change of the desired count alone, and is by force', async () => {
    const world = aWorld();
    await inTime(world, async (sleep) => {
      await sleep(2 * MINUTE);
      const count = () => listOf(world).length;
      onEcs(world, 'UpdateService', { cluster: 'shop', service: 'web', desiredCount: 5 });
      await sleep(MINUTE);
      expect([count(), webOf(world).runningCount]).toEqual([1, 5]);
      onEcs(world, 'UpdateService', { cluster: 'shop', service: 'web', forceNewDeployment: true });
      expect(count()).toBe(2);
    });
  });

  it.each([
    [true, 'ROLLBACK_SUCCESSFUL', 'web:1'],
    [false, 'STOPPED', 'web:2'],
  ])('that never starts trips the circuit breaker; rollback %s', async (rollback, status, now) => {
    const world = aWorld({ deploymentCircuitBreaker: { enable: true, rollback } });
    world.ecs.port.behave({
      cluster: 'shop',
      service: 'web',
      taskDefinition: 'web:2',
      starts: false,
    });
    await inTime(world, async (sleep) => {
      await sleep(2 * MINUTE);
      const arn = updateWeb(world);
      await sleep(5 * MINUTE);
      expect(serviceDeploymentOf(world, arn)).toMatchObject({
        status,
        deploymentCircuitBreaker: { status: 'TRIGGERED' },
      });
      expect(webOf(world).taskDefinition).toMatch(new RegExp(`${now}$`));
      expect(namesOf(world)).toContain('SERVICE_DEPLOYMENT_FAILED');
    });
  });
});

describe('a blue/green deployment', () => {
  const BLUE_GREEN = { strategy: 'BLUE_GREEN', bakeTimeInMinutes: 10 };

  it('goes through its stages, with both listeners', async () => {
    const world = aWorld(BLUE_GREEN);
    await inTime(world, async (sleep) => {
      await sleep(2 * MINUTE);
      expect([routesOf(world, PROD_RULE), routesOf(world, TEST_RULE)]).toEqual([
        { 'web-blue': 100 },
        { 'web-blue': 100 },
      ]);
      const arn = updateWeb(world);
      const stages = new Set<string | undefined>();
      for (let second = 0; second < 50; second += 1) {
        await sleep(SECOND);
        stages.add(serviceDeploymentOf(world, arn).lifecycleStage);
      }
      expect([...stages].filter((it) => it !== undefined)).toEqual([
        'PRE_SCALE_UP',
        'SCALE_UP',
        'POST_SCALE_UP',
        'TEST_TRAFFIC_SHIFT',
        'POST_TEST_TRAFFIC_SHIFT',
        'PRODUCTION_TRAFFIC_SHIFT',
        'POST_PRODUCTION_TRAFFIC_SHIFT',
        'BAKE_TIME',
      ]);
      expect([routesOf(world, PROD_RULE), routesOf(world, TEST_RULE)]).toEqual([
        { 'web-blue': 0, 'web-green': 100 },
        { 'web-blue': 0, 'web-green': 100 },
      ]);
      expect(serviceDeploymentOf(world, arn)).toMatchObject({
        sourceServiceRevisions: [{ requestedProductionTrafficWeight: 0, runningTaskCount: 3 }],
        targetServiceRevision: { requestedProductionTrafficWeight: 100 },
      });
      await sleep(11 * MINUTE);
      expect(serviceDeploymentOf(world, arn)).toMatchObject({
        status: 'SUCCESSFUL',
        sourceServiceRevisions: [{ runningTaskCount: 0 }],
      });
    });
  });

  it('shifts a canary, and lines, by their steps', async () => {
    const shares = async (configuration: object, everyMs: number): Promise<unknown[]> => {
      const world = aWorld(configuration);
      const seen: unknown[] = [];
      await inTime(world, async (sleep) => {
        await sleep(2 * MINUTE);
        updateWeb(world);
        await sleep(45 * SECOND);
        for (let step = 0; step < 4; step += 1) {
          seen.push(routesOf(world, PROD_RULE)?.['web-green']);
          await sleep(everyMs);
        }
      });
      return seen;
    };
    const canaryConfiguration = { canaryPercent: 20, canaryBakeTimeInMinutes: 10 };
    const linearConfiguration = { stepPercent: 40, stepBakeTimeInMinutes: 10 };
    const bakeTimeInMinutes = 60;
    expect(
      await shares({ strategy: 'CANARY', canaryConfiguration, bakeTimeInMinutes }, 11 * MINUTE),
    ).toEqual([20, 100, 100, 100]);
    expect(
      await shares({ strategy: 'LINEAR', linearConfiguration, bakeTimeInMinutes }, 11 * MINUTE),
    ).toEqual([40, 80, 100, 100]);
  });

  it('is rolled back by hand while it bakes: in seconds, and once', async () => {
    const world = aWorld(BLUE_GREEN);
    await inTime(world, async (sleep) => {
      await sleep(2 * MINUTE);
      const arn = updateWeb(world);
      await sleep(2 * MINUTE);
      expect(stop(world, arn)).toEqual({ serviceDeploymentArn: arn });
      expect(serviceDeploymentOf(world, arn).status).toBe('ROLLBACK_REQUESTED');
      await sleep(SECOND);
      expect(routesOf(world, PROD_RULE)).toEqual({ 'web-blue': 100, 'web-green': 0 });
      expect(stop(world, arn)).toEqual({ serviceDeploymentArn: arn });
      await sleep(MINUTE);
      const done = serviceDeploymentOf(world, arn);
      expect(done).toMatchObject({
        status: 'ROLLBACK_SUCCESSFUL',
        rollback: { serviceRevisionArn: done.sourceServiceRevisions?.[0]?.arn },
        targetServiceRevision: { runningTaskCount: 0 },
      });
      expect(webOf(world)).toMatchObject({ runningCount: 3 });
      expect(webOf(world).taskDefinition).toMatch(/web:1$/);
      expect(refusalOf(() => stop(world, arn))).toMatch(/^ConflictException/);
      expect(refusalOf(() => stop(world, `${arn}x`))).toMatch(/^ServiceDeploymentNotFound/);
      expect(refusalOf(() => stop(world, arn, 'ABORT'))).toMatch(/^InvalidParameterException/);
    });
  });

  it('with nothing before it can only be stopped', async () => {
    const world = aWorld(BLUE_GREEN);
    await inTime(world, async (sleep) => {
      const service = 'arn:aws:ecs:eu-west-1:123456789012:service/shop/web';
      const arn = listOf(world, { cluster: undefined, service })[0]?.serviceDeploymentArn ?? '';
      await sleep(10 * SECOND);
      stop(world, arn);
      await sleep(SECOND);
      expect(serviceDeploymentOf(world, arn).status).toBe('STOPPED');
    });
  });

  it('that is overtaken stands stopped; the next one reconciles', async () => {
    const world = aWorld(BLUE_GREEN);
    await inTime(world, async (sleep) => {
      await sleep(2 * MINUTE);
      const overtaken = updateWeb(world);
      await sleep(2 * MINUTE);
      const arn = updateWeb(world, 'web:3');
      await sleep(1_500);
      expect(serviceDeploymentOf(world, overtaken).status).toBe('STOPPED');
      expect(serviceDeploymentOf(world, arn).lifecycleStage).toBe('RECONCILE_SERVICE');
      await sleep(15 * MINUTE);
      expect(serviceDeploymentOf(world, arn).status).toBe('SUCCESSFUL');
      expect(webOf(world)).toMatchObject({ runningCount: 3 });
    });
  });

  it('is listed by status and time, newest first, with its revisions', async () => {
    const world = aWorld(BLUE_GREEN);
    await inTime(world, async (sleep) => {
      await sleep(2 * MINUTE);
      const arn = updateWeb(world);
      await sleep(MINUTE);
      const list = (filter: object) => listOf(world, filter);
      expect(list({})).toMatchObject([{ status: 'IN_PROGRESS' }, { status: 'SUCCESSFUL' }]);
      expect(list({ status: ['IN_PROGRESS'] })).toMatchObject([{ serviceDeploymentArn: arn }]);
      expect(list({ createdAt: { before: new Date('2026-11-21T12:01:00Z') } })).toHaveLength(1);
      const target = serviceDeploymentOf(world, arn).targetServiceRevision?.arn ?? '';
      expect(
        onEcs(world, 'DescribeServiceRevisions', { serviceRevisionArns: [target, `${target}0`] }),
      ).toMatchObject({
        serviceRevisions: [
          {
            serviceRevisionArn: target,
            taskDefinition: 'arn:aws:ecs:eu-west-1:123456789012:task-definition/web:2',
            resolvedConfiguration: {
              loadBalancers: [{ targetGroupArn: expect.stringMatching(/web-green/) }],
            },
          },
        ],
        failures: [{ arn: `${target}0`, reason: 'MISSING' }],
      });
    });
  });
});

describe('alarms of a deployment', () => {
  const alarms = (rollback: boolean) => ({
    strategy: 'BLUE_GREEN',
    bakeTimeInMinutes: 10,
    alarms: { alarmNames: ['errors'], enable: true, rollback },
  });
  const endOf = async (rollback: boolean, atStart: 'OK' | 'ALARM') => {
    const world = aWorld(alarms(rollback));
    world.alarms.set('errors', 'OK');
    let end: object = {};
    await inTime(world, async (sleep) => {
      await sleep(2 * MINUTE);
      world.alarms.set('errors', atStart);
      const arn = updateWeb(world);
      await sleep(2 * MINUTE);
      world.alarms.set('errors', 'ALARM');
      await sleep(20 * MINUTE);
      end = serviceDeploymentOf(world, arn);
    });
    return end;
  };

  it('roll it back when they go off', async () => {
    expect(await endOf(true, 'OK')).toMatchObject({
      status: 'ROLLBACK_SUCCESSFUL',
      statusReason: 'ECS deployment failed: alarm detected.',
      alarms: { status: 'TRIGGERED', triggeredAlarmNames: ['errors'] },
    });
  });

  it('only stop it where no rollback is wanted', async () => {
    expect(await endOf(false, 'OK')).toMatchObject({ status: 'STOPPED' });
  });

  it('are not monitored when they are in ALARM at the start', async () => {
    expect(await endOf(true, 'ALARM')).toMatchObject({
      status: 'SUCCESSFUL',
      alarms: { status: 'DISABLED', alarmNames: ['errors'] },
    });
  });
});
