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
  rollbackOf,
} from '../fake-cloud';

const on = (version: string) => ({ version, additional: {} });
const NO_ROLLBACK = { autoRollbackConfiguration: { enabled: false } };

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
