import {
  call,
  createGroup,
  createWorld,
  deploy,
  eventsOf,
  get,
  inTime,
  MINUTE,
  NOON,
  rollbackOf,
  type World,
} from '../fake-cloud';

const WATCHED = {
  alarmConfiguration: { enabled: true, alarms: [{ name: 'errors' }, { name: 'latency' }] },
};
const calm = (world: World): void => {
  world.alarms.set('errors', 'OK');
  world.alarms.set('latency', 'INSUFFICIENT_DATA');
};

describe('an alarm', () => {
  it('stops the shift within ten seconds and the rollback takes it back, though the alarm stays red', async () => {
    // given
    const world = createWorld();
    createGroup(world, WATCHED);
    calm(world);
    await inTime(world, async (sleep) => {
      const id = deploy(world);
      await sleep(2 * MINUTE);
      // when
      world.alarms.set('errors', 'ALARM');
      await sleep(20_000);
      // then
      const { status, errorInformation, completeTime } = get(world, id);
      expect({ status, errorInformation, completeTime }).toEqual({
        status: 'Stopped',
        errorInformation: {
          code: 'ALARM_ACTIVE',
          message:
            'One or more alarms have been activated according to the Amazon CloudWatch metrics you selected, and ' +
            'the affected deployments have been stopped. Activated alarms: <errors>',
        },
        completeTime: new Date(NOON + 2 * MINUTE + 1_000),
      });
      expect(eventsOf(world, id)).toEqual({
        BeforeAllowTraffic: 'Succeeded',
        AllowTraffic: 'Failed',
        AfterAllowTraffic: 'Skipped',
      });
      expect(rollbackOf(world, id).status).toBe('Succeeded');
      expect(world.alias.state).toEqual({ version: '1', additional: {} });
    });
  });

  it('that is red at the start stops the deployment at once, and names every red one', async () => {
    const world = createWorld();
    createGroup(world, WATCHED);
    world.alarms.set('errors', 'ALARM');
    world.alarms.set('latency', 'ALARM');
    await inTime(world, async (sleep) => {
      const id = deploy(world, { before: 'CodeDeployHook_before' });
      await sleep(5_000);
      expect(get(world, id)).toMatchObject({
        status: 'Stopped',
        completeTime: new Date(NOON + 1_000),
        errorInformation: {
          message: expect.stringMatching(/Activated alarms: <errors> <latency>$/),
        },
      });
      expect(world.invocations).toEqual([]);
      expect(rollbackOf(world, id).status).toBe('Succeeded');
    });
  });

  it('stops nothing where the deployment overrides the configuration', async () => {
    const world = createWorld();
    createGroup(world, WATCHED);
    world.alarms.set('errors', 'ALARM');
    await inTime(world, async (sleep) => {
      const id = deploy(world, {}, { overrideAlarmConfiguration: { enabled: false } });
      await sleep(6 * MINUTE);
      expect(get(world, id)).toMatchObject({
        status: 'Succeeded',
        overrideAlarmConfiguration: { enabled: false },
      });
    });
  });

  it('stops without a rollback where only failures are rolled back', async () => {
    const world = createWorld();
    createGroup(world, {
      ...WATCHED,
      autoRollbackConfiguration: { enabled: true, events: ['DEPLOYMENT_FAILURE'] },
    });
    calm(world);
    await inTime(world, async (sleep) => {
      const id = deploy(world);
      await sleep(MINUTE);
      world.alarms.set('latency', 'ALARM');
      await sleep(20_000);
      expect(get(world, id)).toMatchObject({ status: 'Stopped', rollbackInfo: undefined });
      expect(world.alias.state).toEqual({ version: '1', additional: { '2': 0.1 } });
    });
  });

  it('counts as a failure to poll where it does not exist or may not be read', async () => {
    const outcomes: unknown[] = [];
    for (const ignorePollAlarmFailure of [undefined, true])
      for (const prepare of [
        (world: World) => world.alarms.delete('latency'),
        (world: World) => {
          world.permissions.isAllowed = (_role, action) => action !== 'cloudwatch:DescribeAlarms';
        },
      ]) {
        const world = createWorld();
        createGroup(world, {
          alarmConfiguration: { ...WATCHED.alarmConfiguration, ignorePollAlarmFailure },
        });
        calm(world);
        prepare(world);
        await inTime(world, async (sleep) => {
          const id = deploy(world);
          await sleep(6 * MINUTE);
          outcomes.push(get(world, id).status);
        });
      }
    expect(outcomes).toEqual(['Stopped', 'Stopped', 'Succeeded', 'Succeeded']);
  });

  it('no longer counts once a stop was asked for', async () => {
    const world = createWorld();
    createGroup(world, WATCHED);
    calm(world);
    await inTime(world, async (sleep) => {
      const id = deploy(world);
      await sleep(MINUTE + 10_500);
      call(world, 'StopDeployment', { deploymentId: id });
      world.alarms.set('errors', 'ALARM');
      await sleep(20_000);
      expect(get(world, id).errorInformation?.code).toBe('MANUAL_STOP');
    });
  });
});
