import {
  answer,
  BOTH_HOOKS,
  call,
  codeOf,
  createGroup,
  createWorld,
  deploy,
  eventsOf,
  get,
  inTime,
  MINUTE,
  rollbackOf,
  type World,
} from '../fake-cloud';

const on = (version: string) => ({ version, additional: {} });
const NO_ROLLBACK = { autoRollbackConfiguration: { enabled: false } };
const stop = (world: World, deploymentId: string, autoRollbackEnabled?: boolean) =>
  call(world, 'StopDeployment', { deploymentId, autoRollbackEnabled });

describe('StopDeployment', () => {
  it('is pending, then stopped by hand, then says it succeeded', async () => {
    // given
    const world = createWorld();
    createGroup(world);
    await inTime(world, async (sleep) => {
      const id = deploy(world);
      await sleep(MINUTE);
      // when
      expect(stop(world, id)).toMatchObject({ status: 'Pending' });
      expect(get(world, id).status).toBe('InProgress');
      expect(stop(world, id)).toMatchObject({ status: 'Pending' });
      await sleep(1_000);
      // then
      expect(get(world, id)).toMatchObject({
        status: 'Stopped',
        errorInformation: { code: 'MANUAL_STOP' },
      });
      expect(stop(world, id)).toEqual({
        status: 'Succeeded',
        statusMessage:
          'No more commands will be scheduled for execution in the deployment instances',
      });
    });
  });

  it('rolls back as the group says, or as it is told', async () => {
    const outcomes: unknown[] = [];
    for (const [group, asked] of [
      [{}, undefined],
      [{}, false],
      [NO_ROLLBACK, undefined],
      [NO_ROLLBACK, true],
    ] as const) {
      const world = createWorld();
      createGroup(world, group);
      await inTime(world, async (sleep) => {
        const id = deploy(world);
        await sleep(MINUTE);
        stop(world, id, asked);
        await sleep(10_000);
        outcomes.push([get(world, id).rollbackInfo !== undefined, world.alias.state]);
      });
    }
    const split = { version: '1', additional: { '2': 0.1 } };
    expect(outcomes).toEqual([
      [true, on('1')],
      [false, split],
      [false, split],
      [true, on('1')],
    ]);
  });

  it('before the start leaves nothing done and nothing to take back', async () => {
    const world = createWorld();
    createGroup(world);
    await inTime(world, async (sleep) => {
      const id = deploy(world, BOTH_HOOKS);
      stop(world, id, true);
      await sleep(10_000);
      expect(get(world, id)).toMatchObject({ status: 'Stopped', startTime: undefined });
      expect(get(world, id).rollbackInfo?.rollbackDeploymentId).toBeUndefined();
      expect(world.invocations).toEqual([]);
      expect(world.alias.state).toEqual(on('1'));
      expect(codeOf(() => call(world, 'ListDeploymentTargets', { deploymentId: id }))).toBe(
        'DeploymentNotStartedException',
      );
    });
  });

  it('during a hook fails that event and skips the rest', async () => {
    const world = createWorld();
    createGroup(world);
    await inTime(world, async (sleep) => {
      const id = deploy(world, BOTH_HOOKS);
      await sleep(2_000);
      stop(world, id);
      await sleep(10_000);
      expect(eventsOf(world, id)).toEqual({
        BeforeAllowTraffic: 'Failed',
        AllowTraffic: 'Skipped',
        AfterAllowTraffic: 'Skipped',
      });
      expect(rollbackOf(world, id).status).toBe('Succeeded');
    });
  });

  it('after the shift takes everything back', async () => {
    const world = createWorld();
    createGroup(world);
    await inTime(world, async (sleep) => {
      const id = deploy(world, { after: 'CodeDeployHook_after' });
      await sleep(6 * MINUTE);
      expect(world.alias.state).toEqual(on('2'));
      stop(world, id, true);
      await sleep(10_000);
      expect(world.alias.state).toEqual(on('1'));
    });
  });

  it('in the very moment in which a hook answers lets nothing new begin', async () => {
    const world = createWorld();
    createGroup(world);
    await inTime(world, async (sleep) => {
      const id = deploy(world, { after: 'CodeDeployHook_after' });
      await sleep(6 * MINUTE);
      const [invocation] = world.invocations;
      if (invocation === undefined) throw new Error('the hook was not invoked');
      answer(world, invocation.payload, 'Succeeded');
      stop(world, id);
      await sleep(10_000);
      expect(get(world, id).status).toBe('Stopped');
      expect(eventsOf(world, id).AfterAllowTraffic).toBe('Succeeded');
      expect(world.alias.state).toEqual(on('1'));
    });
  });

  it('of a rollback ends it, and nothing follows', async () => {
    const world = createWorld({ hooksRunOnRollback: true });
    createGroup(world);
    await inTime(world, async (sleep) => {
      const id = deploy(world, { before: 'CodeDeployHook_before' });
      await sleep(2_000);
      stop(world, id);
      await sleep(5_000);
      const rollbackId = rollbackOf(world, id).deploymentId ?? '';
      stop(world, rollbackId, true);
      await sleep(10_000);
      expect(get(world, rollbackId)).toMatchObject({
        status: 'Stopped',
        rollbackInfo: { rollbackTriggeringDeploymentId: id },
      });
      expect(world.codedeploy.port.deployments()).toHaveLength(2);
    });
  });

  it('of what has ended by itself is refused', async () => {
    const world = createWorld();
    createGroup(world);
    await inTime(world, async (sleep) => {
      const id = deploy(world);
      await sleep(6 * MINUTE);
      expect(codeOf(() => stop(world, id))).toBe('DeploymentAlreadyCompletedException');
      expect(codeOf(() => stop(world, 'd-ZZZZZZZZZ'))).toBe('DeploymentDoesNotExistException');
    });
  });

  it('in mid-canary without a rollback leaves the alias split, and releases fail until it is mended', async () => {
    // given
    const world = createWorld();
    createGroup(world, NO_ROLLBACK);
    await inTime(world, async (sleep) => {
      const stopped = deploy(world);
      await sleep(MINUTE);
      stop(world, stopped);
      await sleep(10_000);
      expect(world.alias.state).toEqual({ version: '1', additional: { '2': 0.1 } });
      // when
      const refused = deploy(world);
      await sleep(10_000);
      // then
      expect(get(world, refused)).toMatchObject({
        status: 'Failed',
        errorInformation: { code: 'INVALID_LAMBDA_CONFIGURATION' },
      });
      world.alias.state = on('1');
      const mended = deploy(world);
      await sleep(6 * MINUTE);
      expect(get(world, mended).status).toBe('Succeeded');
    });
  });
});

describe('one deployment at a time', () => {
  it('is what a group takes, a rollback included', async () => {
    const world = createWorld();
    createGroup(world);
    await inTime(world, async (sleep) => {
      const id = deploy(world);
      expect(codeOf(() => deploy(world))).toBe('DeploymentLimitExceededException');
      await sleep(MINUTE);
      stop(world, id, true);
      await sleep(1_000);
      expect(get(world, id).status).toBe('Stopped');
      expect(codeOf(() => deploy(world))).toBe('DeploymentLimitExceededException');
      await sleep(2_000);
      expect(codeOf(() => deploy(world))).toBe('none');
    });
  });
});
