import {
  answersWith,
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
} from './fake-cloud';

const on = (version: string) => ({ version, additional: {} });
const NO_ROLLBACK = { autoRollbackConfiguration: { enabled: false } };
const stop = (world: World, deploymentId: string, autoRollbackEnabled?: boolean) =>
  call(world, 'StopDeployment', { deploymentId, autoRollbackEnabled });

describe('a rollback', () => {
  it('is a new deployment, linked from both ends, that returns the alias all at once', async () => {
    // given
    const world = createWorld();
    createGroup(world);
    answersWith(world, 'CodeDeployHook_after', 'Failed');
    await inTime(world, async (sleep) => {
      // when
      const id = deploy(world, { after: 'CodeDeployHook_after' });
      await sleep(6 * MINUTE);
      // then
      const rollback = rollbackOf(world, id);
      const rollbackId = rollback.deploymentId;
      expect(rollbackId).toMatch(/^d-[A-Z0-9]{9}$/);
      expect(get(world, id).rollbackInfo).toEqual({
        rollbackDeploymentId: rollbackId,
        rollbackMessage: `Deployment ${id} terminated. Automatic rollback is triggered with a DeploymentId ${rollbackId}.`,
      });
      const { status, creator, deploymentConfigName, rollbackInfo } = rollback;
      expect({ status, creator, deploymentConfigName, rollbackInfo }).toEqual({
        status: 'Succeeded',
        creator: 'codeDeployRollback',
        deploymentConfigName: 'CodeDeployDefault.LambdaAllAtOnce',
        rollbackInfo: {
          rollbackTriggeringDeploymentId: id,
          rollbackMessage: `Deployment ${rollbackId} is triggered to roll back deployment ${id}.`,
        },
      });
      expect(JSON.parse(rollback.revision?.appSpecContent?.content ?? '')).toEqual({
        version: '0.0',
        Resources: [
          {
            Checkout: {
              Type: 'AWS::Lambda::Function',
              Properties: {
                Name: 'checkout',
                Alias: 'live',
                CurrentVersion: '2',
                TargetVersion: '1',
              },
            },
          },
        ],
        Hooks: [{ AfterAllowTraffic: 'CodeDeployHook_after' }],
      });
      expect(world.alias.state).toEqual(on('1'));
    });
  });

  it('does not run the hooks again, and succeeds at all its lifecycle events', async () => {
    // given
    const world = createWorld();
    createGroup(world);
    answersWith(world, 'CodeDeployHook_before', 'Failed');
    await inTime(world, async (sleep) => {
      // when
      const id = deploy(world, BOTH_HOOKS);
      await sleep(MINUTE);
      // then
      expect(eventsOf(world, rollbackOf(world, id).deploymentId ?? '')).toEqual({
        BeforeAllowTraffic: 'Succeeded',
        AllowTraffic: 'Succeeded',
        AfterAllowTraffic: 'Succeeded',
      });
      expect(world.invocations).toHaveLength(1);
    });
  });

  it('runs the hooks where the sandbox is told to, and is not rolled back when they fail', async () => {
    // given
    const world = createWorld({ hooksRunOnRollback: true });
    createGroup(world);
    answersWith(world, 'CodeDeployHook_before', 'Failed');
    await inTime(world, async (sleep) => {
      // when
      const id = deploy(world, BOTH_HOOKS);
      await sleep(MINUTE);
      // then
      expect(rollbackOf(world, id)).toMatchObject({
        status: 'Failed',
        errorInformation: { code: 'HOOK_EXECUTION_FAILURE' },
      });
      expect(world.invocations).toHaveLength(2);
      expect(world.codedeploy.port.deployments()).toHaveLength(2);
    });
  });

  it('goes back to the version of the last release, and the next release starts from there', async () => {
    // given
    const world = createWorld();
    createGroup(world, { deploymentConfigName: 'CodeDeployDefault.LambdaAllAtOnce' });
    await inTime(world, async (sleep) => {
      const first = deploy(world, { from: '1', to: '2' });
      await sleep(MINUTE);
      // when
      answersWith(world, 'CodeDeployHook_after', 'Failed');
      const second = deploy(world, { from: '2', to: '3', after: 'CodeDeployHook_after' });
      await sleep(MINUTE);
      // then
      expect(get(world, first).status).toBe('Succeeded');
      expect(get(world, second).status).toBe('Failed');
      expect(world.alias.state).toEqual(on('2'));
      answersWith(world, 'CodeDeployHook_after', 'Succeeded');
      const third = deploy(world, { from: '2', to: '3', after: 'CodeDeployHook_after' });
      await sleep(MINUTE);
      expect(get(world, third).status).toBe('Succeeded');
      expect(world.alias.state).toEqual(on('3'));
    });
  });

  it('is not made where there is nothing to go back to, and the message says so', async () => {
    // given
    const world = createWorld();
    createGroup(world);
    await inTime(world, async (sleep) => {
      // when
      const unreadable = deploy(
        world,
        {},
        {
          revision: { revisionType: 'AppSpecContent', appSpecContent: { content: 'Resources: 1' } },
        },
      );
      await sleep(MINUTE);
      world.functions.set('CodeDeployHook_before', () => world.versions.delete('1'));
      const gone = deploy(world, BOTH_HOOKS);
      await sleep(61 * MINUTE);
      // then
      for (const id of [unreadable, gone])
        expect([get(world, id).status, get(world, id).rollbackInfo]).toEqual([
          'Failed',
          {
            rollbackMessage: `Deployment ${id} terminated. Automatic rollback is not possible: there is no earlier version to go back to.`,
          },
        ]);
      expect(world.codedeploy.port.deployments()).toHaveLength(2);
    });
  });

  it.each([
    ['is switched off', { enabled: false, events: ['DEPLOYMENT_FAILURE'] }],
    ['does not name failures', { enabled: true, events: ['DEPLOYMENT_STOP_ON_ALARM'] }],
  ])('is not made where the configuration %s', async (_what, autoRollbackConfiguration) => {
    const world = createWorld();
    createGroup(world, { autoRollbackConfiguration });
    answersWith(world, 'CodeDeployHook_after', 'Failed');
    await inTime(world, async (sleep) => {
      const id = deploy(world, { after: 'CodeDeployHook_after' });
      await sleep(10 * MINUTE);
      expect(get(world, id)).toMatchObject({ status: 'Failed', rollbackInfo: undefined });
      expect(world.alias.state).toEqual(on('2'));
    });
  });

  it("follows the deployment's own configuration before the group's", async () => {
    const world = createWorld();
    createGroup(world);
    answersWith(world, 'CodeDeployHook_before', 'Failed');
    await inTime(world, async (sleep) => {
      const id = deploy(world, BOTH_HOOKS, NO_ROLLBACK);
      await sleep(MINUTE);
      expect(get(world, id)).toMatchObject({ status: 'Failed', rollbackInfo: undefined });
    });
  });
});

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
