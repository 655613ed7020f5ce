import fc from 'fast-check';
import { fromInvocation } from '../../../../events/ecs-hook/normalise';
import { readHookAnswer } from '../../../../sandbox/services/ecs/deployments/hook-answer';
import {
  type ContainerWorld,
  createContainerWorld,
  createWebForEcs,
  HOOK,
  HOOK_ROLE,
  hookAt,
  inTime,
  MINUTE,
  onEcs,
  PROD_RULE,
  refusalOf,
  routesOf,
  SECOND,
  serviceDeploymentOf,
  updateWeb,
} from '../../../support/container-world';

const HOUR = 60 * MINUTE;
const aWorld = (...lifecycleHooks: readonly object[]): ContainerWorld => {
  const world = createContainerWorld();
  world.functions.set('judge', () => ({ hookStatus: 'SUCCEEDED' }));
  createWebForEcs(world, { strategy: 'BLUE_GREEN', bakeTimeInMinutes: 10, lifecycleHooks });
  return world;
};
/** Plays a deployment of `web:2` for so long, and gives how it stands then. */
const play = async (world: ContainerWorld, forMs: number) => {
  let end: ReturnType<typeof serviceDeploymentOf> = {};
  await inTime(world, async (sleep) => {
    await sleep(2 * MINUTE);
    const arn = updateWeb(world);
    await sleep(forMs);
    end = serviceDeploymentOf(world, arn);
  });
  return end;
};
const ALL_STAGES = [
  'RECONCILE_SERVICE',
  'PRE_SCALE_UP',
  'POST_SCALE_UP',
  'TEST_TRAFFIC_SHIFT',
  'POST_TEST_TRAFFIC_SHIFT',
  'PRE_PRODUCTION_TRAFFIC_SHIFT',
  'PRODUCTION_TRAFFIC_SHIFT',
  'POST_PRODUCTION_TRAFFIC_SHIFT',
];

