import {
  answersWith,
  BOTH_HOOKS,
  createGroup,
  createWorld,
  deploy,
  eventsOf,
  get,
  inTime,
  MINUTE,
  NOON,
  targetOf,
} from '../fake-cloud';

const on2 = { version: '2', additional: {} };
const split = (weight: number) => ({ version: '1', additional: { '2': weight } });

describe('a good release', () => {
  const canary = split(0.1);
  const linear = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9].map(split);
  const each = (minutes: number) =>
    [...linear, on2].map((alias, index): [number, object] => [index * minutes, alias]);
  const cases: readonly (readonly [string, readonly (readonly [number, object])[]])[] = [
    ['LambdaAllAtOnce', [[0, on2]]],
    [
      'LambdaCanary10Percent5Minutes',
      [
        [0, canary],
        [1, canary],
        [2, canary],
        [3, canary],
        [4, canary],
        [5, on2],
      ],
    ],
    [
      'LambdaCanary10Percent10Minutes',
      [
        [0, canary],
        [9, canary],
        [10, on2],
      ],
    ],
    [
      'LambdaCanary10Percent15Minutes',
      [
        [0, canary],
        [14, canary],
        [15, on2],
      ],
    ],
    [
      'LambdaCanary10Percent30Minutes',
      [
        [0, canary],
        [29, canary],
        [30, on2],
      ],
    ],
    ['LambdaLinear10PercentEvery1Minute', each(1)],
    ['LambdaLinear10PercentEvery2Minutes', each(2)],
    ['LambdaLinear10PercentEvery3Minutes', each(3)],
    ['LambdaLinear10PercentEvery10Minutes', each(10)],
  ];

  it.each(cases)('shifts traffic as %s says', async (config, weights) => {
    // given
    const world = createWorld();
    createGroup(world, { deploymentConfigName: `CodeDeployDefault.${config}` });
    await inTime(world, async (sleep) => {
      // when
      const id = deploy(world);
      await sleep(1_100);
      let minute = 0;
      for (const [at, alias] of weights) {
        await sleep((at - minute) * MINUTE);
        minute = at;
        // then
        expect([at, world.alias.state]).toEqual([at, alias]);
      }
      expect(get(world, id).status).toBe('Succeeded');
      const last = weights.at(-1)?.[0] ?? 0;
      expect(get(world, id).completeTime).toEqual(new Date(NOON + 1_000 + last * MINUTE));
      expect(targetOf(world, id).lambdaFunctionInfo).toEqual({
        functionName: 'checkout',
        functionAlias: 'live',
        currentVersion: '1',
        targetVersion: '2',
        targetVersionWeight: 1,
      });
    });
  });

  it('goes through its lifecycle events in order, each hook invoked once with two ids', async () => {
    // given
    const world = createWorld();
    createGroup(world);
    answersWith(world, 'CodeDeployHook_before', 'Succeeded');
    answersWith(world, 'CodeDeployHook_after', 'Succeeded');
    await inTime(world, async (sleep) => {
      // when
      const id = deploy(world, BOTH_HOOKS);
      // then
      expect(get(world, id).status).toBe('Created');
      await sleep(1_500);
      expect(get(world, id).status).toBe('InProgress');
      expect(eventsOf(world, id)).toEqual({
        BeforeAllowTraffic: 'InProgress',
        AllowTraffic: 'Pending',
        AfterAllowTraffic: 'Pending',
      });
      await sleep(MINUTE);
      expect(eventsOf(world, id)).toEqual({
        BeforeAllowTraffic: 'Succeeded',
        AllowTraffic: 'InProgress',
        AfterAllowTraffic: 'Pending',
      });
      expect(targetOf(world, id).lambdaFunctionInfo?.targetVersionWeight).toBe(0.1);
      await sleep(5 * MINUTE);
      expect(eventsOf(world, id)).toEqual({
        BeforeAllowTraffic: 'Succeeded',
        AllowTraffic: 'Succeeded',
        AfterAllowTraffic: 'Succeeded',
      });
      const { status, startTime, completeTime, deploymentOverview } = get(world, id);
      expect({ status, startTime, completeTime, deploymentOverview }).toEqual({
        status: 'Succeeded',
        startTime: new Date('2026-03-02T12:00:01.000Z'),
        completeTime: new Date('2026-03-02T12:05:03.000Z'),
        deploymentOverview: { Succeeded: 1, Failed: 0, Skipped: 0, InProgress: 0, Pending: 0 },
      });
      expect(world.invocations.map(({ functionName }) => functionName)).toEqual([
        'CodeDeployHook_before',
        'CodeDeployHook_after',
      ]);
      expect(Object.keys(world.invocations[0]?.payload ?? {})).toEqual([
        'DeploymentId',
        'LifecycleEventHookExecutionId',
      ]);
      expect(world.invocations[0]?.payload.DeploymentId).toBe(id);
      expect(world.invocations[0]?.payload.LifecycleEventHookExecutionId).toMatch(
        /^eyJlbmNyeXB0ZWREYXRhIjoi/,
      );
    });
  });

  it('is told to the console with its start and end, times and traffic', async () => {
    // given
    const world = createWorld();
    createGroup(world);
    await inTime(world, async (sleep) => {
      // when
      const id = deploy(world);
      await sleep(2 * MINUTE);
      // then
      expect(world.codedeploy.port.deployments()).toEqual([
        {
          deploymentId: id,
          application: 'shop',
          group: 'checkout',
          status: 'InProgress',
          creator: 'user',
          createdAt: '2026-03-02T12:00:00.000Z',
          startedAt: '2026-03-02T12:00:01.000Z',
          functionName: 'checkout',
          alias: 'live',
          currentVersion: '1',
          targetVersion: '2',
          trafficPct: 10,
          lifecycleEvents: [
            at('Start', 'Succeeded', 1, 1),
            at('BeforeAllowTraffic', 'Succeeded', 1, 1),
            at('AllowTraffic', 'InProgress', 1),
            at('AfterAllowTraffic', 'Pending'),
            at('End', 'Pending'),
          ],
        },
      ]);
      await sleep(5 * MINUTE);
      const [view] = world.codedeploy.port.deployments();
      expect(view?.trafficPct).toBe(100);
      expect(view?.lifecycleEvents.at(-1)).toEqual(at('End', 'Succeeded', 301, 301));
    });
  });
});

const at = (name: string, status: string, startSec?: number, endSec?: number) => ({
  name,
  status,
  ...(startSec === undefined ? {} : { startedAt: new Date(NOON + startSec * 1_000).toISOString() }),
  ...(endSec === undefined ? {} : { endedAt: new Date(NOON + endSec * 1_000).toISOString() }),
});