describe('a Lambda hook', () => {
  it('is invoked at each of its stages, with the weights of the stages that shift', async () => {
    // given
    const world = aWorld(hookAt(...ALL_STAGES));
    // when
    const { serviceDeploymentArn, targetServiceRevision, sourceServiceRevisions } = await play(
      world,
      15 * MINUTE,
    );
    // then
    const green = targetServiceRevision?.arn ?? '';
    const blue = sourceServiceRevisions?.[0]?.arn ?? '';
    expect(
      world.invocations.map(({ event }) => [
        event.lifecycleStage,
        event.executionDetails.testTrafficWeights,
        event.executionDetails.productionTrafficWeights,
      ]),
    ).toEqual([
      ['PRE_SCALE_UP', {}, {}],
      ['POST_SCALE_UP', {}, {}],
      ['TEST_TRAFFIC_SHIFT', { [green]: 100, [blue]: 0 }, {}],
      ['POST_TEST_TRAFFIC_SHIFT', {}, {}],
      ['PRE_PRODUCTION_TRAFFIC_SHIFT', {}, { [green]: 0, [blue]: 100 }],
      ['PRODUCTION_TRAFFIC_SHIFT', {}, { [green]: 100, [blue]: 0 }],
      ['POST_PRODUCTION_TRAFFIC_SHIFT', {}, {}],
    ]);
    expect(world.invocations[0]?.event).toEqual({
      executionId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      lifecycleStage: 'PRE_SCALE_UP',
      resourceArn: serviceDeploymentArn,
      executionDetails: {
        serviceArn: 'arn:aws:ecs:eu-west-1:123456789012:service/shop/web',
        targetServiceRevisionArn: green,
        testTrafficWeights: {},
        productionTrafficWeights: {},
      },
    });
  });

  it('that is in progress is asked again, with what it gave back', async () => {
    const world = aWorld({ ...hookAt('POST_TEST_TRAFFIC_SHIFT'), hookDetails: { bucket: 'b' } });
    const answers: unknown[] = [
      { hookStatus: 'IN_PROGRESS', hookDetails: { looks: 1 } },
      { hookStatus: 'IN_PROGRESS', callBackDelay: 120, hookDetails: { looks: 2 } },
      { hookStatus: 'SUCCEEDED' },
    ];
    world.functions.set('judge', () => answers.shift());
    await play(world, 5 * MINUTE);
    const [first, second, third] = world.invocations;
    expect(world.invocations.map(({ event }) => event.hookDetails)).toEqual([
      { bucket: 'b' },
      { bucket: 'b', looks: 1 },
      { bucket: 'b', looks: 2 },
    ]);
    expect((second?.atMs ?? 0) - (first?.atMs ?? 0)).toBe(30 * SECOND);
    expect((third?.atMs ?? 0) - (second?.atMs ?? 0)).toBe(120 * SECOND);
  });

  it.each([
    ['fails', { hookStatus: 'FAILED' }],
    ['says nothing', undefined],
    ['says nonsense', { hookStatus: 'PASSED' }],
    ['throws', new Error('boom')],
  ])('that %s rolls the deployment back', async (_how, answer) => {
    const world = aWorld(hookAt('POST_TEST_TRAFFIC_SHIFT'));
    world.functions.set('judge', () => answer);
    const end = await play(world, 3 * MINUTE);
    expect(end).toMatchObject({
      status: 'ROLLBACK_SUCCESSFUL',
      rollback: { reason: `Lifecycle hook ${HOOK} failed at POST_TEST_TRAFFIC_SHIFT.` },
    });
    expect(routesOf(world, PROD_RULE)).toEqual({ 'web-blue': 100 });
  });

  it('runs at both shifts on the way back, with the target as it was and its weight 0', async () => {
    const world = aWorld(
      hookAt('TEST_TRAFFIC_SHIFT', 'PRODUCTION_TRAFFIC_SHIFT', 'POST_PRODUCTION_TRAFFIC_SHIFT'),
    );
    world.functions.set('judge', ({ lifecycleStage }) => ({
      hookStatus: lifecycleStage === 'POST_PRODUCTION_TRAFFIC_SHIFT' ? 'FAILED' : 'SUCCEEDED',
    }));
    const { status, targetServiceRevision, sourceServiceRevisions } = await play(world, 5 * MINUTE);
    const green = targetServiceRevision?.arn ?? '';
    const blue = sourceServiceRevisions?.[0]?.arn ?? '';
    expect(status).toBe('ROLLBACK_SUCCESSFUL');
    expect(
      world.invocations.slice(-2).map(({ event }) => [
        event.lifecycleStage,
        event.executionDetails.targetServiceRevisionArn,
        {
          ...event.executionDetails.testTrafficWeights,
          ...event.executionDetails.productionTrafficWeights,
        },
      ]),
    ).toEqual([
      ['PRODUCTION_TRAFFIC_SHIFT', green, { [green]: 0, [blue]: 100 }],
      ['TEST_TRAFFIC_SHIFT', green, { [green]: 0, [blue]: 100 }],
    ]);
  });

  it('says what our own hook reads in it, going and coming back', async () => {
    const world = aWorld(hookAt('PRODUCTION_TRAFFIC_SHIFT'));
    let calls = 0;
    world.functions.set('judge', () => ({ hookStatus: (calls += 1) > 1 ? 'SUCCEEDED' : 'FAILED' }));
    const { serviceDeploymentArn } = await play(world, 5 * MINUTE);
    const read = { meaning: 'EcsHook', serviceDeploymentArn, stage: 'PRODUCTION_TRAFFIC_SHIFT' };
    expect(world.invocations.map(({ event }) => fromInvocation(event))).toMatchObject([
      { event: { ...read, isRollback: false } },
      { event: { ...read, isRollback: true } },
    ]);
  });

  it('that fails on the way back leaves the rollback failed', async () => {
    const world = aWorld(hookAt('PRODUCTION_TRAFFIC_SHIFT'));
    world.functions.set('judge', () => ({ hookStatus: 'FAILED' }));
    expect((await play(world, 5 * MINUTE)).status).toBe('ROLLBACK_FAILED');
    expect(routesOf(world, PROD_RULE)).toEqual({ 'web-blue': 100, 'web-green': 0 });
  });

  it('is invoked under its role, or not at all', async () => {
    for (const deny of ['lambda:InvokeFunction', 'trust'] as const) {
      const world = aWorld(hookAt('PRE_SCALE_UP'));
      world.identity.isAllowed = (role, action) => !(role === HOOK_ROLE && action === deny);
      world.identity.trusts = () => deny !== 'trust';
      expect((await play(world, 2 * MINUTE)).status).toBe('ROLLBACK_SUCCESSFUL');
      expect(world.invocations).toEqual([]);
    }
  });

  it('has a day, then the deployment goes back, or on where it is told so', async () => {
    const forever = { hookStatus: 'IN_PROGRESS', callBackDelay: 3_600 };
    const endWith = async (timeoutConfiguration: object | undefined, waitMs: number) => {
      const world = aWorld({ ...hookAt('PRE_SCALE_UP'), timeoutConfiguration });
      world.functions.set('judge', () => forever);
      return (await play(world, waitMs)).status;
    };
    expect(await endWith(undefined, 23 * HOUR)).toBe('IN_PROGRESS');
    expect(await endWith(undefined, 25 * HOUR)).toBe('ROLLBACK_SUCCESSFUL');
    expect(await endWith({ timeoutInMinutes: 5, action: 'CONTINUE' }, HOUR)).toBe('SUCCESSFUL');
  });

  it('is left alone when the deployment is stopped meanwhile', async () => {
    const world = aWorld(hookAt('POST_SCALE_UP'));
    world.functions.set('judge', () => ({ hookStatus: 'IN_PROGRESS', callBackDelay: 600 }));
    await inTime(world, async (sleep) => {
      await sleep(2 * MINUTE);
      const arn = updateWeb(world);
      await sleep(MINUTE);
      expect(serviceDeploymentOf(world, arn).lifecycleHookDetails).toMatchObject([
        { targetType: 'AWS_LAMBDA', targetArn: HOOK, status: 'IN_PROGRESS' },
      ]);
      onEcs(world, 'StopServiceDeployment', { serviceDeploymentArn: arn });
      await sleep(HOUR);
      expect(serviceDeploymentOf(world, arn).status).toBe('ROLLBACK_SUCCESSFUL');
      expect(world.invocations).toHaveLength(1);
    });
  });
});

describe('a PAUSE hook', () => {
  const PAUSE = { targetType: 'PAUSE', lifecycleStages: ['POST_TEST_TRAFFIC_SHIFT'] };
  const decide = async (action: string | undefined) => {
    const world = aWorld(PAUSE);
    let end: unknown;
    await inTime(world, async (sleep) => {
      await sleep(2 * MINUTE);
      const arn = updateWeb(world);
      await sleep(2 * MINUTE);
      const [hook] = serviceDeploymentOf(world, arn).lifecycleHookDetails ?? [];
      expect(hook).toMatchObject({ targetType: 'PAUSE', status: 'AWAITING_ACTION' });
      expect(world.events.at(-1)).toMatchObject({
        detailType: 'ECS Hook State Change',
        detail: { eventName: 'HOOK_AWAITING_ACTION', hookId: hook?.hookId },
      });
      const input = { serviceDeploymentArn: arn, hookId: hook?.hookId, action };
      const wrong = { ...input, hookId: 'ecs-pause-none' };
      expect(refusalOf(() => onEcs(world, 'ContinueServiceDeployment', wrong))).toMatch(
        /^InvalidParameterException/,
      );
      onEcs(world, 'ContinueServiceDeployment', input);
      await sleep(20 * MINUTE);
      end = serviceDeploymentOf(world, arn).status;
    });
    return end;
  };

  it('waits until somebody says how it goes on', async () => {
    expect(await decide(undefined)).toBe('SUCCESSFUL');
    expect(await decide('ROLLBACK')).toBe('ROLLBACK_SUCCESSFUL');
  });

  it('goes back after its time', async () => {
    const world = aWorld({ ...PAUSE, timeoutConfiguration: { timeoutInMinutes: 30 } });
    expect((await play(world, HOUR)).status).toBe('ROLLBACK_SUCCESSFUL');
  });
});

describe('the answer of a hook', () => {
  it('is SUCCEEDED only where it says so', () =>
    fc.assert(
      fc.property(fc.json(), (payload) => {
        const { hookStatus } = readHookAnswer({ payload, executedVersion: '1' });
        const said: unknown = JSON.parse(payload);
        const says =
          typeof said === 'object' && said !== null && 'hookStatus' in said
            ? said.hookStatus
            : undefined;
        return hookStatus !== 'SUCCEEDED' || says === 'SUCCEEDED';
      }),
    ));

  it('takes no notice of a delay or details that are none', () => {
    expect(
      readHookAnswer({
        payload: '{"hookStatus":"IN_PROGRESS","callBackDelay":"soon","hookDetails":[1]}',
        executedVersion: '1',
      }),
    ).toEqual({ hookStatus: 'IN_PROGRESS', delayMs: 30_000, details: {} });
  });
});
